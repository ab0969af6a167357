import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { expectRefusal, type Refusal } from '../steps/refusals.ts'
import { probe } from './probes.ts'

type Row = { id: string; title: string; method: string; path: string; requirement: string; refusal: Refusal }

const NOT_IMPLEMENTED: Refusal = [501, 'NOT_IMPLEMENTED']
const WRONG_VERB: Refusal = [400, 'BAD_REQUEST']
const NOBODY = '00000000-0000-4000-8000-00000000dead'

const lacking = (id: string, title: string, path: string, requirement = 'SEC-03'): Row => ({
  ...{ id, title, path, requirement },
  method: 'GET',
  refusal: NOT_IMPLEMENTED,
})
const lackingPost = (id: string, title: string, path: string): Row => ({ ...lacking(id, title, path, 'INT-01'), method: 'POST' })
const wrongVerb = (id: string, method: string, path: string): Row => ({
  ...{ id, method, path },
  title: `${method} on a path that is addressed otherwise`,
  requirement: 'ERR-03',
  refusal: WRONG_VERB,
})

const ROWS: Row[] = [
  lacking('other-type', 'a type that GP Connect does not have', '/Observation'),
  lacking('made-up-path', 'a path that is none', '/nothing/of/the/kind'),
  lacking('other-operation', 'another operation', '/Patient/$gpc.getstructuredrecord'),
  lacking('read-slot', 'a read of a Slot', `/Slot/${NOBODY}`, 'INT-01'),
  lacking('read-schedule', 'a read of a Schedule', `/Schedule/${NOBODY}`, 'INT-01'),
  lacking('version', 'a read of a version', `/Appointment/${NOBODY}/_history/1`, 'INT-01'),
  lacking('history', 'the history of an appointment', `/Appointment/${NOBODY}/_history`, 'INT-01'),
  lacking('everything', 'everything of a patient', `/Patient/${NOBODY}/$everything`),
  lackingPost('search-by-post', 'a search by POST', '/Slot/_search'),
  lackingPost('batch', 'a batch', ''),
  wrongVerb('delete-appointment', 'DELETE', `/Appointment/${NOBODY}`),
  wrongVerb('patch-appointment', 'PATCH', `/Appointment/${NOBODY}`),
  wrongVerb('put-appointments', 'PUT', '/Appointment'),
  wrongVerb('get-registration', 'GET', '/Patient/$gpc.registerpatient'),
  wrongVerb('put-slots', 'PUT', '/Slot'),
  wrongVerb('delete-metadata', 'DELETE', '/metadata'),
]

const sources: ScenarioSource[] = ROWS.map(({ id, title, method, path, requirement, refusal }) => ({
  id,
  title: `refused with ${refusal.join(' ')}: ${title}`,
  requirements: [requirement, 'ERR-03'],
  needs: ['direct'],
  writes: method !== 'GET',
  run: async (judge) => {
    // When
    const answer = await judge.send({ ...probe(judge, 'readMetadata'), method, path })
    // Then
    expectRefusal(judge, answer, {
      refusal,
      requirement,
      rule: 'What the table of interactions lacks is not implemented; another verb on a path that it has is a bad request.',
    })
  },
}))

export const notOffered: Scenario[] = scenariosOf('readMetadata', 'not-offered', sources)
