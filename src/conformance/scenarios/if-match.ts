import type { Judge, ScenarioSource } from '../scenario.ts'
import { expectUnchanged } from '../steps/amending.ts'
import { type Booked, givenBooking } from '../steps/booking.ts'
import { expectRefusal } from '../steps/refusals.ts'
import { type Draft, withHeader } from '../wire/draft.ts'

const VERSIONS = [
  ['other-version', 'another version', 'W/"9999"'],
  ['older-version', 'an older version', 'W/"0"'],
  ['strong-etag', 'a strong ETag', '"1"'],
  ['bare-version', 'a version without its quotes', '1'],
  ['star', 'a star', '*'],
  ['word', 'a word', 'W/"first"'],
  ['empty', 'nothing in it', 'W/""'],
  ['weak-without-quotes', 'a weak version without its quotes', 'W/1'],
  ['lower-case', 'the mark of a weak ETag in lower case', 'w/"1"'],
] as const

/** APT-11, for amending and cancelling alike: If-Match names the version that is changed, as its ETag was. */
export function wrongVersions(change: (judge: Judge, booked: Booked) => Draft): ScenarioSource[] {
  return VERSIONS.map(([id, title, value]) => ({
    id: `if-match-${id}`,
    title: `refused with 409 FHIR_CONSTRAINT_VIOLATION: If-Match with ${title}`,
    requirements: ['APT-11'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      // Given
      const booked = await givenBooking(judge)
      // When
      const answer = await judge.send(withHeader(change(judge, booked), 'If-Match', value))
      // Then
      const rule = `If-Match must name the present version, and not ${title}.`
      expectRefusal(judge, answer, { refusal: [409, 'FHIR_CONSTRAINT_VIOLATION'], requirement: 'APT-11', rule })
      await expectUnchanged(judge, booked)
    },
  }))
}
