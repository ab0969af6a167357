import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { type SavedFederation, toFederationCsv, toFederationJson } from '../../../consumer/index.ts'
import type { WebDeps } from '../../deps.ts'
import { federationsOf } from '../../federations/federations.ts'
import { actingIn, fieldOf } from '../../request.ts'
import { sendPage } from '../../views/views.ts'
import { WebRefusal } from '../../web-refusal.ts'
import { editFederation, idIn } from './edit.ts'
import { filterLines } from './filter-lines.ts'
import { importFederation } from './import.ts'
import { forEditors, mayEdit } from './may-edit.ts'

const SECTION = { section: 'federations' }

/** The organisation's saved lists of practices: everybody sees and takes them along, some change them. */
export function federations(deps: WebDeps): RouteOptions[] {
  return [...editFederation(deps), ...importFederation(deps), list(deps), one(deps), ...exports(deps), ...remove(deps)]
}

const list = (deps: WebDeps): RouteOptions => ({
  method: 'GET',
  url: '/federations',
  config: { page: 'lists of practices' },
  handler: async (request, reply) => {
    const store = federationsOf(deps, actingIn(request))
    const [{ federations: saved, damaged }, removed] = [await store.list(), await store.removed()]
    const isEditor = mayEdit(deps, request)
    const page = { template: 'journeys/federations/list.njk', title: 'Lists of practices', ...SECTION }
    return sendPage(deps, { request, reply }, { ...page, saved, damaged, isEditor, removed: isEditor ? removed : [] })
  },
})

async function read(deps: WebDeps, request: FastifyRequest): Promise<SavedFederation> {
  const outcome = await federationsOf(deps, actingIn(request)).read(idIn(request))
  if (outcome.kind !== 'read') throw new WebRefusal('not-found')
  return outcome.federation
}

const one = (deps: WebDeps): RouteOptions => ({
  method: 'GET',
  url: '/federations/:id',
  config: { page: 'a list of practices' },
  handler: async (request, reply) => {
    const federation = await read(deps, request)
    const sharing = await federationsOf(deps, actingIn(request)).sharingOf(federation.id)
    const page = { template: 'journeys/federations/one.njk', title: federation.name, back: '/federations', ...SECTION }
    return sendPage(
      deps,
      { request, reply },
      { ...page, federation, sharing, filter: filterLines(federation), isEditor: mayEdit(deps, request) },
    )
  },
})

function exports(deps: WebDeps): RouteOptions[] {
  const download = (ending: 'csv' | 'json', type: string, write: (federation: SavedFederation) => string): RouteOptions => ({
    method: 'GET',
    url: `/federations/:id/list.${ending}`,
    config: { page: 'take a list of practices along' },
    handler: async (request, reply) => {
      const federation = await read(deps, request)
      return reply
        .type(`${type}; charset=utf-8`)
        .header('Content-Disposition', `attachment; filename="${federation.id}.${ending}"`)
        .send(write(federation))
    },
  })
  return [
    download('csv', 'text/csv', ({ practices }) => toFederationCsv(practices)),
    download('json', 'application/json', toFederationJson),
  ]
}

function remove(deps: WebDeps): RouteOptions[] {
  const ask = async (request: FastifyRequest, reply: FastifyReply, isChanged: boolean) => {
    const federation = await read(deps, request)
    const page = {
      template: 'journeys/federations/remove.njk',
      title: `Remove ${federation.name}?`,
      back: `/federations/${federation.id}`,
      ...SECTION,
    }
    return sendPage(deps, { request, reply }, { ...page, federation, isChanged, status: isChanged ? 409 : 200 })
  }
  const config = { page: 'remove a list of practices' }
  return [
    { method: 'GET', url: '/federations/:id/remove', config, handler: forEditors(deps, (request, reply) => ask(request, reply, false)) },
    {
      method: 'POST',
      url: '/federations/:id/remove',
      config,
      handler: forEditors(deps, async (request, reply) => {
        const outcome = await federationsOf(deps, actingIn(request)).remove(idIn(request), fieldOf(request, 'version'))
        // Whoever changed it may have a use for it: it is looked at first.
        if (outcome.kind === 'changed-meanwhile' && outcome.present.kind === 'read') return ask(request, reply, true)
        return reply.redirect(`${deps.config.root}/federations#removed`, 303)
      }),
    },
    {
      method: 'POST',
      url: '/federations/:id/restore',
      config: { page: 'bring a list of practices back' },
      handler: forEditors(deps, async (request, reply) => {
        const id = idIn(request)
        if (!(await federationsOf(deps, actingIn(request)).restore(id, fieldOf(request, 'version'))))
          throw new WebRefusal('changed-meanwhile')
        return reply.redirect(`${deps.config.root}/federations/${id}`, 303)
      }),
    },
  ]
}
