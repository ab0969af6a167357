import { type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { extensionsOf } from '../checks/check-by-type.ts'
import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { appointmentIn, book, bookedBy, bookingOf, cancelled, givenBooking, versionOf, withMembers } from '../steps/booking.ts'
import { asOrganisation, atPractice } from '../steps/callers.ts'
import { cancel, expectStillBooked } from '../steps/cancelling.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { freeSlotsIn, givenFreeSlots, inARow, searchDays } from '../steps/search.ts'
import { EXTENSION } from '../vocabulary.ts'
import { type Draft, withHeader } from '../wire/draft.ts'
import { cancelHeld } from './cancel-held.ts'
import { cancelRefusals } from './cancel-refusals.ts'
import { cancelledAfterwards } from './cancelled-afterwards.ts'

const UNKNOWN = '00000000-0000-4000-8000-00000000dead'
const REASON = 'Patient has got better'
const NEEDS = ['patient', 'free-slots'] as const

const AS_IT_WAS = [
  ...['start', 'end', 'slot', 'description', 'comment', 'created', 'participant', 'contained', 'serviceType', 'serviceCategory'],
] as const

const sources: ScenarioSource[] = [
  {
    id: 'cancelled',
    title: 'a booked appointment is cancelled, and its slot is free again',
    requirements: ['APT-10', 'GEN-06', 'GEN-07'],
    needs: NEEDS,
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const { id, version, appointment, slots } = await givenBooking(judge)

      // When
      const answer = await cancel(judge, { id, version }, cancelled(appointment, REASON))

      // Then
      insistOnStatus(judge, answer, { status: 200, requirement: 'APT-10', rule: 'A booked appointment can be cancelled.' })
      const after = answer.resource ?? {}
      judge.expect(answer, { requirement: 'APT-10', rule: 'It is cancelled.', expected: 'cancelled', got: after.status })
      const reasons = extensionsOf(after, EXTENSION.cancellationReason).map(({ valueString }) => valueString)
      judge.expect(answer, { requirement: 'APT-10', rule: 'The reason comes back.', expected: [REASON], got: reasons })
      judge.expect(answer, {
        requirement: 'GEN-06',
        rule: 'What is changed has another version.',
        expected: true,
        got: versionOf(after) !== version,
      })
      for (const element of AS_IT_WAS) {
        judge.expect(answer, {
          requirement: 'APT-10',
          rule: `${element} is as it was.`,
          expected: appointment[element],
          got: after[element],
        })
      }
      const others = objectsOf(after.extension).filter(({ url }) => url !== EXTENSION.cancellationReason)
      const inOrder = (extensions: readonly JsonObject[]) => extensions.map((one) => JSON.stringify(one)).sort()
      judge.expect(answer, {
        requirement: 'APT-10',
        rule: 'Booking organisation, role and channel are as they were.',
        expected: inOrder(objectsOf(appointment.extension)),
        got: inOrder(others),
      })
      const free = await searchDays(judge, judge.data('free-slots'))
      const got = freeSlotsIn(free).some((slot) => slot.id === slots[0]?.id)
      judge.expect(free, { requirement: 'APT-10', rule: 'The slot is free again.', expected: true, got })
    },
  },
  {
    id: 'several-slots',
    title: 'all slots of a cancelled appointment are free again',
    requirements: ['APT-10'],
    needs: ['patient', 'adjacent-slots'],
    slots: 3,
    run: async (judge) => {
      // Given
      const slots = await givenFreeSlots(judge, 'adjacent-slots', (all) => inARow(all, 3))
      const { id, version, appointment } = await givenBooking(judge, slots)
      // When
      const answer = await cancel(judge, { id, version }, cancelled(appointment))
      // Then
      insistOnStatus(judge, answer, { status: 200, requirement: 'APT-10', rule: 'A booked appointment can be cancelled.' })
      const free = new Set(freeSlotsIn(await searchDays(judge, judge.data('adjacent-slots'))).map((slot) => slot.id))
      const got = slots.filter((slot) => !free.has(slot.id)).map((slot) => slot.start)
      judge.expect(answer, { requirement: 'APT-10', rule: 'Each of its slots is free again.', expected: [], got })
    },
  },
  {
    id: 'long-reason',
    title: 'a reason may be of any length',
    requirements: ['APT-10'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, version, appointment } = await givenBooking(judge)
      const reason = 'Because. '.repeat(200).trim()
      const answer = await cancel(judge, { id, version }, cancelled(appointment, reason))
      insistOnStatus(judge, answer, { status: 200, requirement: 'APT-10', rule: 'A reason may be long.' })
      const got = extensionsOf(answer.resource ?? {}, EXTENSION.cancellationReason)[0]?.valueString
      judge.expect(answer, { requirement: 'APT-10', rule: 'It is kept whole.', expected: reason, got })
    },
  },
  {
    id: 'minimal',
    title: 'Prefer: return=minimal is answered without a body',
    requirements: ['GEN-08'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, version, appointment } = await givenBooking(judge)
      const draft = judge.draft('cancelAppointment', { id, version, body: cancelled(appointment) })
      const answer = await judge.send(withHeader(draft, 'Prefer', 'return=minimal'))
      judge.expect(answer, { requirement: 'APT-10', rule: 'A booked appointment can be cancelled.', expected: 200, got: answer.status })
      judge.expect(answer, { requirement: 'GEN-08', rule: 'No body is sent.', expected: '', got: answer.text })
    },
  },
  {
    id: 'without-if-match',
    title: 'without If-Match',
    requirements: ['DIFF-05', 'APT-11'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, appointment } = await givenBooking(judge)
      const answer = await judge.send(judge.draft('cancelAppointment', { id, body: cancelled(appointment) }))
      if (judge.target.dialect === 'assurance') {
        insistOnStatus(judge, answer, { status: 200, requirement: 'DIFF-05', rule: 'Assurance practice accepts it.' })
        judge.expect(answer, { requirement: 'DIFF-05', rule: 'It is cancelled.', expected: 'cancelled', got: answer.resource?.status })
      } else {
        expectRefusal(judge, answer, { refusal: [400, 'BAD_REQUEST'], requirement: 'DIFF-05', rule: 'By the text it is refused.' })
      }
    },
  },
  {
    id: 'race',
    title: 'of two cancellations of one version at once, for different reasons, one is made',
    requirements: ['APT-11', 'APT-10'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, version, appointment } = await givenBooking(judge)
      const answers = await Promise.all(['one', 'another'].map((reason) => cancel(judge, { id, version }, cancelled(appointment, reason))))
      const got = answers.map(({ status }) => status === 200).filter(Boolean).length
      judge.expect(answers[0], { requirement: 'APT-11', rule: 'One of them is carried out.', expected: 1, got })
    },
  },
  {
    id: 'unknown-id',
    title: 'refused with 404 NO_RECORD_FOUND: an appointment that does not exist',
    requirements: ['APT-10', 'APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { version, appointment } = await givenBooking(judge)
      const answer = await cancel(judge, { id: UNKNOWN, version }, { ...cancelled(appointment), id: UNKNOWN })
      expectRefusal(judge, answer, { refusal: [404, 'NO_RECORD_FOUND'], requirement: 'APT-09', rule: 'An unknown id is not found.' })
    },
  },
  {
    id: 'times-in-another-offset',
    title: 'the times may be sent with another offset: moments are compared',
    requirements: ['GEN-09', 'APT-10'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, version, appointment } = await givenBooking(judge)
      const inUtc = (element: string) => new Date(String(appointment[element])).toISOString()
      const times = { start: inUtc('start'), end: inUtc('end'), created: inUtc('created') }
      const answer = await cancel(judge, { id, version }, { ...cancelled(appointment), ...times })
      judge.expect(answer, { requirement: 'GEN-09', rule: 'Any offset is taken in what is sent.', expected: 200, got: answer.status })
    },
  },
  {
    id: 'by-another-organisation',
    title: 'another organisation than the one that booked it cancels it',
    requirements: ['APT-13', 'APT-10'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, version, appointment } = await givenBooking(judge)
      const draft = judge.draft('cancelAppointment', { id, version, body: cancelled(appointment) })
      const answer = await judge.send(asOrganisation(draft, 'X99997'))
      const rule = 'Whoever may talk to the practice may cancel what others have booked.'
      judge.expect(answer, { requirement: 'APT-13', rule, expected: 200, got: answer.status })
    },
  },
  {
    id: 'of-a-restricted-slot',
    title: 'what one organisation alone may book, another reads, amends and cancels',
    requirements: ['APT-13', 'SLOT-12', 'APT-07', 'APT-09', 'APT-10'],
    needs: ['patient', 'for-one-organisation'],
    slots: 1,
    run: async (judge) => {
      // Given
      const only = { odsCode: judge.data('for-one-organisation').odsCode }
      const found = await searchDays(judge, judge.data('for-one-organisation'), only)
      const [slot] = freeSlotsIn(found)
      if (!slot) return judge.insist(found, { requirement: 'SLOT-07', rule: 'It finds its slots.', expected: true, got: false })
      const body = bookingOf(judge, { slots: [slot], patientId: await givenPatientId(judge) })
      const { id, version, appointment } = appointmentIn(await book(judge, bookedBy(body, only)))
      // When
      const byAnother = (draft: Draft) => judge.send(asOrganisation(draft, 'X99997'))
      const read = await byAnother(judge.draft('readAppointment', { id }))
      const texts = { ...appointment, description: 'Another description' }
      const amended = await byAnother(judge.draft('amendAppointment', { id, version, body: texts }))
      const after = amended.resource ?? {}
      const gone = await byAnother(judge.draft('cancelAppointment', { id, version: versionOf(after), body: cancelled(after) }))
      // Then
      const got = [read, amended, gone].map(({ status }) => status)
      const rule = 'For whom a slot is reserved does not matter to whoever reads, amends or cancels.'
      judge.expect(gone, { requirement: 'APT-13', rule, expected: [200, 200, 200], got })
    },
  },
  {
    id: 'refused-at-another-practice',
    title: 'refused with 404 NO_RECORD_FOUND: the id of an appointment of this practice, at another',
    requirements: ['GEN-19', 'APT-10'],
    needs: [...NEEDS, 'other-practice'],
    slots: 1,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const { id, version } = booked
      const draft = judge.draft('cancelAppointment', { id, version, body: cancelled(booked.appointment) })
      const answer = await judge.send(atPractice(draft, judge.data('other-practice')))
      const rule = "Another practice's id is an unknown id."
      expectRefusal(judge, answer, { refusal: [404, 'NO_RECORD_FOUND'], requirement: 'GEN-19', rule })
      await expectStillBooked(judge, booked)
    },
  },
  {
    id: 'refused-other-id-in-body',
    title: "refused with 400 BAD_REQUEST: a body whose id is not the URL's",
    requirements: ['APT-09', 'APT-10'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const answer = await cancel(judge, booked, { ...cancelled(booked.appointment), id: UNKNOWN })
      expectRefusal(judge, answer, { refusal: [400, 'BAD_REQUEST'], requirement: 'APT-09', rule: "The body's id is the URL's." })
      await expectStillBooked(judge, booked)
    },
  },
  {
    id: 'left-out-what-the-provider-filled-in',
    title: 'what the provider filled in may be left out',
    requirements: ['APT-10', 'APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, version, appointment } = await givenBooking(judge)
      const filledIn: readonly unknown[] = [EXTENSION.deliveryChannel, EXTENSION.practitionerRole]
      const extension = objectsOf(appointment.extension).filter(({ url }) => !filledIn.includes(url))
      const body = withMembers(cancelled({ ...appointment, extension }), { serviceType: undefined, serviceCategory: undefined })
      const answer = await cancel(judge, { id, version }, body)
      judge.expect(answer, {
        requirement: 'APT-09',
        rule: 'Role, channel and service texts may be left out.',
        expected: 200,
        got: answer.status,
      })
    },
  },
  ...cancelledAfterwards,
  ...cancelRefusals,
  ...cancelHeld,
]

export const cancelAppointment: Scenario[] = scenariosOf('cancelAppointment', 'cancel-appointment', sources)
