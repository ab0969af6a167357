import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { type Federation, type FederationId, parseFederationId, parseOdsCode, type ReadFederationOutcome } from '../../../consumer/index.ts'
import type { WebDeps } from '../../deps.ts'
import { federationsOf, type SavedFederations } from '../../federations/federations.ts'
import { actingIn, fieldOf } from '../../request.ts'
import { sendPage } from '../../views/views.ts'
import { WebRefusal } from '../../web-refusal.ts'
import { filterLines } from './filter-lines.ts'
import { forEditors } from './may-edit.ts'
import { type FormFault, NOTHING_TYPED, readForm, type TypedFederation, toFederation, typedOf } from './read-form.ts'

type Of = { request: FastifyRequest; reply: FastifyReply }
type Shown = {
  id: FederationId | undefined
  typed: TypedFederation
  faults?: readonly FormFault[]
  added?: string
  focus?: string
  present?: ReadFederationOutcome
}

/** A form of a thousand practices, with their notes. */
const FORM_LIMIT_BYTES = 4_000_000
/** The directory is asked about each. */
const MOST_AT_ONCE = 20

/** Make one and change one. Ordering, adding and taking out happen in the form alone: nothing is kept before it is saved. */
export function editFederation(deps: WebDeps): RouteOptions[] {
  return [
    {
      method: 'GET',
      url: '/federations/new',
      config: { page: 'make a list of practices' },
      handler: forEditors(deps, async (request, reply) => show(deps, { request, reply }, { id: undefined, typed: NOTHING_TYPED })),
    },
    {
      method: 'POST',
      url: '/federations/new',
      bodyLimit: FORM_LIMIT_BYTES,
      config: { page: 'make a list of practices' },
      handler: forEditors(deps, async (request, reply) => take(deps, { request, reply }, undefined)),
    },
    {
      method: 'GET',
      url: '/federations/:id/edit',
      config: { page: 'change a list of practices' },
      handler: forEditors(deps, async (request, reply) => {
        const id = idIn(request)
        const store = federationsOf(deps, actingIn(request))
        const outcome = await store.read(id)
        if (outcome.kind !== 'read') throw new WebRefusal('not-found')
        const typed = typedOf(outcome.federation, (await store.sharingOf(id)) ?? 'organisation')
        return show(deps, { request, reply }, { id, typed })
      }),
    },
    {
      method: 'POST',
      url: '/federations/:id/edit',
      bodyLimit: FORM_LIMIT_BYTES,
      config: { page: 'change a list of practices' },
      handler: forEditors(deps, async (request, reply) => take(deps, { request, reply }, idIn(request))),
    },
  ]
}

export function idIn(request: FastifyRequest): FederationId {
  const id = parseFederationId(String(Reflect.get(Object(request.params), 'id')))
  if (!id) throw new WebRefusal('not-found')
  return id
}

async function take(deps: WebDeps, of: Of, id: FederationId | undefined): Promise<FastifyReply> {
  const typed = readForm(of.request)
  const added = fieldOf(of.request, 'add')
  const [what = '', at = ''] = fieldOf(of.request, 'do').split('-')
  const moved = movedIn(typed, what, Number(at))
  if (moved) return show(deps, of, { id, added, ...moved })
  if (what === 'add' || added !== '') return add(deps, of, { id, typed, added })

  const read = toFederation(typed, id)
  if ('faults' in read) return show(deps, of, { id, typed, faults: read.faults })
  const store = federationsOf(deps, actingIn(of.request))
  const outcome = await saveIn(store, { federation: read.federation, typed, isNew: id === undefined })
  if (outcome.kind === 'saved') return of.reply.redirect(`${deps.config.root}/federations/${outcome.federation.id}`, 303)
  return show(deps, of, { id: read.federation.id, typed, present: outcome.present })
}

function movedIn(typed: TypedFederation, what: string, at: number): { typed: TypedFederation; focus: string } | undefined {
  const practices = [...typed.practices]
  const [one] = practices.splice(at, 1)
  if (!one || !['up', 'down', 'drop'].includes(what)) return undefined
  if (what === 'drop') return { typed: { ...typed, practices }, focus: 'add' }
  const to = Math.min(Math.max(at + (what === 'up' ? -1 : 1), 0), practices.length)
  practices.splice(to, 0, one)
  const isAtEnd = to === 0 || to === practices.length - 1
  return { typed: { ...typed, practices }, focus: `${isAtEnd ? (to === 0 ? 'down' : 'up') : what}-${to}` }
}

async function add(deps: WebDeps, of: Of, { id, typed, added }: { id: FederationId | undefined; typed: TypedFederation; added: string }) {
  const codes = added
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter(Boolean)
  const refuse = (text: string) => show(deps, of, { id, typed, added, faults: [{ text, href: '#add' }] })
  if (codes.length === 0) return refuse('Enter the ODS code of a practice, for example B86013')
  if (codes.length > MOST_AT_ONCE) return refuse(`Add ${MOST_AT_ONCE} ODS codes at a time at most: ${codes.length} were typed`)
  const practices = [...typed.practices]
  for (const code of codes) {
    const odsCode = parseOdsCode(code)
    if (!odsCode) return refuse(`${code.slice(0, 12)} is no ODS code`)
    if (practices.some((one) => one.odsCode === odsCode)) return refuse(`${odsCode} is in the list already`)
    const found = await deps.ods.find(odsCode)
    if (found.kind === 'not-found') return refuse(`No organisation has the ODS code ${odsCode}`)
    // The directory is asked for the name alone: without it the code stands there, to be typed over.
    practices.push({ odsCode, name: found.kind === 'found' ? found.organisation.name : odsCode, note: '' })
  }
  return show(deps, of, { id, typed: { ...typed, practices }, focus: 'add' })
}

type Saving = { federation: Federation; typed: Pick<TypedFederation, 'version' | 'sharing'>; isNew: boolean }

/**
 * A new one whose id is taken gets the next that is free: two lists may have one name. So does one whose place is a colleague's alone by now,
 * once the user has seen that it is gone.
 */
export async function saveIn(store: SavedFederations, { federation, typed, isNew }: Saving) {
  const basedOn = typed.version === '' ? undefined : typed.version
  const first = await store.saveFor(typed.sharing, federation, basedOn)
  if (first.kind === 'saved') return first
  if (!isNew && (basedOn !== undefined || first.present.kind === 'read')) return first
  for (let next = 2; next < 50; next += 1) {
    const id = parseFederationId(`${federation.id.slice(0, 60).replace(/-$/, '')}-${next}`)
    const outcome = id && (await store.saveFor(typed.sharing, { ...federation, id }, undefined))
    if (outcome?.kind === 'saved') return outcome
  }
  return first
}

async function show(deps: WebDeps, of: Of, { id, typed, faults = [], added = '', focus, present }: Shown): Promise<FastifyReply> {
  // Whoever saves again has seen what is there now.
  const version = present === undefined ? typed.version : present.kind === 'read' ? present.federation.version : ''
  return sendPage(deps, of, {
    template: 'journeys/federations/edit.njk',
    status: present ? 409 : faults.length > 0 ? 400 : 200,
    section: 'federations',
    title: id === undefined ? 'Make a list of practices' : 'Change a list of practices',
    back: id === undefined ? '/federations' : `/federations/${id}`,
    action: id === undefined ? '/federations/new' : `/federations/${id}/edit`,
    typed: { ...typed, version },
    ...{ id, added, focus },
    ...(present && { isConflict: true }),
    ...(present?.kind === 'read' && { theirs: present.federation, theirFilter: filterLines(present.federation) }),
    ...(faults.length > 0 && { errors: faults }),
  })
}
