import { type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import type { Judge, ScenarioSource } from '../scenario.ts'
import { book, bookingOf, withMembers } from '../steps/booking.ts'
import { atPractice } from '../steps/callers.ts'
import { datesOf } from '../steps/days.ts'
import { givenHeldAppointment } from '../steps/held-appointments.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, type Refusal } from '../steps/refusals.ts'
import { type FreeSlot, freeSlotsIn, givenFreeSlot, ownSearcher, resourcesOfType, searchDays, searchQuery } from '../steps/search.ts'
import { SYSTEM } from '../vocabulary.ts'

const INVALID: Refusal = [422, 'INVALID_RESOURCE']
const NOT_FOUND: Refusal = [422, 'REFERENCE_NOT_FOUND']

const accepted = (reference: unknown): JsonObject => ({ actor: { reference }, status: 'accepted' })

async function slotsOf(judge: Judge, need: 'free-slots' | 'two-locations' | 'no-practitioner'): Promise<FreeSlot[]> {
  return freeSlotsIn(await searchDays(judge, judge.data(need)))
}

/** A slot, and what another slot's schedule has that its own has not; the scenario ends where the target has no such pair. */
function pairOf(judge: Judge, slots: readonly FreeSlot[], of: 'location' | 'practitioner'): { slot: FreeSlot; other: string } {
  const [slot] = slots
  const other = slots.flatMap((one) => one[of] ?? []).find((reference) => reference !== slot?.[of])
  if (!slot || other === undefined) return judge.skip(`its free slots are all of one ${of}`)
  return { slot, other }
}

const OF_OTHER_SCHEDULES = [
  {
    id: 'location',
    title: "a location of the practice that is not the slot's",
    need: 'two-locations',
    alter: async (judge: Judge) => {
      const { slot, other } = pairOf(judge, await slotsOf(judge, 'two-locations'), 'location')
      return { slot, participant: [accepted(other)] }
    },
  },
  {
    id: 'practitioner',
    title: "a practitioner of the practice who is not the slot's",
    need: 'free-slots',
    alter: async (judge: Judge) => {
      const { slot, other } = pairOf(judge, await slotsOf(judge, 'free-slots'), 'practitioner')
      return { slot, participant: [accepted(slot.location), accepted(other)] }
    },
  },
  {
    id: 'practitioner-of-nobodys-slot',
    title: 'a practitioner of the practice, where the slot has none',
    need: 'no-practitioner',
    alter: async (judge: Judge) => {
      const slot = (await slotsOf(judge, 'no-practitioner')).find(({ practitioner }) => practitioner === undefined)
      const other = (await slotsOf(judge, 'free-slots')).find(({ practitioner }) => practitioner !== undefined)
      if (!slot || !other) return judge.skip('it has no slot without practitioner beside one with')
      return { slot, participant: [accepted(slot.location), accepted(other.practitioner)] }
    },
  },
] as const

const ofOtherSchedules = OF_OTHER_SCHEDULES.map(
  ({ id, title, need, alter }): ScenarioSource => ({
    id: `refused-other-${id}`,
    title: `refused with ${INVALID.join(' ')}: ${title}`,
    requirements: ['APT-02', 'ERR-01'],
    needs: ['patient', 'free-slots', need],
    slots: 1,
    run: async (judge) => {
      // Given
      const { slot, participant } = await alter(judge)
      const patientId = await givenPatientId(judge)
      // When
      const body = bookingOf(judge, { slots: [slot], patientId })
      const answer = await book(judge, withMembers(body, { participant: [accepted(`Patient/${patientId}`), ...participant] }))
      // Then
      const rule = "Location and practitioner are those of the slots' schedule."
      expectRefusal(judge, answer, { refusal: INVALID, requirement: 'APT-02', rule })
    },
  }),
)

/** What the other practice has, as it gives it to whoever asks it. */
async function givenElsewhere(judge: Judge): Promise<{ slot: FreeSlot; patient: string; search: () => Promise<FreeSlot[]> }> {
  const other = judge.data('other-practice')
  const { from, to } = datesOf(judge, other)
  const query = searchQuery({ start: from, end: to, searcher: ownSearcher(judge) })
  const search = async () => freeSlotsIn(await judge.send(atPractice(judge.draft('searchFreeSlots', { query }), other)))
  const found = await judge.send(
    atPractice(judge.draft('findPatient', { query: [['identifier', `${SYSTEM.nhsNumber}|${other.patient.nhsNumber}`]] }), other),
  )
  const [slot] = await search()
  const [patient] = resourcesOfType(found, 'Patient')
  judge.insist(found, {
    requirement: 'PAT-01',
    rule: 'The other practice has the patient and free slots that the target promises.',
    expected: true,
    got: slot !== undefined && patient !== undefined,
  })
  if (!slot || !patient) throw new Error('Both were promised.')
  return { slot, patient: `Patient/${patient.id}`, search }
}

const elsewhere = (['patient', 'location', 'slot'] as const).map(
  (what): ScenarioSource => ({
    id: `refused-${what}-of-another-practice`,
    title: `refused with ${NOT_FOUND.join(' ')}: a ${what} of another practice`,
    requirements: ['GEN-19', 'APT-02', 'ERR-01'],
    needs: ['patient', 'free-slots', 'other-practice'],
    slots: 1,
    run: async (judge) => {
      // Given
      const other = await givenElsewhere(judge)
      const slot = await givenFreeSlot(judge)
      const patient = what === 'patient' ? other.patient : `Patient/${await givenPatientId(judge)}`
      // When
      const body = bookingOf(judge, { slots: [what === 'slot' ? other.slot : slot], patientId: '' })
      const location = what === 'location' ? other.slot.location : slot.location
      const answer = await book(judge, withMembers(body, { participant: [accepted(patient), accepted(location)] }))
      // Then
      const rule = `A ${what} of another practice does not exist here.`
      expectRefusal(judge, answer, { refusal: NOT_FOUND, requirement: 'GEN-19', rule })
      if (what !== 'slot') return
      const got = (await other.search()).some(({ id }) => id === other.slot.id)
      judge.expect(answer, { requirement: 'GEN-19', rule: 'There, it is still free.', expected: true, got })
    },
  }),
)

const held = (['practice-booked', 'visit-appointment'] as const).map(
  (need): ScenarioSource => ({
    id: `refused-slot-of-${need}`,
    title: `refused: the slot that the practice itself gave away (${need})`,
    requirements: ['APT-05', ...(need === 'visit-appointment' ? ['APT-12'] : [])],
    needs: ['patient', need],
    slots: 1,
    run: async (judge) => {
      // Given
      const { appointment } = await givenHeldAppointment(judge, need)
      const { start, end, slot, participant } = appointment
      const patientId = await givenPatientId(judge)
      // When
      const location = objectsOf(participant).filter((one) => JSON.stringify(one.actor).includes('Location/'))
      const body = withMembers(bookingOf(judge, { slots: [], patientId }), { start, end, slot })
      const answer = await book(judge, withMembers(body, { participant: [accepted(`Patient/${patientId}`), ...location] }))
      // Then: it is not free, and it would not be for consumers if it were; the location of a visit is none that could be booked at.
      const refusal: readonly Refusal[] = [[409, 'DUPLICATE_REJECTED'], INVALID, ...(need === 'visit-appointment' ? [NOT_FOUND] : [])]
      expectRefusal(judge, answer, { refusal, requirement: 'APT-05', rule: 'A slot that is taken is taken, whoever has it.' })
    },
  }),
)

/** A slot that a search hides is not booked either, by whoever knows of it. */
const hidden = (
  [
    ['unreleased-slot', 'a slot that is not released', 'SLOT-06'],
    ['visit-slot', 'a slot for visits', 'APT-12'],
    ['embargoed-slot', 'a slot under embargo', 'SLOT-06'],
    ['beyond-window-slot', 'a slot beyond the booking window', 'SLOT-06'],
  ] as const
).map(
  ([need, title, requirement]): ScenarioSource => ({
    id: `refused-${need}`,
    title: `refused with ${INVALID.join(' ')}: ${title}`,
    requirements: ['APT-03', 'ERR-01', requirement],
    needs: ['patient', need],
    slots: 1,
    run: async (judge) => {
      // Given
      const { id, start, end, locationId } = judge.data(need)
      const patientId = await givenPatientId(judge)
      // When
      const answer = await book(judge, {
        ...bookingOf(judge, { slots: [], patientId }),
        ...{ start, end, slot: [{ reference: `Slot/${id}` }] },
        participant: [accepted(`Patient/${patientId}`), accepted(`Location/${locationId}`)],
      })
      // Then
      const rule = 'What is not bookable is not booked, found or not.'
      expectRefusal(judge, answer, { refusal: INVALID, requirement: 'APT-03', rule })
    },
  }),
)

/** APT-02, APT-03, APT-05: what exists, but elsewhere, or is somebody else's. */
export const bookElsewhere: ScenarioSource[] = [...ofOtherSchedules, ...elsewhere, ...held, ...hidden]
