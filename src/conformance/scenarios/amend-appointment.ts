import { objectsOf } from '../../fhir/json-object.ts'
import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { AMENDED, amend, expectAmended } from '../steps/amending.ts'
import { book, bookingOf, givenBooking, withMembers } from '../steps/booking.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { freeSlotsIn, givenFreeSlot, searchDays } from '../steps/search.ts'
import { EXTENSION, PROFILE_OF } from '../vocabulary.ts'
import { withHeader } from '../wire/draft.ts'
import { amendHeld } from './amend-held.ts'
import { amendRefusals } from './amend-refusals.ts'
import { amendedAfterwards } from './amended-afterwards.ts'
import { changeRaces } from './change-races.ts'

const NEEDS = ['patient', 'free-slots'] as const

const TEXTS: readonly (readonly [id: string, title: string, texts: Record<string, string | undefined>])[] = [
  ['description', 'the description alone is amended', { description: 'Another description' }],
  ['comment', 'the comment alone is amended', { comment: 'Another comment' }],
  ['comment-taken-away', 'a comment that is left out is taken away', { comment: undefined }],
  ['nothing', 'the same content once more is no fault', {}],
  [
    'longest-texts',
    'a description of 100 and a comment of 500 characters are kept whole',
    { description: `${'ü'.repeat(99)}!`, comment: `${'é'.repeat(499)}!` },
  ],
  [
    'texts-with-marks',
    'quotation marks, angle brackets, ampersands and line breaks are kept as they are',
    { description: 'He said: "<b>no</b> & never"', comment: "It's\n<!-- two --> lines; \\n is no third" },
  ],
]

const texts: ScenarioSource[] = TEXTS.map(([id, title, changed]) => ({
  id,
  title,
  requirements: ['APT-09', 'APT-06'],
  needs: NEEDS,
  slots: 1,
  run: async (judge) => {
    // Given
    const booked = await givenBooking(judge)
    // When
    const answer = await amend(judge, booked, withMembers(booked.appointment, changed))
    // Then
    insistOnStatus(judge, answer, AMENDED)
    for (const element of ['description', 'comment']) {
      const expected = element in changed ? changed[element] : booked.appointment[element]
      judge.expect(answer, { requirement: 'APT-09', rule: `${element} is as it was sent.`, expected, got: answer.resource?.[element] })
    }
  },
}))

const sources: ScenarioSource[] = [
  {
    id: 'amended',
    title: 'description and comment are amended, and nothing else: the slot stays taken',
    requirements: ['APT-09', 'GEN-06', 'GEN-07', 'GEN-20'],
    needs: NEEDS,
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const booked = await givenBooking(judge)
      const changed = { description: 'Another description', comment: 'Another comment' }

      // When
      const answer = await amend(judge, booked, { ...booked.appointment, ...changed })

      // Then
      insistOnStatus(judge, answer, AMENDED)
      expectAmended(judge, answer, { before: booked.appointment, texts: changed })
      const free = await searchDays(judge, judge.data('free-slots'))
      const got = freeSlotsIn(free).some(({ id }) => id === booked.slots[0]?.id)
      judge.expect(free, { requirement: 'APT-09', rule: 'The slot is still taken.', expected: false, got })
    },
  },
  ...texts,
  {
    id: 'comment-added',
    title: 'a comment is added to an appointment that had none',
    requirements: ['APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const body = bookingOf(judge, { slots: [await givenFreeSlot(judge)], patientId: await givenPatientId(judge) })
      const first = await book(judge, withMembers(body, { comment: undefined }))
      insistOnStatus(judge, first, { status: 201, requirement: 'APT-01', rule: 'A comment may be left out.' })
      const appointment = first.resource ?? {}
      const version = String(Object(appointment.meta).versionId)
      const answer = await amend(judge, { id: String(appointment.id), version }, { ...appointment, comment: 'Added' })
      insistOnStatus(judge, answer, AMENDED)
      expectAmended(judge, answer, { before: appointment, texts: { comment: 'Added' } })
    },
  },
  {
    id: 'left-out-what-the-provider-filled-in',
    title: 'what the provider filled in may be left out, and stays as it was',
    requirements: ['APT-09', 'APT-06'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const { appointment } = booked
      const filledIn: readonly unknown[] = [EXTENSION.deliveryChannel, EXTENSION.practitionerRole]
      const extension = objectsOf(appointment.extension).filter(({ url }) => !filledIn.includes(url))
      const changed = { description: 'Another description' }
      const body = withMembers({ ...appointment, ...changed }, { extension, serviceType: undefined, serviceCategory: undefined })
      const answer = await amend(judge, booked, body)
      insistOnStatus(judge, answer, { ...AMENDED, rule: 'Role, channel and service texts may be left out.' })
      expectAmended(judge, answer, { before: appointment, texts: changed })
    },
  },
  {
    id: 'meta-without-version',
    title: 'the version of before need not stand in the body: If-Match names it',
    requirements: ['APT-11', 'APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const changed = { description: 'Another description' }
      const answer = await amend(judge, booked, { ...booked.appointment, ...changed, meta: { profile: [PROFILE_OF.Appointment] } })
      insistOnStatus(judge, answer, AMENDED)
      expectAmended(judge, answer, { before: booked.appointment, texts: changed })
    },
  },
  {
    id: 'times-in-another-offset',
    title: 'the times may be sent with another offset: moments are compared',
    requirements: ['GEN-09', 'APT-09'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const { appointment } = booked
      const inUtc = (element: string) => new Date(String(appointment[element])).toISOString()
      const changed = { description: 'Another description' }
      const times = { start: inUtc('start'), end: inUtc('end'), created: inUtc('created') }
      const answer = await amend(judge, booked, { ...appointment, ...changed, ...times })
      insistOnStatus(judge, answer, { status: 200, requirement: 'GEN-09', rule: 'Any offset is taken in what is sent.' })
      expectAmended(judge, answer, { before: appointment, texts: changed })
    },
  },
  {
    id: 'unknown-extension',
    title: 'an extension that nobody knows does not matter',
    requirements: ['GEN-20'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const booked = await givenBooking(judge)
      const unknown = { url: 'https://judge.example/Extension/unknown', valueString: 'Something' }
      const extension = [...objectsOf(booked.appointment.extension), unknown]
      const answer = await amend(judge, booked, { ...booked.appointment, description: 'Another description', extension })
      judge.expect(answer, { requirement: 'GEN-20', rule: 'Unknown extensions pass.', expected: 200, got: answer.status })
    },
  },
  {
    id: 'minimal',
    title: 'Prefer: return=minimal is answered without a body, with all headers',
    requirements: ['GEN-08', 'GEN-07'],
    needs: NEEDS,
    slots: 1,
    run: async (judge) => {
      const { id, version, appointment } = await givenBooking(judge)
      const draft = judge.draft('amendAppointment', { id, version, body: { ...appointment, comment: 'Another comment' } })
      const answer = await judge.send(withHeader(draft, 'Prefer', 'return=minimal'))
      insistOnStatus(judge, answer, AMENDED)
      judge.expect(answer, { requirement: 'GEN-08', rule: 'No body is sent.', expected: '', got: answer.text })
      const names = answer.headers.map(([name]) => name.toLowerCase())
      const missing = ['etag', 'content-location'].filter((name) => !names.includes(name))
      judge.expect(answer, { requirement: 'GEN-07', rule: 'An update has its ETag and Content-Location.', expected: [], got: missing })
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
      const answer = await judge.send(judge.draft('amendAppointment', { id, body: { ...appointment, description: 'Another description' } }))
      if (judge.target.dialect === 'assurance') {
        insistOnStatus(judge, answer, { status: 200, requirement: 'DIFF-05', rule: 'Assurance practice accepts it.' })
        const { description } = answer.resource ?? {}
        judge.expect(answer, { requirement: 'DIFF-05', rule: 'It is amended.', expected: 'Another description', got: description })
      } else {
        expectRefusal(judge, answer, { refusal: [400, 'BAD_REQUEST'], requirement: 'DIFF-05', rule: 'By the text it is refused.' })
      }
    },
  },
  ...amendedAfterwards,
  ...changeRaces,
  ...amendHeld,
  ...amendRefusals,
]

export const amendAppointment: Scenario[] = scenariosOf('amendAppointment', 'amend-appointment', sources)
