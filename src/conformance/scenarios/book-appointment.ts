import { isJsonObject, type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { extensionsOf, referenceIn } from '../checks/check-by-type.ts'
import { type Judge, type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { appointmentIn, book, bookingOf, bookingOrganisationOf, withMembers } from '../steps/booking.ts'
import { givenPatientId } from '../steps/patients.ts'
import { insistOnStatus } from '../steps/refusals.ts'
import { type FreeSlot, freeSlotsIn, givenFreeSlot, roleIn, searchDays } from '../steps/search.ts'
import { EXTENSION, SYSTEM } from '../vocabulary.ts'
import { type Answer, headerOf } from '../wire/answer.ts'
import { withHeader } from '../wire/draft.ts'
import { bookAccess } from './book-access.ts'
import { bookCapped } from './book-capped.ts'
import { bookElsewhere } from './book-elsewhere.ts'
import { bookRaces } from './book-races.ts'
import { bookRefusals } from './book-refusals.ts'
import { bookServices } from './book-services.ts'
import { bookSeveralSlots } from './book-several-slots.ts'
import { bookedAfterwards } from './booked-afterwards.ts'

const BOOKED = { status: 201, requirement: 'APT-01', rule: 'A free slot can be booked.' } as const

async function givenGoodBooking(judge: Judge): Promise<{ body: JsonObject; slot: FreeSlot }> {
  const slot = await givenFreeSlot(judge)
  return { slot, body: bookingOf(judge, { slots: [slot], patientId: await givenPatientId(judge) }) }
}

/** What was sent comes back. */
function expectAsSent(judge: Judge, answer: Answer, body: JsonObject): void {
  const { appointment } = appointmentIn(answer)
  for (const element of ['status', 'description', 'comment', 'start', 'end']) {
    judge.expect(answer, {
      requirement: 'APT-06',
      rule: `${element} comes back as it was sent.`,
      expected: body[element],
      got: appointment[element],
    })
  }
  const created = Date.parse(String(appointment.created))
  judge.expect(answer, {
    requirement: 'APT-06',
    rule: 'created is the moment that was sent.',
    expected: Date.parse(String(body.created)),
    got: created,
  })
  const slots = (resource: JsonObject) => objectsOf(resource.slot).map(referenceIn)
  judge.expect(answer, {
    requirement: 'APT-01',
    rule: 'The slots are those that were asked for.',
    expected: slots(body),
    got: slots(appointment),
  })
  const actors = objectsOf(appointment.participant).map(({ actor }) => referenceIn(actor))
  const missing = objectsOf(body.participant)
    .map(({ actor }) => referenceIn(actor))
    .filter((actor) => !actors.includes(actor))
  judge.expect(answer, { requirement: 'APT-01', rule: 'The participants that were asked for are there.', expected: [], got: missing })
}

function expectBookingOrganisation(judge: Judge, answer: Answer): void {
  const sent = bookingOrganisationOf(judge)
  const [organisation = {}] = objectsOf(answer.resource?.contained)
  const codeIn = (resource: JsonObject) => objectsOf(resource.identifier).find(({ system }) => system === SYSTEM.odsCode)?.value
  const typeIn = (resource: JsonObject) => objectsOf(objectsOf(resource.type)[0]?.coding)[0]?.code
  const numberIn = (resource: JsonObject) => objectsOf(resource.telecom)[0]?.value
  const hold = (rule: string, of: (resource: JsonObject) => unknown) =>
    judge.expect(answer, { requirement: 'APT-06', rule, expected: of(sent), got: of(organisation) })
  hold("The booking organisation's ODS code comes back.", codeIn)
  hold("The booking organisation's name comes back.", ({ name }) => name)
  hold("The booking organisation's number comes back.", numberIn)
  hold("The booking organisation's type comes back.", typeIn)
}

/** What the provider knows better than whoever books. */
function expectFilledIn(judge: Judge, answer: Answer, slot: FreeSlot): void {
  const { appointment } = appointmentIn(answer)
  const { serviceType, serviceCategory } = appointment
  const channels = extensionsOf(appointment, EXTENSION.deliveryChannel).map(({ valueCode }) => valueCode)
  const hold = (rule: string, expected: unknown, got: unknown) => judge.expect(answer, { requirement: 'APT-06', rule, expected, got })
  hold("The delivery channel is the slot's.", [slot.channel], channels)
  hold("The role is the schedule's.", slot.role, roleIn(appointment))
  hold(
    "The service type is the slot's.",
    slot.slotType,
    objectsOf(serviceType)
      .map(({ text }) => text)
      .join(),
  )
  hold("The service category is the schedule's session.", slot.session, isJsonObject(serviceCategory) ? serviceCategory.text : undefined)
}

const sources: ScenarioSource[] = [
  {
    id: 'booked',
    title: 'a free slot is booked, and not free any more',
    requirements: ['APT-01', 'APT-05', 'APT-06', 'GEN-07', 'GEN-09'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    inBothFormats: true,
    run: async (judge) => {
      // Given
      const { slot, body } = await givenGoodBooking(judge)

      // When
      const answer = await book(judge, body)

      // Then
      insistOnStatus(judge, answer, BOOKED)
      expectAsSent(judge, answer, body)
      expectBookingOrganisation(judge, answer)
      const after = await searchDays(judge, judge.data('free-slots'))
      const got = freeSlotsIn(after).some(({ id }) => id === slot.id)
      judge.expect(after, { requirement: 'SLOT-06', rule: 'What is booked is not found any more.', expected: false, got })
    },
  },
  {
    id: 'filled-in',
    title: 'the provider fills in channel, role, slot type and session from slot and schedule',
    requirements: ['APT-06'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const { slot, body } = await givenGoodBooking(judge)
      const answer = await book(judge, body)
      insistOnStatus(judge, answer, BOOKED)
      expectFilledIn(judge, answer, slot)
    },
  },
  {
    id: 'ignores-sent-channel',
    title: 'a channel, a role and texts that were sent are ignored: slot and schedule say what they are',
    requirements: ['APT-06'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const { slot, body } = await givenGoodBooking(judge)
      const channel = { url: EXTENSION.deliveryChannel, valueCode: slot.channel === 'Video' ? 'Telephone' : 'Video' }
      const [code, display] = slot.role === 'R1590' ? ['R0680', 'Midwife'] : ['R1590', 'Phlebotomist']
      const role = { url: EXTENSION.practitionerRole, valueCodeableConcept: { coding: [{ system: SYSTEM.jobRole, code, display }] } }
      const answer = await book(judge, {
        ...body,
        extension: [...objectsOf(body.extension), channel, role],
        serviceType: [{ text: 'Something else' }],
        serviceCategory: { text: 'Something else' },
      })
      insistOnStatus(judge, answer, BOOKED)
      expectFilledIn(judge, answer, slot)
    },
  },
  {
    id: 'minimal',
    title: 'Prefer: return=minimal is answered without a body, with all headers',
    requirements: ['GEN-08', 'GEN-07'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const { body } = await givenGoodBooking(judge)
      const answer = await judge.send(withHeader(judge.draft('bookAppointment', { body }), 'Prefer', 'return=minimal'))
      insistOnStatus(judge, answer, BOOKED)
      judge.expect(answer, { requirement: 'GEN-08', rule: 'No body is sent.', expected: '', got: answer.text })
      for (const name of ['ETag', 'Location', 'Content-Location', 'Last-Modified']) {
        judge.expect(answer, {
          requirement: 'GEN-07',
          rule: `The answer has ${name}.`,
          expected: true,
          got: headerOf(answer, name) !== undefined,
        })
      }
    },
  },
  {
    id: 'longest-texts',
    title: 'a description of 100 and a comment of 500 characters are kept whole',
    requirements: ['APT-01', 'APT-06'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const { body } = await givenGoodBooking(judge)
      const texts = { description: `${'ü'.repeat(99)}!`, comment: `${'é'.repeat(499)}!` }
      const answer = await book(judge, { ...body, ...texts })
      insistOnStatus(judge, answer, BOOKED)
      for (const [element, expected] of Object.entries(texts)) {
        judge.expect(answer, { requirement: 'APT-06', rule: `${element} is never cut.`, expected, got: answer.resource?.[element] })
      }
    },
  },
  {
    id: 'without-comment',
    title: 'a comment may be left out',
    requirements: ['APT-01'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const { body } = await givenGoodBooking(judge)
      const answer = await book(judge, withMembers(body, { comment: undefined }))
      insistOnStatus(judge, answer, BOOKED)
      judge.expect(answer, { requirement: 'APT-06', rule: 'No comment comes back.', expected: undefined, got: answer.resource?.comment })
    },
  },
  {
    id: 'times-in-another-offset',
    title: 'the times may be sent with another offset: moments are compared',
    requirements: ['GEN-09', 'APT-03'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const { slot, body } = await givenGoodBooking(judge)
      const inUtc = (text: string) => new Date(text).toISOString()
      const created = `${new Date(judge.now().getTime() + 2 * 3_600_000 - 60_000).toISOString().slice(0, 19)}+02:00`
      const answer = await book(judge, { ...body, start: inUtc(slot.start), end: inUtc(slot.end), created })
      insistOnStatus(judge, answer, { ...BOOKED, requirement: 'GEN-09', rule: 'Any offset is taken in what is sent.' })
      judge.expect(answer, { requirement: 'GEN-09', rule: 'Local time comes back.', expected: slot.start, got: answer.resource?.start })
      const moment = Date.parse(String(answer.resource?.created))
      judge.expect(answer, {
        requirement: 'APT-06',
        rule: 'created is the moment that was sent.',
        expected: Date.parse(created),
        got: moment,
      })
    },
  },
  {
    id: 'unknown-extension',
    title: 'an extension that nobody knows does not matter',
    requirements: ['GEN-20'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const { body } = await givenGoodBooking(judge)
      const extension = [...objectsOf(body.extension), { url: 'https://judge.example/Extension/unknown', valueString: 'Something' }]
      const answer = await book(judge, { ...body, extension })
      judge.expect(answer, { requirement: 'GEN-20', rule: 'Unknown extensions pass.', expected: 201, got: answer.status })
    },
  },
  {
    id: 'with-practitioner',
    title: "the schedule's practitioner may be named as a participant",
    requirements: ['APT-01', 'APT-02'],
    needs: ['patient', 'free-slots'],
    slots: 1,
    run: async (judge) => {
      const { slot, body } = await givenGoodBooking(judge)
      judge.insist(undefined, {
        requirement: 'SLOT-09',
        rule: 'The first free slot has a practitioner.',
        expected: true,
        got: slot.practitioner !== undefined,
      })
      const participant = [...objectsOf(body.participant), { actor: { reference: slot.practitioner }, status: 'accepted' }]
      const answer = await book(judge, { ...body, participant })
      insistOnStatus(judge, answer, { ...BOOKED, rule: 'A practitioner may be among the participants.' })
      const actors = objectsOf(answer.resource?.participant).map(({ actor }) => referenceIn(actor))
      const got = actors.filter((actor) => actor.startsWith('Practitioner/'))
      judge.expect(answer, { requirement: 'APT-01', rule: 'The practitioner comes back, once.', expected: [slot.practitioner], got })
    },
  },
  ...bookedAfterwards,
  ...bookSeveralSlots,
  ...bookRaces,
  ...bookAccess,
  ...bookElsewhere,
  ...bookServices,
  ...bookCapped,
  ...bookRefusals,
]

export const bookAppointment: Scenario[] = scenariosOf('bookAppointment', 'book-appointment', sources)
