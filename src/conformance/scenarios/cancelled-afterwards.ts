import type { JsonObject } from '../../fhir/json-object.ts'
import type { Judge, ScenarioSource } from '../scenario.ts'
import { type Booked, cancelled, givenBooking, versionOf } from '../steps/booking.ts'
import { cancel } from '../steps/cancelling.ts'
import { expectRefusal, insistOnStatus, type Refusal } from '../steps/refusals.ts'

const INVALID: Refusal = [422, 'INVALID_RESOURCE']
const NEEDS = ['patient', 'free-slots'] as const

/** A booking that has been cancelled; `appointment` is as it was booked. */
async function givenCancelled(judge: Judge): Promise<Booked> {
  const booked = await givenBooking(judge)
  const answer = await cancel(judge, booked, cancelled(booked.appointment))
  insistOnStatus(judge, answer, { status: 200, requirement: 'APT-10', rule: 'A booked appointment can be cancelled.' })
  return { ...booked, answer }
}

/** What holds once something is cancelled. */
export const cancelledAfterwards: ScenarioSource[] = [
  {
    id: 'read-after',
    title: 'a cancelled appointment reads back as it was answered',
    requirements: ['APT-07', 'APT-10'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, answer } = await givenCancelled(judge)
      const read = await judge.send(judge.draft('readAppointment', { id }))
      judge.expect(read, { requirement: 'APT-07', rule: 'A cancelled appointment can be read.', expected: 200, got: read.status })
      judge.expect(read, {
        requirement: 'APT-10',
        rule: 'It reads back as it was answered.',
        expected: answer.resource,
        got: read.resource,
      })
    },
  },
  {
    id: 'the-same-again',
    title: 'the same cancellation again changes nothing',
    requirements: ['APT-10'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, answer: first } = await givenCancelled(judge)
      const body = first.resource ?? {}
      const again = await cancel(judge, { id, version: versionOf(body) }, body)
      judge.expect(again, { requirement: 'APT-10', rule: 'It is answered as the first was.', expected: 200, got: again.status })
      judge.expect(again, {
        requirement: 'APT-10',
        rule: 'It makes no version.',
        expected: versionOf(body),
        got: versionOf(again.resource ?? {}),
      })
    },
  },
  ...(
    [
      ['reason', 'for another reason', (appointment) => cancelled(appointment, 'Another reason')],
      ['description', 'with another description', (appointment) => ({ ...cancelled(appointment), description: 'Something else' })],
    ] as const satisfies readonly (readonly [string, string, (appointment: JsonObject) => JsonObject])[]
  ).map(
    ([id, title, again]): ScenarioSource => ({
      id: `refused-other-${id}-afterwards`,
      title: `refused with 422 INVALID_RESOURCE: cancelling what is cancelled, ${title}`,
      requirements: ['APT-10'],
      needs: NEEDS,
      slots: 1,
      run: async (judge) => {
        const { id, appointment, answer: first } = await givenCancelled(judge)
        const present = versionOf(first.resource ?? {})
        const answer = await cancel(judge, { id, version: present }, again(appointment))
        expectRefusal(judge, answer, {
          refusal: INVALID,
          requirement: 'APT-10',
          rule: 'What is cancelled cannot be cancelled with other content.',
        })
      },
    }),
  ),
  {
    id: 'slot-can-be-booked-again',
    title: 'the slot of a cancelled appointment can be booked again',
    requirements: ['APT-10', 'APT-05'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, slots } = await givenCancelled(judge)
      await givenBooking(judge, slots)
      const read = await judge.send(judge.draft('readAppointment', { id }))
      judge.expect(read, {
        requirement: 'APT-10',
        rule: 'The cancelled one stays as it was.',
        expected: 'cancelled',
        got: read.resource?.status,
      })
    },
  },
  {
    id: 'refused-amendment-afterwards',
    title: 'refused with 422 INVALID_RESOURCE: amending what is cancelled',
    requirements: ['APT-10', 'APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, appointment, answer: first } = await givenCancelled(judge)
      const present = versionOf(first.resource ?? {})
      const body = { ...appointment, description: 'Another description' }
      const answer = await judge.send(judge.draft('amendAppointment', { id, version: present, body }))
      expectRefusal(judge, answer, { refusal: INVALID, requirement: 'APT-10', rule: 'What is cancelled cannot be amended.' })
    },
  },
]
