import { extensionsOf } from '../checks/check-by-type.ts'
import type { Judge, ScenarioSource } from '../scenario.ts'
import { AMENDED, amend, expectAmended } from '../steps/amending.ts'
import { appointmentIn, type Booked, cancelled, givenBooking, versionOf } from '../steps/booking.ts'
import { cancel } from '../steps/cancelling.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { resourcesOfType } from '../steps/search.ts'
import { EXTENSION } from '../vocabulary.ts'

const NEEDS = ['patient', 'free-slots'] as const
const TEXTS = { description: 'Another description', comment: 'Another comment' } as const

/** An appointment that has been amended once: as it was answered. */
async function givenAmended(judge: Judge): Promise<Booked> {
  const booked = await givenBooking(judge)
  const answer = await amend(judge, booked, { ...booked.appointment, ...TEXTS })
  insistOnStatus(judge, answer, AMENDED)
  return { ...booked, ...appointmentIn(answer), answer }
}

/** What holds once something is amended. */
export const amendedAfterwards: ScenarioSource[] = [
  {
    id: 'read-after',
    title: 'an amended appointment reads back as it was answered',
    requirements: ['APT-07', 'APT-09', 'GEN-06'],
    needs: NEEDS,
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      const { id, appointment } = await givenAmended(judge)
      const read = await judge.send(judge.draft('readAppointment', { id }))
      insistOnStatus(judge, read, { status: 200, requirement: 'APT-07', rule: 'An amended appointment can be read.' })
      judge.expect(read, { requirement: 'APT-09', rule: 'It reads back as it was answered.', expected: appointment, got: read.resource })
    },
  },
  {
    id: 'retrieved-after',
    title: "among the patient's appointments it has its new texts and its new version",
    requirements: ['APT-08', 'APT-09', 'GEN-06'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, appointment } = await givenAmended(judge)
      const day = String(appointment.start).slice(0, 10)
      const query = ['ge', 'le'].map((prefix) => ['start', `${prefix}${day}`] as const)
      const answer = await judge.send(judge.draft('retrieveAppointments', { id: await givenPatientId(judge), query }))
      const listed = resourcesOfType(answer, 'Appointment').find((one) => one.id === id)
      judge.expect(answer, { requirement: 'APT-08', rule: 'It is listed as it was answered.', expected: appointment, got: listed })
    },
  },
  {
    id: 'twice',
    title: 'it can be amended again, over its new version',
    requirements: ['APT-09', 'APT-11', 'GEN-06'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const amended = await givenAmended(judge)
      const answer = await amend(judge, amended, { ...amended.appointment, comment: 'A third comment' })
      insistOnStatus(judge, answer, AMENDED)
      expectAmended(judge, answer, { before: amended.appointment, texts: { comment: 'A third comment' } })
    },
  },
  {
    id: 'refused-over-old-version',
    title: 'refused with 409 FHIR_CONSTRAINT_VIOLATION: a second amendment over the version of before the first',
    requirements: ['APT-11'],
    needs: NEEDS,
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      const before = await givenBooking(judge)
      const first = await amend(judge, before, { ...before.appointment, ...TEXTS })
      insistOnStatus(judge, first, AMENDED)
      const answer = await amend(judge, before, { ...before.appointment, description: 'Too late' })
      expectRefusal(judge, answer, {
        refusal: [409, 'FHIR_CONSTRAINT_VIOLATION'],
        requirement: 'APT-11',
        rule: 'A version that is not the present one is never written over.',
      })
      const read = await judge.send(judge.draft('readAppointment', { id: before.id }))
      judge.expect(read, { requirement: 'APT-11', rule: 'The first stays.', expected: first.resource, got: read.resource })
    },
  },
  {
    id: 'cancelled-after',
    title: 'an amended appointment is cancelled over its new version, and keeps its new texts',
    requirements: ['APT-10', 'APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const amended = await givenAmended(judge)
      const answer = await cancel(judge, amended, cancelled(amended.appointment))
      insistOnStatus(judge, answer, { status: 200, requirement: 'APT-10', rule: 'An amended appointment can be cancelled.' })
      const { status, description, comment } = answer.resource ?? {}
      judge.expect(answer, {
        requirement: 'APT-10',
        rule: 'It is cancelled, with the texts it had.',
        expected: { status: 'cancelled', ...TEXTS },
        got: { status, description, comment },
      })
    },
  },
  {
    id: 'refused-cancellation-over-old-version',
    title: 'refused with 409 FHIR_CONSTRAINT_VIOLATION: cancelling over the version of before an amendment',
    requirements: ['APT-11', 'APT-10'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const before = await givenBooking(judge)
      const first = await amend(judge, before, { ...before.appointment, comment: 'Another comment' })
      insistOnStatus(judge, first, AMENDED)
      // As it is now, but over the version of before.
      const answer = await cancel(judge, before, cancelled(first.resource ?? {}))
      expectRefusal(judge, answer, {
        refusal: [409, 'FHIR_CONSTRAINT_VIOLATION'],
        requirement: 'APT-11',
        rule: 'A version that is not the present one is not cancelled.',
      })
    },
  },
  {
    id: 'refused-cancelled',
    title: 'refused with 422 INVALID_RESOURCE: the appointment is cancelled',
    requirements: ['APT-10', 'APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      // Given
      const booked = await givenBooking(judge)
      const first = await cancel(judge, booked, cancelled(booked.appointment))
      insistOnStatus(judge, first, { status: 200, requirement: 'APT-10', rule: 'A booked appointment can be cancelled.' })
      const after = first.resource ?? {}
      const extension = extensionsOf(booked.appointment, EXTENSION.bookingOrganisation)
      // With its reason, without it, and as if it were still booked.
      for (const body of [after, { ...after, extension }, { ...after, status: 'booked', extension }]) {
        // When
        const answer = await amend(judge, { id: booked.id, version: versionOf(after) }, { ...body, description: 'Another description' })
        // Then
        const rule = 'What is cancelled cannot be amended, nor booked again by an amendment.'
        expectRefusal(judge, answer, { refusal: [422, 'INVALID_RESOURCE'], requirement: 'APT-10', rule })
      }
      const read = await judge.send(judge.draft('readAppointment', { id: booked.id }))
      judge.expect(read, { requirement: 'APT-10', rule: 'It stays as it was cancelled.', expected: after, got: read.resource })
    },
  },
]
