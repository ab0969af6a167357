import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import {
  decodeFederation,
  type Federation,
  type FederationFault,
  type FederationMember,
  parseFederationId,
  readFederationCsv,
  readFederationJson,
  type SavedFederation,
  toFederationJson,
} from '../../../consumer/index.ts'
import type { WebDeps } from '../../deps.ts'
import { federationsOf } from '../../federations/federations.ts'
import { actingIn, fieldOf } from '../../request.ts'
import { sendPage } from '../../views/views.ts'
import { WebRefusal } from '../../web-refusal.ts'
import { saveIn } from './edit.ts'
import { forEditors } from './may-edit.ts'

/** Of a thousand practices with their notes, as a browser writes it. */
const UPLOAD_LIMIT_BYTES = 4_000_000
type Of = { request: FastifyRequest; reply: FastifyReply }

/** A file is read, what it would change is shown, and only then is it saved. */
export function importFederation(deps: WebDeps): RouteOptions[] {
  const config = { page: 'import a list of practices' }
  return [
    {
      method: 'GET',
      url: '/federations/import',
      config,
      handler: forEditors(deps, (request, reply) => ask(deps, { request, reply }, { typed: { into: intoIn(request) } })),
    },
    {
      method: 'POST',
      url: '/federations/import',
      bodyLimit: UPLOAD_LIMIT_BYTES,
      config,
      handler: forEditors(deps, (request, reply) => look(deps, { request, reply })),
    },
    {
      method: 'POST',
      url: '/federations/import/save',
      bodyLimit: UPLOAD_LIMIT_BYTES,
      config,
      handler: forEditors(deps, (request, reply) => save(deps, { request, reply })),
    },
  ]
}

/** The list that the user came from. */
const intoIn = ({ query }: FastifyRequest) => parseFederationId(String(Reflect.get(Object(query), 'into')))

async function ask(
  deps: WebDeps,
  of: Of,
  { faults, typed = {} }: { faults?: readonly FederationFault[]; typed?: object },
): Promise<FastifyReply> {
  const { federations } = await federationsOf(deps, actingIn(of.request)).list()
  const errors = faults?.map(({ place, message }) => ({
    text: `${place === '(file)' ? 'The file' : place} ${message}`,
    href: place === 'name' ? '#name' : '#file',
  }))
  const page = {
    template: 'journeys/federations/import.njk',
    title: 'Import a list of practices',
    section: 'federations',
    back: '/federations',
  }
  return sendPage(deps, of, { ...page, federations, typed, ...(errors && { errors, status: 400 }) })
}

async function look(deps: WebDeps, of: Of): Promise<FastifyReply> {
  const typed = { into: fieldOf(of.request, 'into'), name: fieldOf(of.request, 'name'), pasted: textOf(of.request, 'pasted') }
  const store = federationsOf(deps, actingIn(of.request))
  const id = parseFederationId(typed.into)
  const target = id && (await store.read(id))
  if (target && target.kind !== 'read') throw new WebRefusal('changed-meanwhile')
  const read = await readFile(textOf(of.request, 'file') || typed.pasted, {
    name: typed.name,
    present: target?.federation,
  })
  if ('faults' in read) return ask(deps, of, { faults: read.faults, typed })
  return preview(deps, of, { ...read, present: target?.federation })
}

/** With the blanks at its ends: faults are told by line. */
function textOf({ body }: FastifyRequest, name: string): string {
  const value: unknown = Reflect.get(Object(body), name)
  return typeof value === 'string' ? value : ''
}

/** A spreadsheet says the practices alone. */
type Says = 'practices' | 'whole'
type Read = { federation: Federation; leftOut: readonly string[]; says: Says }

/** What the file does not say stays as it is: of a spreadsheet the name and the filter, and of any the id. */
async function readFile(
  text: string,
  { name, present }: { name: string; present: SavedFederation | undefined },
): Promise<Read | { faults: readonly FederationFault[] }> {
  if (text.trim() === '') return { faults: [{ place: '(file)', message: 'is missing, or empty: choose one, or paste what is in it' }] }
  if (/^\uFEFF?\s*\{/.test(text)) {
    const json = readFederationJson(text)
    return 'faults' in json ? json : { federation: { ...json.federation, ...(present && { id: present.id }) }, leftOut: [], says: 'whole' }
  }
  const csv = await readFederationCsv(text)
  if ('faults' in csv) return csv
  const { practices, leftOut } = csv
  if (present) return { federation: { ...present, practices }, leftOut, says: 'practices' }
  const decoded = decodeFederation({ kind: 'federation', name, practices })
  return 'faults' in decoded ? decoded : { federation: decoded.federation, leftOut, says: 'practices' }
}

type Previewed = {
  federation: Federation
  says: Says
  present: SavedFederation | undefined
  leftOut?: readonly string[]
  isChanged?: boolean
}

async function preview(
  deps: WebDeps,
  of: Of,
  { federation, says, present, leftOut = [], isChanged = false }: Previewed,
): Promise<FastifyReply> {
  const page = { template: 'journeys/federations/preview.njk', section: 'federations', back: '/federations/import' }
  return sendPage(deps, of, {
    ...{ ...page, federation, says, present, leftOut, isChanged },
    status: isChanged ? 409 : 200,
    title: present ? `What changes in ${present.name}` : `Make ${federation.name}`,
    changes: present ? changesIn(present, federation) : undefined,
    json: toFederationJson(federation),
  })
}

function changesIn(present: Federation, next: Federation): string[] {
  const told = ({ name, odsCode }: FederationMember) => `${name} (${odsCode})`
  const before = new Map(present.practices.map((one) => [one.odsCode, one]))
  const after = new Set(next.practices.map(({ odsCode }) => odsCode))
  const both = next.practices.filter(({ odsCode }) => before.has(odsCode))
  const stayed = present.practices.filter(({ odsCode }) => after.has(odsCode))
  return [
    ...(present.name === next.name ? [] : [`The list is called ${next.name}`]),
    ...next.practices.filter(({ odsCode }) => !before.has(odsCode)).map((one) => `Added: ${told(one)}`),
    ...present.practices.filter(({ odsCode }) => !after.has(odsCode)).map((one) => `Taken out: ${told(one)}`),
    ...both.flatMap((one) => {
      const was = before.get(one.odsCode)
      return [
        ...(was?.name === one.name ? [] : [`${was?.name} (${one.odsCode}) is called ${one.name}`]),
        ...(was?.note === one.note ? [] : [one.note ? `Note on ${told(one)}: ${one.note}` : `No note on ${told(one)} any more`]),
      ]
    }),
    ...(both.every(({ odsCode }, index) => odsCode === stayed[index]?.odsCode) ? [] : ['The practices are in another order']),
    ...(JSON.stringify(present.defaultFilter) === JSON.stringify(next.defaultFilter) ? [] : ['A search of it asks for something else']),
  ]
}

async function save(deps: WebDeps, of: Of): Promise<FastifyReply> {
  const read = readFederationJson(fieldOf(of.request, 'json'))
  if ('faults' in read) throw new WebRefusal('not-understood')
  const store = federationsOf(deps, actingIn(of.request))
  const version = fieldOf(of.request, 'version')
  const sharing = (version === '' ? undefined : await store.sharingOf(read.federation.id)) ?? 'organisation'
  const outcome = await saveIn(store, { federation: read.federation, typed: { version, sharing }, isNew: version === '' })
  if (outcome.kind === 'saved') return of.reply.redirect(`${deps.config.root}/federations/${outcome.federation.id}`, 303)
  const present = outcome.present.kind === 'read' ? outcome.present.federation : undefined
  const says = fieldOf(of.request, 'says') === 'practices' ? 'practices' : 'whole'
  // What the file does not say is not taken back from whoever has changed it meanwhile.
  const federation = present && says === 'practices' ? { ...present, practices: read.federation.practices } : read.federation
  return preview(deps, of, { federation, says, present, isChanged: true })
}
