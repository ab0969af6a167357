import { findHeldSlots } from '../../../appointments/store/slots.ts'
import type { TargetData } from '../../../conformance/target/needs.ts'
import { formatLocalDateTime, type LocalDate, momentOf } from '../../../nhs/local-time.ts'
import { parseNhsNumber } from '../../../nhs/nhs-number.ts'
import type { OdsCode } from '../../../nhs/ods-code.ts'
import { findPatientByNhsNumber } from '../../../patients/store/patients.ts'
import type { Database } from '../../../postgres/database.ts'
import { judgePeople } from './judge-people.ts'

const PATIENTS = [
  ['sensitive-id', 'sensitive-patient'],
  ['inactive-id', 'inactive-patient'],
  ['deceased-id', 'deceased-patient'],
] as const
const SLOTS = [
  ['unreleased-slot', 'not-bookable'],
  ['visit-slot', 'visits'],
  ['embargoed-slot', 'embargoed'],
  ['beyond-window-slot', 'beyond-window'],
] as const

export type HiddenDays = Record<(typeof SLOTS)[number][1], LocalDate>

/** What no search tells a consumer, and whoever runs the provider can tell the runner: whom and what it may not be shown. */
export async function judgeIds(db: Database, practice: OdsCode, days: HiddenDays): Promise<TargetData> {
  const { named } = judgePeople()
  const patients = PATIENTS.map(async ([need, who]) => {
    const nhsNumber = parseNhsNumber(named[who].person.nhsNumber)
    const patient = nhsNumber && (await findPatientByNhsNumber(db, practice, nhsNumber))
    return [need, patient && { id: patient.id }] as const
  })
  const slots = SLOTS.map(async ([need, day]) => {
    // The second of its day: the first may be taken.
    const [slot] = await findHeldSlots(db, practice, { start: momentOf(days[day], '09:10') })
    return [need, slot && slotOf(slot)] as const
  })
  const found = await Promise.all([...patients, ...slots])
  const missing = found.filter(([, what]) => what === undefined).map(([need]) => need)
  if (missing.length > 0) throw new Error(`${practice} has nothing for ${missing.join(', ')}: import its data of the same day first.`)
  return Object.fromEntries(found)
}

function slotOf({ id, start, end, schedule }: Awaited<ReturnType<typeof findHeldSlots>>[number]) {
  return { id, start: formatLocalDateTime(start), end: formatLocalDateTime(end), locationId: schedule.locationId }
}
