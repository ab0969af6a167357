import { addDays } from '../../nhs/local-time.ts'
import { type Judge, type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { today } from '../steps/days.ts'
import { givenHeldAppointment } from '../steps/held-appointments.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { givenFreeSlot } from '../steps/search.ts'
import type { QueryPart } from '../wire/draft.ts'

const past: ScenarioSource = {
  id: 'refused-past',
  title: 'refused with 422 INVALID_RESOURCE: the appointment was earlier today',
  requirements: ['APT-07'],
  needs: ['past-appointment'],
  inBothFormats: true,
  run: async (judge) => {
    // Given
    const { id } = await givenHeldAppointment(judge, 'past-appointment')
    // When
    const answer = await judge.send(judge.draft('readAppointment', { id }))
    // Then
    const rule = 'What has begun is no longer read, but retrieved on its day.'
    expectRefusal(judge, answer, { refusal: [422, 'INVALID_RESOURCE'], requirement: 'APT-07', rule })
  },
}

type Range = readonly [id: string, title: string, query: (day: (days: number) => string) => readonly QueryPart[]]

const RANGES: readonly Range[] = [
  ['from-yesterday', 'from yesterday on', (day) => [['start', `ge${day(-1)}`] as const, ['start', `le${day(1)}`] as const]],
  ['backwards', 'that ends before it begins', (day) => [['start', `ge${day(3)}`] as const, ['start', `le${day(2)}`] as const]],
]

const ranges = RANGES.map(
  ([id, title, query]): ScenarioSource => ({
    id: `refused-${id}`,
    title: `refused with 422 INVALID_PARAMETER: a range ${title}`,
    requirements: ['APT-08'],
    needs: ['patient'],
    run: async (judge: Judge) => {
      // Given
      const patientId = await givenPatientId(judge)
      // When
      const asked = query((days) => addDays(today(judge), days))
      const answer = await judge.send(judge.draft('retrieveAppointments', { id: patientId, query: asked }))
      // Then
      const rule = `Appointments are retrieved for days from today on, in their order: no range ${title}.`
      expectRefusal(judge, answer, { refusal: [422, 'INVALID_PARAMETER'], requirement: 'APT-08', rule })
    },
  }),
)

const surgery: ScenarioSource = {
  id: 'of-a-slot',
  title: 'the surgery that a free slot names is read, with the organisation that it belongs to',
  requirements: ['ORG-02', 'ORG-03'],
  needs: ['free-slots'],
  inBothFormats: true,
  run: async (judge) => {
    const { location } = await givenFreeSlot(judge)
    const id = location.replace('Location/', '')
    const answer = await judge.send(judge.draft('readLocation', { id }))
    // That it names its organisation is judged with every Location.
    insistOnStatus(judge, answer, { status: 200, requirement: 'ORG-02', rule: 'A location can be read under the id that refers to it.' })
    judge.expect(answer, { requirement: 'GEN-16', rule: 'It is the one that was asked for.', expected: id, got: answer.resource?.id })
  },
}

/** What is told of appointments, of their days and of where they take place. */
export const toldOfAppointments: Scenario[] = [
  ...scenariosOf('readLocation', 'read-location', [surgery]),
  ...scenariosOf('readAppointment', 'read-appointment', [past]),
  ...scenariosOf('retrieveAppointments', 'retrieve-appointments', ranges),
]
