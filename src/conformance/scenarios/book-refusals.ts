import { type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { referenceIn } from '../checks/check-by-type.ts'
import type { Judge, ScenarioSource } from '../scenario.ts'
import { bookingOf, bookingOrganisationOf, withMembers } from '../steps/booking.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, type Refusal } from '../steps/refusals.ts'
import { type FreeSlot, freeSlotsIn, givenFreeSlot } from '../steps/search.ts'
import { EXTENSION } from '../vocabulary.ts'
import { withAnyResource } from '../wire/draft.ts'
import { malformedBodies } from './malformed-bodies.ts'

const INVALID: Refusal = [422, 'INVALID_RESOURCE']
const NOT_FOUND: Refusal = [422, 'REFERENCE_NOT_FOUND']
const UNKNOWN = '00000000-0000-4000-8000-00000000dead'

type Given = { judge: Judge; slot: FreeSlot; body: JsonObject }
type Row = {
  id: string
  title: string
  refusal?: Refusal
  requirement?: string
  /** The element that the refusal has to name. */
  element?: string
  alter: (given: Given) => JsonObject
}

const instead =
  (members: Record<string, unknown>) =>
  ({ body }: Given) =>
    withMembers(body, members)
const participants = (body: JsonObject) => objectsOf(body.participant)
const without =
  (type: string) =>
  ({ body }: Given) =>
    withMembers(body, { participant: participants(body).filter(({ actor }) => !referenceIn(actor).startsWith(`${type}/`)) })
const actorInstead =
  (type: string, reference: string) =>
  ({ body }: Given) =>
    withMembers(body, {
      participant: participants(body).map((one) =>
        referenceIn(one.actor).startsWith(`${type}/`) ? { ...one, actor: { reference } } : one,
      ),
    })
const organisationInstead =
  (members: Record<string, unknown>) =>
  ({ judge, body }: Given) =>
    withMembers(body, { contained: [withMembers(bookingOrganisationOf(judge), members)] })
const concept = { coding: [{ system: 'http://snomed.info/sct', code: '394814009', display: 'General practice' }] }

/** A moment of the slot, moved. */
const moved = (moment: string, minutes: number) =>
  new Date(Date.parse(moment) + minutes * 60_000).toISOString().replace(/\.\d+Z$/, '+00:00')

const MISSING: Row[] = ['status', 'description', 'start', 'end', 'slot', 'created', 'participant', 'meta', 'contained', 'extension'].map(
  (element) => ({
    id: `without-${element}`,
    title: `without ${element}`,
    // Without one of these two the other is at fault as well: an extension that points nowhere, a resource that nothing points to.
    ...(element !== 'contained' && element !== 'extension' && { element }),
    alter: instead({ [element]: undefined }),
  }),
)

const PROHIBITED: Row[] = [
  ['id', 'an-id-of-its-own'],
  ['reason', [concept]],
  ['specialty', [concept]],
  ['appointmentType', concept],
  ['indication', [{ reference: 'Condition/1' }]],
  ['supportingInformation', [{ reference: 'DocumentReference/1' }]],
  ['incomingReferral', [{ reference: 'ReferralRequest/1' }]],
  ['requestedPeriod', [{ start: '2026-03-02', end: '2026-03-03' }]],
].map(([element, value]) => ({
  id: `with-${String(element).toLowerCase()}`,
  title: `with ${element}`,
  element: String(element),
  alter: instead({ [String(element)]: value }),
}))

const ROWS: Row[] = [
  ...MISSING,
  ...PROHIBITED,
  { id: 'without-patient', title: 'without a patient among the participants', alter: without('Patient') },
  { id: 'without-location', title: 'without a location among the participants', alter: without('Location') },
  {
    id: 'two-patients',
    title: 'with two patients',
    alter: ({ body }) => withMembers(body, { participant: [...participants(body), participants(body)[0]] }),
  },
  {
    id: 'two-locations',
    title: 'with the location twice',
    alter: ({ body }) => withMembers(body, { participant: [...participants(body), participants(body)[1]] }),
  },
  {
    id: 'participant-without-actor',
    title: 'with a participant without actor',
    alter: ({ body }) => withMembers(body, { participant: [...participants(body), { type: [{ text: 'Somebody' }], status: 'accepted' }] }),
  },
  {
    id: 'participant-without-status',
    title: 'with a participant without status',
    alter: ({ body }) => withMembers(body, { participant: participants(body).map(({ actor }) => ({ actor })) }),
  },
  { id: 'empty-description', title: 'with a description of blanks', alter: instead({ description: '   ' }) },
  {
    id: 'long-description',
    title: 'with a description of 101 characters',
    requirement: 'APT-06',
    alter: instead({ description: 'd'.repeat(101) }),
  },
  { id: 'long-comment', title: 'with a comment of 501 characters', requirement: 'APT-06', alter: instead({ comment: 'c'.repeat(501) }) },
  { id: 'status-cancelled', title: 'with the status cancelled', alter: instead({ status: 'cancelled' }) },
  { id: 'status-proposed', title: 'with the status proposed', alter: instead({ status: 'proposed' }) },
  { id: 'status-unknown', title: 'with a status that nobody knows', alter: instead({ status: 'maybe' }) },
  { id: 'no-slots', title: 'with an empty list of slots', alter: instead({ slot: [] }) },
  { id: 'start-word', title: 'with a start that is no moment', alter: instead({ start: 'tomorrow' }) },
  {
    id: 'start-date',
    title: 'with a start that is a date alone',
    alter: ({ body, slot }) => withMembers(body, { start: slot.start.slice(0, 10) }),
  },
  {
    id: 'other-start',
    title: 'with another start than the slot has',
    requirement: 'APT-03',
    alter: ({ body, slot }) => withMembers(body, { start: moved(slot.start, -5) }),
  },
  {
    id: 'other-end',
    title: 'with another end than the slot has',
    requirement: 'APT-03',
    alter: ({ body, slot }) => withMembers(body, { end: moved(slot.end, 5) }),
  },
  {
    id: 'end-before-start',
    title: 'that ends before it starts',
    requirement: 'APT-03',
    alter: ({ body }) => withMembers(body, { start: body.end, end: body.start }),
  },
  {
    id: 'cancellation-reason',
    title: 'with a cancellation reason',
    alter: ({ body }) =>
      withMembers(body, { extension: [...objectsOf(body.extension), { url: EXTENSION.cancellationReason, valueString: 'None yet' }] }),
  },
  { id: 'organisation-without-name', title: 'with a booking organisation without name', alter: organisationInstead({ name: undefined }) },
  {
    id: 'organisation-without-telecom',
    title: 'with a booking organisation without telecom',
    alter: organisationInstead({ telecom: undefined }),
  },
  {
    id: 'organisation-without-code',
    title: 'with a booking organisation without ODS code',
    alter: organisationInstead({ identifier: undefined }),
  },
  {
    id: 'organisation-other-system',
    title: 'with a booking organisation whose identifier is of another system',
    alter: organisationInstead({ identifier: [{ system: 'https://example.org/Id/other', value: 'A1' }] }),
  },
  {
    id: 'organisation-not-contained',
    title: 'with a reference to an organisation that is not contained',
    alter: organisationInstead({ id: '2' }),
  },
  {
    id: 'organisation-elsewhere',
    title: 'with a reference to an organisation of the server in place of one that is contained',
    alter: instead({ extension: [{ url: EXTENSION.bookingOrganisation, valueReference: { reference: 'Organization/1' } }] }),
  },
  {
    id: 'organisation-of-another-type',
    title: 'with a contained location in the place of the booking organisation',
    alter: instead({ contained: [{ resourceType: 'Location', id: '1', name: 'Somewhere' }] }),
  },
  {
    id: 'two-organisations',
    title: 'with two booking organisations',
    alter: ({ body }) => withMembers(body, { extension: [...objectsOf(body.extension), ...objectsOf(body.extension)] }),
  },
  { id: 'unknown-element', title: 'with an element that STU3 does not know', requirement: 'GEN-20', alter: instead({ colour: 'blue' }) },
  { id: 'wrong-type', title: 'of another resource type', requirement: 'ERR-03', alter: instead({ resourceType: 'Slot' }) },
  {
    id: 'other-profile',
    title: 'under another profile',
    alter: instead({ meta: { profile: ['https://example.org/StructureDefinition/other'] } }),
  },
  {
    id: 'absolute-patient',
    title: 'with an absolute reference to the patient',
    requirement: 'GEN-10',
    alter: (given) =>
      actorInstead('Patient', `${given.judge.target.serviceRoot}/${referenceIn(participants(given.body)[0]?.actor)}`)(given),
  },
  {
    id: 'absolute-slot',
    title: 'with an absolute reference to the slot',
    requirement: 'GEN-10',
    alter: ({ judge, body, slot }) => withMembers(body, { slot: [{ reference: `${judge.target.serviceRoot}/Slot/${slot.id}` }] }),
  },
  {
    id: 'unknown-patient',
    title: 'with a patient who does not exist',
    refusal: NOT_FOUND,
    requirement: 'APT-02',
    alter: actorInstead('Patient', `Patient/${UNKNOWN}`),
  },
  {
    id: 'unknown-location',
    title: 'with a location that does not exist',
    refusal: NOT_FOUND,
    requirement: 'APT-02',
    alter: actorInstead('Location', `Location/${UNKNOWN}`),
  },
  {
    id: 'unknown-slot',
    title: 'with a slot that does not exist',
    refusal: NOT_FOUND,
    requirement: 'APT-02',
    alter: instead({ slot: [{ reference: `Slot/${UNKNOWN}` }] }),
  },
  {
    id: 'unknown-practitioner',
    title: 'with a practitioner who does not exist',
    refusal: NOT_FOUND,
    requirement: 'APT-02',
    alter: ({ body }) =>
      withMembers(body, { participant: [...participants(body), { actor: { reference: `Practitioner/${UNKNOWN}` }, status: 'accepted' }] }),
  },
  ...['Patient', 'Location', 'Practitioner'].map(
    (type): Row => ({
      id: `foreign-${type.toLowerCase()}-id`,
      title: `with a ${type} under an id that no server could give`,
      requirement: 'APT-02',
      alter: ({ body }) => {
        const others = participants(body).filter(({ actor }) => !referenceIn(actor).startsWith(`${type}/`))
        return withMembers(body, { participant: [...others, { actor: { reference: `${type}/not an id!` }, status: 'accepted' }] })
      },
    }),
  ),
  {
    id: 'foreign-slot-id',
    title: 'with a slot under an id that no server could give',
    requirement: 'APT-02',
    alter: instead({ slot: [{ reference: 'Slot/not an id!' }] }),
  },
  {
    id: 'slot-of-another-type',
    title: 'with a patient in the place of the slot',
    requirement: 'APT-02',
    alter: ({ body }) => withMembers(body, { slot: [{ reference: referenceIn(participants(body)[0]?.actor) }] }),
  },
]

const wrongResources: ScenarioSource[] = ROWS.map(({ id, title, refusal = INVALID, requirement = 'APT-01', element, alter }) => ({
  id: `refused-${id}`,
  title: `refused with ${refusal.join(' ')}: ${title}`,
  requirements: [...new Set([requirement, 'APT-01', 'ERR-01'])],
  needs: ['patient', 'free-slots'],
  slots: 1,
  run: async (judge) => {
    // Given a good booking of a free slot
    const slot = await givenFreeSlot(judge)
    const body = bookingOf(judge, { slots: [slot], patientId: await givenPatientId(judge) })

    // When it is sent with one thing wrong
    const altered = alter({ judge, slot, body })
    const draft = withAnyResource(judge.draft('bookAppointment'), altered, judge.format)
    const answer = await judge.send(draft)

    // Then it is refused, and nothing is booked
    expectRefusal(judge, answer, { refusal, requirement, rule: `A booking is refused: ${title}.` })
    if (element !== undefined) {
      const said = objectsOf(answer.resource?.issue).map(({ diagnostics }) => String(diagnostics))
      const rule = 'The diagnostics name the element that is at fault.'
      judge.expect(answer, { requirement: 'APT-01', rule, expected: true, got: said.join().includes(element) })
    }
    const after = await judge.send(judge.draft('searchFreeSlots', { query: searchOf(slot) }))
    const got = freeSlotsIn(after).some(({ id }) => id === slot.id)
    judge.expect(after, { requirement: 'GEN-20', rule: 'What is refused changes nothing: the slot is still free.', expected: true, got })
  },
}))

function searchOf({ start, end }: FreeSlot) {
  return [
    ['start', `ge${start}`],
    ['end', `le${end}`],
    ['status', 'free'],
    ['_include', 'Slot:schedule'],
  ] as const
}

const malformed = malformedBodies('Appointment', { requirements: ['APT-01'], given: async (judge) => judge.draft('bookAppointment') })

export const bookRefusals: ScenarioSource[] = [...wrongResources, ...malformed]
