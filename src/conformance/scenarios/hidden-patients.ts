import { type Judge, type Scenario, scenariosOf } from '../scenario.ts'
import { book, bookingOf } from '../steps/booking.ts'
import { today } from '../steps/days.ts'
import { expectRefusal } from '../steps/refusals.ts'
import { givenFreeSlot } from '../steps/search.ts'

/** Whom a search does not find, nobody learns the id of: the target has to tell it. */
export const hiddenPatients: Scenario[] = (
  [
    ['sensitive', 'sensitive-id'],
    ['inactive', 'inactive-id'],
    ['deceased', 'deceased-id'],
  ] as const
).flatMap(([who, need]): Scenario[] => [
  ...scenariosOf('readPatient', 'read-patient', [
    {
      id: `refused-${who}`,
      title: `refused with 404 PATIENT_NOT_FOUND: the id of a patient who is ${who}`,
      requirements: ['PAT-04', 'PAT-02'],
      needs: [need],
      inBothFormats: true,
      run: async (judge: Judge) => {
        const answer = await judge.send(judge.draft('readPatient', { id: judge.data(need).id }))
        const rule = 'Who is not found by a search is not read either.'
        expectRefusal(judge, answer, { refusal: [404, 'PATIENT_NOT_FOUND'], requirement: 'PAT-04', rule })
      },
    },
  ]),
  ...scenariosOf('retrieveAppointments', 'retrieve-appointments', [
    {
      id: `refused-${who}`,
      title: `refused with 404 PATIENT_NOT_FOUND: the id of a patient who is ${who}`,
      requirements: ['APT-08', ...(who === 'sensitive' ? ['APT-15'] : [])],
      needs: [need],
      run: async (judge: Judge) => {
        const day = today(judge)
        const query = [['start', `ge${day}`] as const, ['start', `le${day}`] as const]
        const answer = await judge.send(judge.draft('retrieveAppointments', { id: judge.data(need).id, query }))
        const rule = 'Of a patient who is not shown no appointments are.'
        expectRefusal(judge, answer, { refusal: [404, 'PATIENT_NOT_FOUND'], requirement: 'APT-08', rule })
      },
    },
  ]),
  ...scenariosOf('bookAppointment', 'book-appointment', [
    {
      id: `refused-${who}-patient`,
      title: `refused with 404 PATIENT_NOT_FOUND: a patient who is ${who}`,
      requirements: ['APT-02', ...(who === 'sensitive' ? ['APT-15'] : [])],
      needs: [need, 'free-slots'],
      slots: 1,
      run: async (judge: Judge) => {
        const body = bookingOf(judge, { slots: [await givenFreeSlot(judge)], patientId: judge.data(need).id })
        const rule = 'For a patient who is not shown nothing is booked.'
        expectRefusal(judge, await book(judge, body), { refusal: [404, 'PATIENT_NOT_FOUND'], requirement: 'APT-02', rule })
      },
    },
  ]),
])
