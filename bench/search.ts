import { resourcesOf } from '../src/fhir/bundle.ts'
import { addDays, localDateOf } from '../src/nhs/local-time.ts'
import type { Database } from '../src/postgres/database.ts'
import { SLOTS_IN_BUNDLE } from './practices.ts'
import { record, requestTo, type Scenario } from './scenario.ts'

const INCLUDES = ['Schedule:actor:Practitioner', 'Schedule:actor:Location', 'Location:managingOrganization']

/** The practice's whole fortnight, with who and where. */
export async function searchScenario(db: Database, odsCode: string): Promise<Scenario> {
  const today = localDateOf(new Date())
  const query = [
    `?start=ge${addDays(today, 1)}&end=le${addDays(today, 14)}&status=free&_include=Slot:schedule`,
    ...INCLUDES.map((include) => `_include:recurse=${include}`),
  ].join('&')
  const request = () => requestTo(odsCode, 'searchFreeSlots', query)

  const recorded = await record(db, request(), { variables: {} })
  const slots = resourcesOf(JSON.parse(recorded.reply.body), 'Slot').length
  if (slots !== SLOTS_IN_BUNDLE) throw new Error(`The Bundle has ${slots} slots, where ${SLOTS_IN_BUNDLE} were prepared`)

  return {
    name: `Slot search, ${slots} slots`,
    request,
    recorded,
    take: (count) => Array.from({ length: count }, () => ({ variables: {} })),
  }
}
