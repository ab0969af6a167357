import { objectsOf } from '../../fhir/json-object.ts'
import { referenceIn } from '../checks/check-by-type.ts'
import type { ScenarioSource } from '../scenario.ts'
import { amend, expectUnchanged } from '../steps/amending.ts'
import { cancelled, givenBooking, withMembers } from '../steps/booking.ts'
import { patientIdOf } from '../steps/patients.ts'
import { expectRefusal, type Refusal } from '../steps/refusals.ts'
import { freeSlotsIn, searchDays } from '../steps/search.ts'
import { EXTENSION } from '../vocabulary.ts'
import { withAnyResource } from '../wire/draft.ts'
import { type AmendmentRow, CHANGED, extensionInstead, instead, participantInstead } from './amend-changes.ts'
import { wrongVersions } from './if-match.ts'
import { malformedBodies } from './malformed-bodies.ts'

const INVALID: Refusal = [422, 'INVALID_RESOURCE']
const UNKNOWN = '00000000-0000-4000-8000-00000000dead'
const NEEDS = ['patient', 'free-slots'] as const

const concept = { coding: [{ system: 'http://snomed.info/sct', code: '394814009', display: 'General practice' }] }

const MISSING: AmendmentRow[] = ['status', 'description', 'start', 'end', 'slot', 'created', 'participant', 'meta'].map((element) => ({
  id: `without-${element}`,
  title: `without ${element}`,
  alter: instead({ [element]: undefined }),
}))

const PROHIBITED: AmendmentRow[] = [
  ['reason', [concept]],
  ['specialty', [concept]],
  ['appointmentType', concept],
  ['indication', [{ reference: 'Condition/1' }]],
  ['supportingInformation', [{ reference: 'DocumentReference/1' }]],
  ['incomingReferral', [{ reference: 'ReferralRequest/1' }]],
  ['requestedPeriod', [{ start: '2026-03-02', end: '2026-03-03' }]],
].map(([element, value]) => ({
  id: `with-${String(element).toLowerCase()}`,
  title: `with the prohibited element ${element}`,
  alter: instead({ [String(element)]: value }),
}))

const FAULTS: AmendmentRow[] = [
  {
    id: 'cancellation-reason',
    title: 'with a cancellation reason',
    alter: extensionInstead(EXTENSION.cancellationReason, { valueString: 'Patient has got better' }),
  },
  // INT-01: the interaction id says what is meant.
  { id: 'cancellation', title: 'that is a whole cancellation', requirement: 'INT-01', alter: (appointment) => cancelled(appointment) },
  { id: 'status-unknown', title: 'with a status that nobody knows', alter: instead({ status: 'maybe' }) },
  { id: 'blank-description', title: 'with a description of blanks', requirement: 'APT-01', alter: instead({ description: '   ' }) },
  { id: 'empty-description', title: 'with an empty description', requirement: 'APT-01', alter: instead({ description: '' }) },
  { id: 'empty-comment', title: 'with an empty comment', requirement: 'GEN-20', alter: instead({ comment: '' }) },
  {
    id: 'long-description',
    title: 'with a description of 101 characters',
    requirement: 'APT-06',
    alter: instead({ description: 'd'.repeat(101) }),
  },
  { id: 'long-comment', title: 'with a comment of 501 characters', requirement: 'APT-06', alter: instead({ comment: 'c'.repeat(501) }) },
  {
    id: 'absolute-reference',
    title: 'with an absolute reference to the patient',
    requirement: 'GEN-10',
    alter: participantInstead('Patient', (one) => [{ ...one, actor: { reference: `https://judge.example/${referenceIn(one.actor)}` } }]),
  },
  { id: 'unknown-element', title: 'with an element that STU3 does not know', requirement: 'GEN-20', alter: instead({ colour: 'blue' }) },
  { id: 'wrong-type', title: 'with another resource type', requirement: 'ERR-03', alter: instead({ resourceType: 'Slot' }) },
  {
    id: 'other-profile',
    title: 'under another profile',
    requirement: 'APT-01',
    alter: instead({ meta: { profile: ['https://example.org/StructureDefinition/other'] } }),
  },
]

const refused: ScenarioSource[] = [...CHANGED, ...MISSING, ...PROHIBITED, ...FAULTS].map(
  ({ id, title, requirement = 'APT-09', alter }) => ({
    id: `refused-${id}`,
    title: `refused with 422 INVALID_RESOURCE: ${title}`,
    requirements: [...new Set([requirement, 'APT-09', 'ERR-01'])],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      // Given
      const booked = await givenBooking(judge)
      // When: an amendment that would be good but for one thing
      const body = alter({ ...booked.appointment, comment: 'Another comment' })
      const answer = await judge.send(withAnyResource(judge.draft('amendAppointment', booked), body, judge.format))
      // Then
      expectRefusal(judge, answer, { refusal: INVALID, requirement, rule: `An amendment is refused: ${title}.` })
      await expectUnchanged(judge, booked)
    },
  }),
)

/** What others of the target's data could be put in the place of what is there. */
const replaced: ScenarioSource[] = [
  {
    id: 'refused-second-patient',
    title: 'refused with 422 INVALID_RESOURCE: with another patient of the practice',
    requirements: ['APT-09'],
    needs: [...NEEDS, 'second-patient'],
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const other = { reference: `Patient/${await patientIdOf(judge, judge.data('second-patient'))}` }
      const answer = await amend(judge, booked, participantInstead('Patient', (one) => [{ ...one, actor: other }])(booked.appointment))
      expectRefusal(judge, answer, { refusal: INVALID, requirement: 'APT-09', rule: 'An appointment stays with its patient.' })
      await expectUnchanged(judge, booked)
    },
  },
  {
    id: 'refused-further-slot',
    title: 'refused with 422 INVALID_RESOURCE: with another free slot in addition',
    requirements: ['APT-09', 'APT-14'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const [free] = freeSlotsIn(await searchDays(judge, judge.data('free-slots')))
      const slot = [...objectsOf(booked.appointment.slot), { reference: `Slot/${free?.id}` }]
      const answer = await amend(judge, booked, { ...booked.appointment, slot })
      expectRefusal(judge, answer, { refusal: INVALID, requirement: 'APT-09', rule: 'An appointment stays in its slots.' })
      await expectUnchanged(judge, booked)
    },
  },
  {
    id: 'refused-unknown-id',
    title: 'refused with 404 NO_RECORD_FOUND: an appointment that does not exist',
    requirements: ['APT-09'],
    needs: NEEDS,
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      const { version, appointment } = await givenBooking(judge)
      const answer = await amend(judge, { id: UNKNOWN, version }, { ...appointment, id: UNKNOWN })
      expectRefusal(judge, answer, { refusal: [404, 'NO_RECORD_FOUND'], requirement: 'APT-09', rule: 'An unknown id is not found.' })
    },
  },
  {
    id: 'refused-no-id-in-body',
    title: 'refused with 400 BAD_REQUEST: a body without an id',
    requirements: ['APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const body = withMembers(booked.appointment, { id: undefined, description: 'Another description' })
      const answer = await amend(judge, booked, body)
      expectRefusal(judge, answer, { refusal: [400, 'BAD_REQUEST'], requirement: 'APT-09', rule: "The body's id is the URL's." })
      await expectUnchanged(judge, booked)
    },
  },
  {
    id: 'refused-other-id-in-body',
    title: "refused with 400 BAD_REQUEST: a body whose id is not the URL's",
    requirements: ['APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const answer = await amend(judge, booked, { ...booked.appointment, description: 'Another description', id: UNKNOWN })
      expectRefusal(judge, answer, { refusal: [400, 'BAD_REQUEST'], requirement: 'APT-09', rule: "The body's id is the URL's." })
      await expectUnchanged(judge, booked)
    },
  },
]

const versions = wrongVersions((judge, { id, appointment }) =>
  judge.draft('amendAppointment', { id, body: { ...appointment, description: 'Another description' } }),
)

const malformed = malformedBodies('Appointment', {
  ...{ requirements: ['APT-09'], needs: NEEDS, slots: 1 },
  given: async (judge) => {
    const { id, version } = await givenBooking(judge)
    return judge.draft('amendAppointment', { id, version })
  },
})

export const amendRefusals: ScenarioSource[] = [...refused, ...replaced, ...versions, ...malformed]
