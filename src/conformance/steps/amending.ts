import type { JsonObject } from '../../fhir/json-object.ts'
import type { Judge } from '../scenario.ts'
import type { Answer } from '../wire/answer.ts'
import { type Booked, versionOf } from './booking.ts'

export const AMENDED = {
  status: 200,
  requirement: 'APT-09',
  rule: 'Description and comment of a booked appointment can be amended.',
} as const

/** CON-08: over the version that was read. */
export function amend(judge: Judge, { id, version }: Pick<Booked, 'id' | 'version'>, body: JsonObject): Promise<Answer> {
  return judge.send(judge.draft('amendAppointment', { id, version, body }))
}

/** What a good provider gives of an amended appointment: the new texts, and everything else as it was. */
export function expectAmended(
  judge: Judge,
  answer: Answer,
  { before, texts }: { before: JsonObject; texts: Record<string, unknown> },
): void {
  const after = answer.resource ?? {}
  for (const [element, expected] of Object.entries(texts)) {
    judge.expect(answer, { requirement: 'APT-09', rule: `${element} is as it was sent.`, expected, got: after[element] })
  }
  const others = new Set([...Object.keys(before), ...Object.keys(after)].filter((element) => element !== 'meta' && !(element in texts)))
  for (const element of others) {
    judge.expect(answer, { requirement: 'APT-09', rule: `${element} is as it was.`, expected: before[element], got: after[element] })
  }
  judge.expect(answer, {
    requirement: 'GEN-06',
    rule: 'What is changed has another version.',
    expected: true,
    got: versionOf(after) !== versionOf(before),
  })
}

/** Read again, it is what it was, under the version that it had. */
export async function expectUnchanged(judge: Judge, { id, appointment }: Pick<Booked, 'id' | 'appointment'>): Promise<void> {
  const after = await judge.send(judge.draft('readAppointment', { id }))
  judge.expect(after, { requirement: 'GEN-20', rule: 'What is refused changes nothing.', expected: appointment, got: after.resource })
}
