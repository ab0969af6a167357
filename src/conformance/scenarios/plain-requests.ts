import { objectsOf } from '../../fhir/json-object.ts'
import type { InteractionName } from '../interactions.ts'
import { type Judge, type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { book, bookingOf, givenBooking } from '../steps/booking.ts'
import { datesOf } from '../steps/days.ts'
import { givenPatientId, patientIdOf } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { freeSlotsIn, givenFreeSlot, ownSearcher, resourcesOfType, searchDays, searchQuery } from '../steps/search.ts'
import { insistOnSlots } from '../steps/slot-bundle.ts'
import { SYSTEM } from '../vocabulary.ts'
import { headerOf } from '../wire/answer.ts'
import { type QueryPart, withHeader } from '../wire/draft.ts'

/** What FHIR servers at large do with these, and GP Connect does not. */
const OF_FHIR: readonly QueryPart[] = [
  ['_count', '1'],
  ['_sort', '-start'],
  ['_summary', 'true'],
  ['_elements', 'id'],
]

const slots: ScenarioSource = {
  id: 'fhir-parameters',
  title: '_count, _sort, _summary and _elements change nothing',
  requirements: ['INT-01', 'GEN-12'],
  needs: ['free-slots'],
  run: async (judge) => {
    // Given
    const plain = await searchDays(judge, judge.data('free-slots'))
    insistOnSlots(judge, plain)
    // When
    const { from, to } = datesOf(judge, judge.data('free-slots'))
    const query = [...searchQuery({ start: from, end: to, searcher: ownSearcher(judge) }), ...OF_FHIR]
    const answer = await judge.send(judge.draft('searchFreeSlots', { query }))
    // Then
    insistOnStatus(judge, answer, { status: 200, requirement: 'GEN-12', rule: 'Unknown parameters are ignored.' })
    const rule = 'There is no paged or abridged form: the whole slots are found, all of them.'
    const whole = (of: typeof answer) => freeSlotsIn(of)
    judge.expect(answer, { requirement: 'INT-01', rule, expected: whole(plain), got: whole(answer) })
  },
}

const FOUND = [
  ['findPatient', 'find-patient', 'Patient', 'patient', (judge: Judge) => `${SYSTEM.nhsNumber}|${judge.data('patient').nhsNumber}`],
  [
    ...(['findPractitioner', 'find-practitioner', 'Practitioner', 'practitioner'] as const),
    (judge: Judge) => `${SYSTEM.sdsUserId}|${judge.data('practitioner').sdsUserId}`,
  ],
  [
    ...(['findOrganization', 'find-organization', 'Organization', 'organisation'] as const),
    (judge: Judge) => `${SYSTEM.odsCode}|${judge.data('organisation').odsCode}`,
  ],
] as const

const finds: Scenario[] = FOUND.flatMap(([name, prefix, type, need, tokenOf]) =>
  scenariosOf(name, prefix, [
    {
      id: 'other-parameters',
      title: 'parameters that GP Connect does not have change nothing',
      requirements: ['GEN-12', 'INT-01'],
      needs: [need],
      run: async (judge) => {
        // Given
        const identifier = ['identifier', tokenOf(judge)] as const
        const plain = await judge.send(judge.draft(name, { query: [identifier] }))
        // When
        const query = [identifier, ['family', 'Nobody'] as const, ['name', 'Nobody'] as const, ['colour', 'blue'] as const, ...OF_FHIR]
        const answer = await judge.send(judge.draft(name, { query }))
        // Then
        const rule = 'Unknown parameters are ignored.'
        insistOnStatus(judge, answer, { status: 200, requirement: 'GEN-12', rule })
        judge.expect(answer, {
          ...{ requirement: 'GEN-12', rule },
          expected: resourcesOfType(plain, type),
          got: resourcesOfType(answer, type),
        })
      },
    },
    {
      id: 'identifier-held',
      title: 'what is found has the identifier that it was found by',
      requirements: [name === 'findPatient' ? 'PAT-05' : 'ORG-02'],
      needs: [need],
      run: async (judge) => {
        const token = tokenOf(judge)
        const answer = await judge.send(judge.draft(name, { query: [['identifier', token]] }))
        const held = resourcesOfType(answer, type).flatMap(({ identifier }) => objectsOf(identifier))
        judge.expect(answer, {
          requirement: name === 'findPatient' ? 'PAT-05' : 'ORG-02',
          rule: 'An identifier that is held is sent.',
          expected: true,
          got: held.some(({ system, value }) => `${system}|${value}` === token),
        })
      },
    },
  ]),
)

/** ORG-01: whatever is asked for is looked for. */
const anyValue: Scenario[] = (
  [
    ['findPractitioner', 'find-practitioner', SYSTEM.sdsUserId],
    ['findOrganization', 'find-organization', SYSTEM.odsCode],
  ] as const satisfies readonly (readonly [InteractionName, string, string])[]
).flatMap(([name, prefix, system]) =>
  scenariosOf(name, prefix, [
    {
      id: 'value-of-any-form',
      title: 'a value that nothing could have finds nothing',
      requirements: ['ORG-01'],
      run: async (judge) => {
        const answer = await judge.send(judge.draft(name, { query: [['identifier', `${system}|not an id!`]] }))
        const rule = 'The form of a value is not checked: no match is an empty Bundle.'
        insistOnStatus(judge, answer, { status: 200, requirement: 'ORG-01', rule })
        judge.expect(answer, { requirement: 'ORG-01', rule, expected: undefined, got: answer.resource?.entry })
      },
    },
  ]),
)

const whole: ScenarioSource = {
  id: 'fhir-parameters',
  title: '_summary and _elements change nothing',
  requirements: ['INT-01', 'GEN-12'],
  needs: ['patient'],
  run: async (judge) => {
    const id = await patientIdOf(judge, judge.data('patient'))
    const plain = await judge.send(judge.draft('readPatient', { id }))
    const answer = await judge.send(judge.draft('readPatient', { id, query: OF_FHIR }))
    const rule = 'There is no abridged form: the whole resource is read.'
    judge.expect(answer, { requirement: 'INT-01', rule, expected: plain.resource, got: answer.resource })
  },
}

const conditionalRead: ScenarioSource = {
  id: 'conditional',
  title: 'If-None-Match and If-Modified-Since change nothing',
  requirements: ['INT-01'],
  needs: ['patient', 'free-slots'],
  slots: 1,
  run: async (judge) => {
    // Given
    const { id, answer: booked } = await givenBooking(judge)
    const draft = judge.draft('readAppointment', { id })
    // When
    const asked = withHeader(draft, 'If-None-Match', headerOf(booked, 'ETag') ?? 'W/"1"')
    const answer = await judge.send(withHeader(asked, 'If-Modified-Since', new Date(judge.now().getTime() + 60_000).toUTCString()))
    // Then
    const rule = 'There is no conditional form: the appointment is read.'
    judge.expect(answer, { requirement: 'INT-01', rule, expected: 200, got: answer.status })
    judge.expect(answer, { requirement: 'INT-01', rule, expected: id, got: answer.resource?.id })
  },
}

const booking: ScenarioSource[] = [
  {
    id: 'conditional',
    title: 'If-None-Exist changes nothing',
    requirements: ['INT-01'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const body = bookingOf(judge, { slots: [await givenFreeSlot(judge)], patientId: await givenPatientId(judge) })
      const answer = await judge.send(withHeader(judge.draft('bookAppointment', { body }), 'If-None-Exist', 'status=booked'))
      const rule = 'There is no conditional form: the slot is booked.'
      judge.expect(answer, { requirement: 'INT-01', rule, expected: 201, got: answer.status })
    },
  },
  {
    id: 'refused-unknown-accept',
    title: 'refused with 415 BAD_REQUEST: a good booking that asks for HTML, and nothing is booked',
    requirements: ['GEN-03', 'GEN-20'],
    needs: ['patient', 'free-slots', 'direct'],
    slots: 1,
    run: async (judge) => {
      // Given
      const slot = await givenFreeSlot(judge)
      const body = bookingOf(judge, { slots: [slot], patientId: await givenPatientId(judge) })
      // When
      const answer = await judge.send(withHeader(judge.draft('bookAppointment', { body }), 'Accept', 'text/html'))
      // Then
      const rule = 'What cannot be answered as it is asked for is not done.'
      expectRefusal(judge, answer, { refusal: [415, 'BAD_REQUEST'], requirement: 'GEN-03', rule })
      const after = await searchDays(judge, judge.data('free-slots'))
      const got = freeSlotsIn(after).some(({ id }) => id === slot.id)
      judge.expect(after, { requirement: 'GEN-20', rule: 'What is refused changes nothing: the slot is still free.', expected: true, got })
    },
  },
  {
    id: 'as-consumers-write-it',
    title: 'a temporary number of the booking organisation, and a creation that ends in Z, are taken',
    requirements: ['GEN-20', 'GEN-09', 'APT-06'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      // Given
      const good = bookingOf(judge, { slots: [await givenFreeSlot(judge)], patientId: await givenPatientId(judge) })
      const [organisation = {}] = objectsOf(good.contained)
      const telecom = [{ system: 'phone', value: '0300 303 5678', use: 'temp' }]
      const created = String(good.created).replace('+00:00', 'Z')
      // When
      const answer = await book(judge, { ...good, created, contained: [{ ...organisation, telecom }] })
      // Then
      insistOnStatus(judge, answer, { status: 201, requirement: 'GEN-20', rule: 'Any use of a number, and any offset, is taken.' })
      const [kept = {}] = objectsOf(answer.resource?.contained)
      const rule = 'The number of the booking organisation comes back as it was sent.'
      judge.expect(answer, { requirement: 'APT-06', rule, expected: telecom, got: kept.telecom })
    },
  },
]

/** INT-01, GEN-12: there is one form of each interaction, whatever else FHIR knows. */
export const plainRequests: Scenario[] = [
  ...finds,
  ...anyValue,
  ...scenariosOf('readPatient', 'read-patient', [whole]),
  ...scenariosOf('searchFreeSlots', 'search-free-slots', [slots]),
  ...scenariosOf('readAppointment', 'read-appointment', [conditionalRead]),
  ...scenariosOf('bookAppointment', 'book-appointment', booking),
]
