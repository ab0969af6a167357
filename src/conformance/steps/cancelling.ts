import type { JsonObject } from '../../fhir/json-object.ts'
import type { Judge } from '../scenario.ts'
import type { Answer } from '../wire/answer.ts'
import { type Booked, versionOf } from './booking.ts'

/** CON-08: over the version that was read. */
export function cancel(judge: Judge, { id, version }: Pick<Booked, 'id' | 'version'>, body: JsonObject): Promise<Answer> {
  return judge.send(judge.draft('cancelAppointment', { id, version, body }))
}

export async function expectStillBooked(judge: Judge, { id, version }: Booked): Promise<void> {
  const after = await judge.send(judge.draft('readAppointment', { id }))
  judge.expect(after, {
    requirement: 'GEN-20',
    rule: 'What is refused changes nothing: it is still booked.',
    expected: 'booked',
    got: after.resource?.status,
  })
  const got = after.resource ? versionOf(after.resource) : undefined
  judge.expect(after, { requirement: 'GEN-06', rule: 'What is refused makes no version.', expected: version, got })
}
