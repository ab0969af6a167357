import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyReply, FastifyRequest } from 'fastify'
import nunjucks from 'nunjucks'
import type { WebConfig } from '../config.ts'
import type { Sessions } from '../session/sessions.ts'
import { age, day, moment, nhsNumber } from './filters.ts'

/** What a template may count on: `root` before each address, and what the layout shows of who has signed in. */
export type Page = { template: string; status?: number } & Readonly<Record<string, unknown>>

export type Views = { render: (request: FastifyRequest, page: Page) => string }

/** Characters that show what follows them from right to left: a name that has one would make another of what stands beside it. */
const TURNS_TEXT_ROUND = /[\u202a-\u202e\u2066-\u2069]/g

const WEB = fileURLToPath(new URL('../', import.meta.url))
const NHSUK = dirname(dirname(fileURLToPath(import.meta.resolve('nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css'))))

export function createViews(deps: {
  config: Pick<WebConfig, 'root' | 'idleMinutes'>
  assets: { version: string }
  sessions: Pick<Sessions, 'endsAt'>
  now: () => Date
}): Views {
  const { config, assets, sessions, now } = deps
  // Templates are read once: a new version of the app is another process.
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([WEB, NHSUK]), {
    autoescape: true,
    trimBlocks: true,
    lstripBlocks: true,
  })
  environment.addGlobal('root', config.root)
  environment.addGlobal('assetPath', `${config.root}/assets/${assets.version}`)
  environment.addFilter('nhsNumber', nhsNumber)
  environment.addFilter('day', day)
  environment.addFilter('age', (birthDate: string) => age(birthDate, now()))
  environment.addFilter('moment', moment)

  return {
    render: (request, { template, status: _, ...page }) =>
      environment
        .render(template, {
          ...page,
          cspNonce: request.nonce,
          requestId: request.id,
          receivedAt: request.receivedAt,
          signedIn: request.session && shownOf(request.session, sessions, now()),
          idleMinutes: config.idleMinutes,
        })
        .replaceAll(TURNS_TEXT_ROUND, ''),
  }
}

function shownOf(session: NonNullable<FastifyRequest['session']>, sessions: Pick<Sessions, 'endsAt'>, now: Date) {
  const { person, acting, roles, formToken } = session.content
  const { idle } = sessions.endsAt(session)
  return {
    name: person.name,
    formToken,
    organisation: acting?.asker.organisation.name,
    role: acting?.role.jobRole,
    canChange: roles.length > 1,
    endsAt: idle,
    secondsLeft: Math.max(0, Math.round((idle.getTime() - now.getTime()) / 1000)),
  }
}

export function sendPage({ views }: { views: Views }, of: { request: FastifyRequest; reply: FastifyReply }, page: Page): FastifyReply {
  const { request, reply } = of
  return reply
    .code(page.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(views.render(request, page))
}
