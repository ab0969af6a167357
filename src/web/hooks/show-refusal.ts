import type { FastifyReply, FastifyRequest } from 'fastify'
import type { WebDeps } from '../deps.ts'
import { sendPage } from '../views/views.ts'
import { WEB_REFUSALS, WebRefusal, type WebRefusalCode } from '../web-refusal.ts'

const AGAIN = { text: 'Find a patient', href: '/find-patient' }

const PAGES: Record<WebRefusalCode, { title: string; paragraphs: readonly string[]; next?: { text: string; href: string } }> = {
  'not-found': {
    title: 'Page not found',
    paragraphs: ['If you typed the address, check it. If you were working on a patient, you may have finished with them in another tab.'],
    next: AGAIN,
  },
  'not-signed-in': { title: 'You are not signed in', paragraphs: ['Nothing was done.'], next: { text: 'Sign in', href: '/sign-in' } },
  'form-expired': {
    title: 'This page is too old to be sent',
    paragraphs: [
      'You have signed out, signed in again or changed your role since it was shown. Nothing was sent. Open the page again, and send it from there.',
    ],
    next: AGAIN,
  },
  'too-many-requests': {
    title: 'Too many requests',
    paragraphs: ['More was asked for than one person can ask. Nothing was done. Wait a minute, then try again.'],
  },
  'changed-meanwhile': {
    title: 'This was changed in another tab',
    paragraphs: ['Nothing was sent from this one. Go back, look at what is there now, and go on from there.'],
    next: AGAIN,
  },
  'not-understood': {
    title: 'That could not be read',
    paragraphs: ['What your browser sent could not be read. Nothing was done.'],
    next: AGAIN,
  },
  'sent-out-of-sight': {
    title: 'It was sent, and cannot be shown here',
    paragraphs: [
      'You finished with this patient, or signed out, in another tab before the practice had answered. Do not send it again: your recent work says what became of it.',
    ],
    next: { text: 'My recent work', href: '/recent-work' },
  },
}

/** Whatever was thrown, as a page: what is no refusal of ours is a bug, of which the reader learns only what support can find it by. */
export function showRefusal(deps: Pick<WebDeps, 'views' | 'log'>, of: { error: unknown; request: FastifyRequest; reply: FastifyReply }) {
  const { error, request, reply } = of
  const code = codeOf(error)
  reply.refusal = code ?? 'failed'
  if (code !== undefined) return sendPage(deps, of, { template: 'views/refusal.njk', status: WEB_REFUSALS[code], ...PAGES[code] })

  deps.log.error({ requestId: request.id, err: error }, 'unexpected fault')
  return sendPage(deps, of, {
    template: 'views/refusal.njk',
    status: 500,
    title: 'Something went wrong here',
    paragraphs: ['This is not about what you did. If you were booking, look at the patient’s appointments before you try again.'],
    showId: true,
  })
}

function codeOf(error: unknown): WebRefusalCode | undefined {
  if (error instanceof WebRefusal) return error.code
  const status: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : undefined
  if (status === 429) return 'too-many-requests'
  if (status === 404) return 'not-found'
  return typeof status === 'number' && status >= 400 && status < 500 ? 'not-understood' : undefined
}
