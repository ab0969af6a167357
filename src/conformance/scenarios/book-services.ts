import { type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { referenceIn } from '../checks/check-by-type.ts'
import type { Judge, ScenarioSource } from '../scenario.ts'
import { appointmentIn, book, bookingOf, withMembers } from '../steps/booking.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus, type Refusal } from '../steps/refusals.ts'
import { type FreeSlot, givenFreeSlots } from '../steps/search.ts'
import type { Answer } from '../wire/answer.ts'

const BOOKED = { status: 201, requirement: 'APT-01', rule: 'A free slot can be booked.' } as const

async function givenSlot(judge: Judge, isLinked: boolean): Promise<FreeSlot> {
  const [slot] = await givenFreeSlots(judge, 'free-slots', (slots) => {
    const one = slots.find(({ healthcareService }) => (healthcareService !== undefined) === isLinked)
    return one && [one]
  })
  if (!slot) throw new Error('A slot was promised.')
  return slot
}

async function bookingNaming(judge: Judge, slot: FreeSlot, service: string | undefined): Promise<JsonObject> {
  const body = bookingOf(judge, { slots: [slot], patientId: await givenPatientId(judge) })
  const named = service === undefined ? [] : [{ actor: { reference: service }, status: 'accepted' }]
  return withMembers(body, { participant: [...objectsOf(body.participant), ...named] })
}

function expectServices(judge: Judge, answer: Answer, expected: readonly string[]): void {
  const actors = objectsOf(answer.resource?.participant).map(({ actor }) => referenceIn(actor))
  judge.expect(answer, {
    requirement: 'SLOT-10',
    rule: "An appointment names the service of its slots' schedule where service filtering is on, and no other.",
    expected,
    got: actors.filter((actor) => actor.startsWith('HealthcareService/')),
  })
}

/** Booked, and read again. */
async function expectBookedFor(judge: Judge, body: JsonObject, services: readonly string[]): Promise<void> {
  const booked = await book(judge, body)
  insistOnStatus(judge, booked, BOOKED)
  expectServices(judge, booked, services)
  expectServices(judge, await judge.send(judge.draft('readAppointment', { id: appointmentIn(booked).id })), services)
}

const on = ['patient', 'free-slots', 'service-filtering-on'] as const

const taken: ScenarioSource[] = (['unnamed', 'named', 'of-none'] as const).map((id) => ({
  id: `service-${id}`,
  title: {
    unnamed: 'service filtering on: the appointment names the service of its slot, which the booking did not',
    named: 'service filtering on: the booking may name the service of its slot',
    'of-none': 'service filtering on: the appointment names none where its slot is of none',
  }[id],
  requirements: ['SLOT-10', 'APT-01', 'APT-06'],
  needs: on,
  slots: 1,
  inBothFormats: id === 'named',
  run: async (judge) => {
    const slot = await givenSlot(judge, id !== 'of-none')
    const service = slot.healthcareService
    await expectBookedFor(judge, await bookingNaming(judge, slot, id === 'named' ? service : undefined), service ? [service] : [])
  },
}))

const refused: ScenarioSource = {
  id: 'refused-unknown-service',
  title: 'service filtering on: refused with 422: a service that does not exist',
  requirements: ['SLOT-10', 'APT-02', 'ERR-01'],
  needs: on,
  slots: 1,
  run: async (judge) => {
    // Given
    const slot = await givenSlot(judge, true)
    // When
    const answer = await book(judge, await bookingNaming(judge, slot, `HealthcareService/${judge.newId()}`))
    // Then
    const refusal = ['REFERENCE_NOT_FOUND', 'INVALID_RESOURCE'].map((code): Refusal => [422, code])
    expectRefusal(judge, answer, { refusal, requirement: 'APT-02', rule: 'What a booking refers to exists here.' })
  },
}

const off: ScenarioSource[] = [
  {
    id: 'service-off',
    title: 'service filtering off: the appointment names no service',
    requirements: ['SLOT-10'],
    needs: ['patient', 'free-slots', 'service-filtering-off'],
    slots: 1,
    run: async (judge) => {
      const slot = await givenSlot(judge, false)
      await expectBookedFor(judge, await bookingNaming(judge, slot, undefined), [])
    },
  },
]

/** SLOT-10: what an appointment says of the service that its slots are of. */
export const bookServices: ScenarioSource[] = [...taken, refused, ...off]
