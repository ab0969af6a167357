import {
  decodeFederation,
  type Federation,
  type FederationChangedMeanwhile,
  type FederationId,
  type FederationStore,
  parseFederationId,
  type ReadFederationOutcome,
  type SavedFederation,
  toFederationJson,
} from '../../consumer/index.ts'
import type { Database } from '../../postgres/database.ts'
import type { Acting } from '../request.ts'
import {
  bringBack,
  type FederationRow,
  findFederation,
  findFederations,
  forgetRemoved,
  insertFederation,
  markRemoved,
  type Reader,
  updateFederation,
} from './store/saved-federations.ts'

/** Whether everybody of the organisation sees it, or whoever saved it alone. */
export type Sharing = 'organisation' | 'mine'

export type RemovedFederation = { id: FederationId; name: string; version: string; removedAt: Date }

/** What one user of one organisation sees and changes: two processes at once are told apart by the database. */
export type SavedFederations = FederationStore & {
  sharingOf: (id: FederationId) => Promise<Sharing | undefined>
  /** As `save`, and who sees it. */
  saveFor: (sharing: Sharing, federation: Federation, basedOn: string | undefined) => ReturnType<FederationStore['save']>
  /** Those that can be brought back, the latest first. */
  removed: () => Promise<RemovedFederation[]>
  /** False where there is one under that id again, or it was forgotten. */
  restore: (id: FederationId, basedOn: string) => Promise<boolean>
}

/** How long what was removed can be brought back. */
export const DAYS_TO_RESTORE = 30
const DAY_MS = 86_400_000

/** The lists of practices of whoever is asking: for a search as for the pages that keep them. */
export function federationsOf({ db, now }: { db: Database; now: () => Date }, { asker, owner }: Acting): SavedFederations {
  const reader: Reader = { odsCode: asker.organisation.odsCode, userId: owner.userId }
  const oldest = () => new Date(now().getTime() - DAYS_TO_RESTORE * DAY_MS)
  const read: FederationStore['read'] = async (id) => outcomeOf(await findFederation(db, id, reader))
  const saveFor: SavedFederations['saveFor'] = async (sharing, federation, basedOn) => {
    const { json, kept } = asKept(federation)
    const change = { id: kept.id, json, now: now(), ownerId: sharing === 'mine' ? reader.userId : undefined }
    const version =
      basedOn === undefined
        ? await insertFederation(db, reader, change)
        : await updateFederation(db, reader, { ...change, version: versionIn(basedOn) })
    if (version !== undefined) return { kind: 'saved', federation: { ...kept, version: String(version) } }
    return changedMeanwhile(await read(kept.id))
  }
  const sharingOf: SavedFederations['sharingOf'] = async (id) => {
    const row = await findFederation(db, id, reader)
    return row && (row.ownerId === undefined ? 'organisation' : 'mine')
  }

  return {
    read,
    sharingOf,
    saveFor,
    save: async (federation, basedOn) => saveFor((await sharingOf(federation.id)) ?? 'organisation', federation, basedOn),

    async list() {
      const outcomes = (await findFederations(db, reader)).filter(({ removedAt }) => removedAt === undefined).map(outcomeOf)
      const federations = outcomes.flatMap((outcome) => (outcome.kind === 'read' ? [outcome.federation] : []))
      const damaged = outcomes.flatMap((outcome) => (outcome.kind === 'damaged' ? [outcome.damaged] : []))
      return { federations: federations.sort(byName), damaged }
    },

    async remove(id, basedOn) {
      await forgetRemoved(db, oldest())
      if (await markRemoved(db, reader, { id, version: versionIn(basedOn), now: now() })) return { kind: 'removed' }
      return changedMeanwhile(await read(id))
    },

    async removed() {
      const rows = await findFederations(db, reader)
      return rows.flatMap(({ removedAt, ...row }) => {
        const outcome = outcomeOf({ ...row, removedAt: undefined })
        if (removedAt === undefined || removedAt < oldest() || outcome.kind !== 'read') return []
        const { id, name, version } = outcome.federation
        return [{ id, name, version, removedAt }]
      })
    },

    restore: async (id, basedOn) => bringBack(db, reader, { id, version: versionIn(basedOn), now: now() }),
  }
}

const changedMeanwhile = (present: ReadFederationOutcome): FederationChangedMeanwhile => ({ kind: 'changed-meanwhile', present })

function outcomeOf(row: FederationRow | undefined): ReadFederationOutcome {
  if (!row) return { kind: 'unknown' }
  const id = parseFederationId(row.id)
  const version = String(row.version)
  const decoded = decodeFederation(row.federation, id)
  if ('federation' in decoded && decoded.federation.id === id) return { kind: 'read', federation: { ...decoded.federation, version } }
  const faults = 'faults' in decoded ? decoded.faults : [{ place: 'id', message: 'is not the one that it is kept under' }]
  return { kind: 'damaged', damaged: { id, keptAs: row.id, version, faults } }
}

/** What will be read back; what could not be is misuse. */
function asKept(federation: Federation): { json: string; kept: Federation } {
  const json = toFederationJson(federation)
  const decoded = decodeFederation(JSON.parse(json))
  if ('faults' in decoded)
    throw new TypeError(`This federation could not be read back: ${decoded.faults.map(({ place }) => place).join('; ')}.`)
  return { json, kept: decoded.federation }
}

/** A version that this store never gave is none of a row's. */
const versionIn = (text: string): number => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0)

const byName = (one: SavedFederation, other: SavedFederation) => one.name.localeCompare(other.name) || (one.id < other.id ? -1 : 1)
