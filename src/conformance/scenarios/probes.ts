import { addDays } from '../../nhs/local-time.ts'
import type { InteractionName } from '../interactions.ts'
import type { Judge } from '../scenario.ts'
import { today } from '../steps/days.ts'
import { searchQuery } from '../steps/search.ts'
import { SYSTEM } from '../vocabulary.ts'
import type { Draft } from '../wire/draft.ts'

const NOBODY = '00000000-0000-4000-8000-00000000dead'

/** A request of each interaction that is good but for what it asks about: it needs no data, and changes nothing. */
export function probe(judge: Judge, name: InteractionName): Draft {
  const identifier = (system: string, value: string) => [['identifier', `${system}|${value}`] as const]
  switch (name) {
    case 'findPatient':
      return judge.draft(name, { query: identifier(SYSTEM.nhsNumber, '9999999999') })
    case 'findPractitioner':
      return judge.draft(name, { query: identifier(SYSTEM.sdsUserId, '000000000000') })
    case 'findOrganization':
      return judge.draft(name, { query: identifier(SYSTEM.odsCode, 'X99999') })
    case 'findHealthcareService':
    case 'readMetadata':
      return judge.draft(name)
    case 'searchFreeSlots':
      return judge.draft(name, { query: searchQuery({ start: addDays(today(judge), 1), end: addDays(today(judge), 8) }) })
    case 'retrieveAppointments': {
      const query = [['start', `ge${today(judge)}`] as const, ['start', `le${addDays(today(judge), 7)}`] as const]
      return judge.draft(name, { id: NOBODY, query })
    }
    case 'bookAppointment':
    case 'registerPatient':
      return judge.draft(name, { body: { resourceType: 'Parameters', parameter: [{ name: 'nothing', valueString: 'nothing' }] } })
    case 'amendAppointment':
    case 'cancelAppointment':
      return judge.draft(name, {
        id: NOBODY,
        version: '1',
        body: { resourceType: 'Parameters', parameter: [{ name: 'nothing', valueString: 'nothing' }] },
      })
    default:
      return judge.draft(name, { id: NOBODY })
  }
}
