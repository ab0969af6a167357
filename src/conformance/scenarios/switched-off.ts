import { INTERACTIONS, type InteractionName } from '../interactions.ts'
import { type Scenario, scenariosOf } from '../scenario.ts'
import { atPractice } from '../steps/callers.ts'
import { expectRefusal } from '../steps/refusals.ts'
import { probe } from './probes.ts'

const EVERY = (Object.keys(INTERACTIONS) as InteractionName[]).filter((name) => name !== 'readMetadata') // a literal has no other keys

const refused = EVERY.flatMap((name) =>
  scenariosOf(name, `switched-off/${name.toLowerCase()}`, [
    {
      id: 'refused',
      title: 'refused with 403 ACCESS DENIED: the practice is switched off',
      requirements: ['ADM-04'],
      needs: ['switched-off', 'direct'],
      run: async (judge) => {
        // When
        const answer = await judge.send(atPractice(probe(judge, name), judge.data('switched-off')))
        // Then
        expectRefusal(judge, answer, {
          refusal: [403, 'ACCESS DENIED'],
          requirement: 'ADM-04',
          rule: 'Where GP Connect or Appointment Management is off, nothing but /metadata is answered.',
        })
      },
    },
  ]),
)

const HALF: readonly InteractionName[] = ['findPatient', 'readOrganization', 'searchFreeSlots', 'bookAppointment']

const halfOff = HALF.flatMap((name) =>
  scenariosOf(name, `appointments-off/${name.toLowerCase()}`, [
    {
      id: 'refused',
      title: 'refused with 403 ACCESS DENIED: the practice has Appointment Management alone switched off',
      requirements: ['ADM-04'],
      needs: ['appointments-off', 'direct'],
      run: async (judge) => {
        const answer = await judge.send(atPractice(probe(judge, name), judge.data('appointments-off')))
        const rule = 'Either switch by itself refuses everything but /metadata, Foundations too.'
        expectRefusal(judge, answer, { refusal: [403, 'ACCESS DENIED'], requirement: 'ADM-04', rule })
      },
    },
  ]),
)

/** ADM-04: of a practice that takes no part, every interaction but /metadata. */
export const switchedOff: Scenario[] = [
  ...refused,
  ...halfOff,
  ...scenariosOf('readMetadata', 'switched-off/readmetadata', [
    {
      id: 'answered',
      title: 'answered though the practice is switched off',
      requirements: ['ADM-04', 'ORG-04'],
      needs: ['switched-off', 'direct'],
      run: async (judge) => {
        // When
        const answer = await judge.send(atPractice(judge.draft('readMetadata'), judge.data('switched-off')))
        // Then
        const rule = '/metadata is always answered.'
        judge.expect(answer, { requirement: 'ADM-04', rule, expected: 200, got: answer.status })
      },
    },
  ]),
]
