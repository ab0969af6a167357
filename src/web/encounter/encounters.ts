import type { Demographics, Failure, NhsNumber, OdsCode, PdsSearch } from '../../consumer/index.ts'
import type { Database } from '../../postgres/database.ts'
import type { HeldAppointments } from '../journeys/appointments/held.ts'
import type { ListedPlaces } from '../journeys/appointments/list/listed-practices.ts'
import type { Moving } from '../journeys/appointments/move/moving.ts'
import type { BookingDraft } from '../journeys/book/draft.ts'
import type { SlotSearch } from '../journeys/find-slot/search.ts'
import type { Sealing } from '../sealing.ts'
import {
  deleteEncounter,
  deleteEncountersOfUser,
  deleteOldEncounters,
  findEncounter,
  insertEncounter,
  lockEncounter,
  type Owner,
  updateEncounter,
} from './store/encounters.ts'

/** Somebody whom PDS knows and for whom things may go on (CON-09). */
export type TracedPatient = {
  demographics: Demographics
  registeredPractice: { odsCode: OdsCode; name: string | undefined } | undefined
}

/** Why nothing goes on. Of somebody whose record is restricted nothing is kept, not even the number. */
export type Stopped =
  | { because: 'sensitive' | 'deceased' | 'not-found' | 'invalidated' | 'invalid-number' | 'several' | 'search-refused' }
  | { because: 'superseded'; by: NhsNumber }
  | { because: 'unavailable'; failure: Failure }

/** What one user does on behalf of one patient. Later journeys add to it what they have to remember from page to page. */
export type EncounterContent = {
  /** How the patient was looked for; what was typed is kept only while PDS has not answered, so that nobody types it again. */
  by: 'nhs-number' | 'details'
  asked?: { nhsNumber: NhsNumber } | { criteria: PdsSearch }
  traced?: TracedPatient
  stopped?: Stopped
  /** When the user said that this is the person they are speaking to. */
  confirmedAt?: string
  /** Where and when a slot is looked for, and what for. */
  search?: SlotSearch
  /** The slot that was chosen last, and how far its booking has come. */
  draft?: BookingDraft
  /** Where appointments are listed, beside the registered practice. */
  listed?: ListedPlaces
  /** What practices have listed, as the user was shown it, by the mark in the address. */
  appointments?: HeldAppointments
  /** The appointment that is being moved: the next slot that is chosen is to replace it. */
  moving?: Moving
}

export type Encounter = { id: string; version: number; content: EncounterContent }

export type Encounters = {
  open: (owner: Owner, content: EncounterContent) => Promise<string>
  find: (id: string, owner: Owner) => Promise<Encounter | undefined>
  /** False where another tab was quicker: nothing was changed, and what is there now has to be looked at again. */
  change: (encounter: Encounter, content: EncounterContent) => Promise<boolean>
  /**
   * For a change that holds whatever else was changed meanwhile: it is made to what is there now, while others wait. `change` gives undefined
   * where there is nothing left to do, and may be asked again. False where there is no such encounter.
   */
  alter: (id: string, owner: Owner, change: (content: EncounterContent) => EncounterContent | undefined) => Promise<boolean>
  end: (id: string) => Promise<void>
  /** With a sign-out. */
  endAllOf: (userId: string) => Promise<void>
}

const HOUR_MS = 3_600_000

export function createEncounters(deps: {
  db: Database
  now: () => Date
  newId: () => string
  sealing: Sealing
  sessionHours: number
}): Encounters {
  const { db, now, newId, sealing, sessionHours } = deps
  const oldest = () => new Date(now().getTime() - sessionHours * HOUR_MS)
  const place = (id: string) => `encounter ${id}`
  const seal = (id: string, content: EncounterContent) => sealing.seal(JSON.stringify(content), place(id))
  const opened = (id: string, row: { version: number; sealed: string } | undefined): Encounter | undefined => {
    const content = row && sealing.open(row.sealed, place(id))
    return content === undefined ? undefined : { id, version: row?.version ?? 0, content: JSON.parse(content) as EncounterContent }
  }

  return {
    async open(owner, content) {
      await deleteOldEncounters(db, oldest())
      const id = newId()
      await insertEncounter(db, { id, owner, now: now(), sealed: seal(id, content) })
      return id
    },

    find: async (id, owner) => opened(id, await findEncounter(db, id, { owner, changedAfter: oldest() })),

    alter: (id, owner, change) =>
      db.transaction(async (tx) => {
        const encounter = opened(id, await lockEncounter(tx, id, { owner, changedAfter: oldest() }))
        const content = encounter && change(encounter.content)
        if (encounter && content) await updateEncounter(tx, id, { version: encounter.version, now: now(), sealed: seal(id, content) })
        return encounter !== undefined
      }),

    change: ({ id, version }, content) => updateEncounter(db, id, { version, now: now(), sealed: seal(id, content) }),
    end: (id) => deleteEncounter(db, id),
    endAllOf: (userId) => deleteEncountersOfUser(db, userId),
  }
}
