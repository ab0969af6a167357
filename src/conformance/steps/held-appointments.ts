import type { JsonObject } from '../../fhir/json-object.ts'
import { addDays } from '../../nhs/local-time.ts'
import type { Judge } from '../scenario.ts'
import { type appointmentIn, type Booked, versionOf } from './booking.ts'
import { today } from './days.ts'
import { patientIdOf } from './patients.ts'
import { resourcesOfType } from './search.ts'

/** Appointments that the target promises, and how far ahead to look for each. */
const HELD = {
  'past-appointment': { daysAhead: 0, isIt: (start: number, now: number) => start < now },
  'visit-appointment': { daysAhead: 365, isIt: (start: number, now: number) => start > now },
  'practice-booked': { daysAhead: 365, isIt: (start: number, now: number) => start > now },
} as const

export type HeldNeed = keyof typeof HELD

/** Found as a consumer finds it: among the appointments of its patient (APT-08). */
export async function givenHeldAppointment(judge: Judge, need: HeldNeed): Promise<Pick<Booked, 'id' | 'version' | 'appointment'>> {
  const { daysAhead, isIt } = HELD[need]
  const id = await patientIdOf(judge, judge.data(need))
  const query = [['start', `ge${today(judge)}`] as const, ['start', `le${addDays(today(judge), daysAhead)}`] as const]
  const listed = await judge.send(judge.draft('retrieveAppointments', { id, query }))
  const [appointment] = resourcesOfType(listed, 'Appointment').filter(
    ({ start, status }) => status === 'booked' && isIt(Date.parse(String(start)), judge.now().getTime()),
  )
  judge.insist(listed, {
    requirement: 'APT-08',
    rule: `The appointment that the target promises is retrieved ("${need}").`,
    expected: true,
    got: appointment !== undefined,
  })
  return held(appointment ?? {})
}

function held(appointment: JsonObject): ReturnType<typeof appointmentIn> {
  return { id: String(appointment.id), version: versionOf(appointment), appointment }
}
