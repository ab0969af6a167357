import { EXTENSIONS, PROFILES, SYSTEMS } from '../src/fhir/urls.ts'
import { formatLocalDateTime } from '../src/nhs/local-time.ts'
import type { Database } from '../src/postgres/database.ts'
import { record, requestTo, type Scenario, type Taken } from './scenario.ts'

export type FreeSlot = { slot: string; schedule: string; location: string; practitioner: string; start: Date; end: Date }

/** One slot for one of the patients each time. The first slot is used up by the recording. */
export async function bookingScenario(db: Database, odsCode: string): Promise<Scenario> {
  const slots = await freeSlots(db, odsCode)
  const patients = await db.query<{ id: string }>('select id from patient where ods_code = $1 order by id', [odsCode])
  let taken = 0

  const take = (count: number): Taken[] => {
    if (taken + count > slots.length) throw new Error(`Too few slots were prepared: ${slots.length}`)
    const some = slots.slice(taken, taken + count)
    taken += count
    return some.map((slot, index) => booking(slot, patients[index % patients.length]?.id ?? ''))
  }
  const request = () => requestTo(odsCode, 'bookAppointment')

  const [first] = take(1)
  if (!first) throw new Error('No slot was prepared')
  const recorded = await record(db, request(), first)
  const { id } = JSON.parse(recorded.reply.body)
  recorded.variables = { ...recorded.variables, appointment: id }
  checkVariables(recorded)
  return { name: 'Booking', request, take, recorded }
}

export function freeSlots(db: Database, odsCode: string): Promise<FreeSlot[]> {
  return db.query<FreeSlot>(
    `select s.id as slot, c.id as schedule, c.location_id as location, c.practitioner_id as practitioner, s.start_at as start, s.end_at as "end"
     from slot s join schedule c on c.ods_code = s.ods_code and c.id = s.schedule_id
     where s.ods_code = $1 and s.bookable and s.appointment_id is null order by s.id`,
    [odsCode],
  )
}

function booking(free: FreeSlot, patient: string): Taken {
  const { slot, schedule, start, end } = free
  return { body: bookingBody(free, patient), variables: { slot, schedule, patient, start: start.toISOString(), end: end.toISOString() } }
}

/** Moments may have come as text, from another process. */
export function bookingBody({ slot, location, practitioner, start, end }: FreeSlot, patient: string): string {
  return JSON.stringify({
    resourceType: 'Appointment',
    meta: { profile: [PROFILES.Appointment] },
    contained: [
      {
        resourceType: 'Organization',
        id: '1',
        meta: { profile: [PROFILES.Organization] },
        identifier: [{ system: SYSTEMS.odsOrganisationCode, value: 'B30012' }],
        name: 'A hub',
        telecom: [{ system: 'phone', value: '0300 303 5678' }],
      },
    ],
    extension: [{ url: EXTENSIONS.bookingOrganisation, valueReference: { reference: '#1' } }],
    status: 'booked',
    description: 'Sore throat',
    comment: 'Three days of it, and no better',
    start: formatLocalDateTime(new Date(start)),
    end: formatLocalDateTime(new Date(end)),
    slot: [{ reference: `Slot/${slot}` }],
    created: formatLocalDateTime(new Date()),
    participant: [`Patient/${patient}`, `Location/${location}`, `Practitioner/${practitioner}`].map((reference) => ({
      actor: { reference },
      status: 'accepted',
    })),
  })
}

/** What is not found in a parameter would be the same in every transaction of the limit. */
function checkVariables({ reply, steps, variables }: Scenario['recorded']): void {
  if (reply.status !== 201) throw new Error(`The booking to be recorded was answered ${reply.status}: ${reply.body}`)

  const parameters = steps.flatMap(({ statements }) => statements.flatMap((statement) => statement.parameters))
  for (const [name, value] of Object.entries(variables)) {
    if (!parameters.some((parameter) => parameter?.includes(value))) throw new Error(`No statement of a booking has its ${name}`)
  }
}
