import { referenceIn } from '../checks/check-by-type.ts'
import type { InteractionName } from '../interactions.ts'
import { type Judge, type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { atPractice } from '../steps/callers.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { givenFreeSlots, resourcesOfType } from '../steps/search.ts'
import type { DataNeed } from '../target/needs.ts'
import { SYSTEM } from '../vocabulary.ts'

type Of = {
  name: InteractionName
  prefix: string
  code: string
  requirement: string
  needs: readonly DataNeed[]
  /** As a consumer learns it. */
  idOf: (judge: Judge) => Promise<string>
}

async function findId(judge: Judge, name: 'findPractitioner' | 'findOrganization', { system, value }: { system: string; value: string }) {
  const type = name === 'findPractitioner' ? 'Practitioner' : 'Organization'
  const answer = await judge.send(judge.draft(name, { query: [['identifier', `${system}|${value}`]] }))
  const found = resourcesOfType(answer, type)
  judge.insist(answer, { requirement: 'ORG-01', rule: `The ${type} that the target names is found.`, expected: 1, got: found.length })
  return String(found[0]?.id)
}

const idIn = (reference = '') => reference.slice(reference.indexOf('/') + 1)

async function slotWith(judge: Judge, actor: 'location' | 'practitioner') {
  const [slot] = await givenFreeSlots(judge, 'free-slots', (slots) => {
    const one = slots.find((each) => each[actor] !== undefined && each[actor] !== '')
    return one && [one]
  })
  return idIn(slot?.[actor])
}

const PRACTITIONER = {
  name: 'readPractitioner',
  prefix: 'read-practitioner',
  code: 'PRACTITIONER_NOT_FOUND',
  requirement: 'ORG-02',
} as const
const ORGANISATION = {
  name: 'readOrganization',
  prefix: 'read-organization',
  code: 'ORGANISATION_NOT_FOUND',
  requirement: 'ORG-02',
} as const
const LOCATION = { name: 'readLocation', prefix: 'read-location', code: 'NO_RECORD_FOUND', requirement: 'ORG-02' } as const

const READ: readonly (Of & { id: string; title: string })[] = [
  {
    ...{ ...PRACTITIONER, id: 'found', title: 'a practitioner is read under the id that the search gave', needs: ['practitioner'] },
    idOf: (judge) => findId(judge, 'findPractitioner', { system: SYSTEM.sdsUserId, value: judge.data('practitioner').sdsUserId }),
  },
  {
    ...{ ...PRACTITIONER, id: 'of-a-slot', title: 'a practitioner whom a free slot names is read', needs: ['free-slots'] },
    idOf: (judge) => slotWith(judge, 'practitioner'),
  },
  {
    ...{ ...ORGANISATION, id: 'found', title: 'the organisation is read under the id that the search gave', needs: ['organisation'] },
    idOf: (judge) => findId(judge, 'findOrganization', { system: SYSTEM.odsCode, value: judge.data('organisation').odsCode }),
  },
  {
    ...{ ...ORGANISATION, id: 'of-a-surgery', title: 'the organisation that a surgery belongs to is read', needs: ['free-slots'] },
    idOf: async (judge) => {
      const location = await judge.send(judge.draft('readLocation', { id: await slotWith(judge, 'location') }))
      return idIn(referenceIn(location.resource?.managingOrganization))
    },
  },
  {
    ...{ ...ORGANISATION, id: 'of-a-patient', title: 'the organisation that a patient belongs to is read', needs: ['patient'] },
    idOf: async (judge) => {
      const patient = await judge.send(judge.draft('readPatient', { id: await givenPatientId(judge) }))
      return idIn(referenceIn(patient.resource?.managingOrganization))
    },
  },
]

const read = ({ name, id: scenario, title, requirement, needs, idOf }: (typeof READ)[number]): ScenarioSource => ({
  id: scenario,
  title,
  requirements: [requirement, 'GEN-10'],
  needs,
  inBothFormats: true,
  run: async (judge) => {
    // Given
    const id = await idOf(judge)
    // When
    const answer = await judge.send(judge.draft(name, { id }))
    // Then
    insistOnStatus(judge, answer, { status: 200, requirement, rule: 'What is referred to can be read.' })
    judge.expect(answer, { requirement: 'GEN-10', rule: 'It is the one that was referred to.', expected: id, got: answer.resource?.id })
  },
})

const ELSEWHERE: readonly Of[] = [
  {
    ...{ name: 'readPatient', prefix: 'read-patient', code: 'PATIENT_NOT_FOUND', requirement: 'PAT-04', needs: ['patient'] },
    idOf: (judge) => givenPatientId(judge),
  },
  { ...PRACTITIONER, needs: ['free-slots'], idOf: (judge) => slotWith(judge, 'practitioner') },
  {
    ...{ ...ORGANISATION, needs: ['organisation'] },
    idOf: (judge) => findId(judge, 'findOrganization', { system: SYSTEM.odsCode, value: judge.data('organisation').odsCode }),
  },
  { ...LOCATION, needs: ['free-slots'], idOf: (judge) => slotWith(judge, 'location') },
]

const elsewhere = ({ name, code, requirement, needs, idOf }: Of): ScenarioSource => ({
  id: 'refused-at-another-practice',
  title: `refused with 404 ${code}: an id of this practice, at another`,
  requirements: ['GEN-19', requirement],
  needs: [...needs, 'other-practice'],
  run: async (judge) => {
    // Given
    const id = await idOf(judge)
    // When
    const answer = await judge.send(atPractice(judge.draft(name, { id }), judge.data('other-practice')))
    // Then
    expectRefusal(judge, answer, { refusal: [404, code], requirement: 'GEN-19', rule: "Another practice's id is an unknown id." })
  },
})

const EMPTY: readonly Pick<Of, 'name' | 'prefix' | 'code'>[] = [
  { name: 'readPatient', prefix: 'read-patient', code: 'PATIENT_NOT_FOUND' },
  PRACTITIONER,
  ORGANISATION,
  LOCATION,
  { name: 'readAppointment', prefix: 'read-appointment', code: 'NO_RECORD_FOUND' },
]

const empty = ({ name, code }: (typeof EMPTY)[number]): ScenarioSource => ({
  id: 'refused-empty-id',
  title: `refused with 404 ${code}: an empty id`,
  requirements: ['INT-02'],
  needs: ['direct'],
  run: async (judge) => {
    // When
    const answer = await judge.send(judge.draft(name, { id: '' }))
    // Then
    expectRefusal(judge, answer, { refusal: [404, code], requirement: 'INT-02', rule: 'An empty id is an unknown one.' })
  },
})

/** What appointments and patients refer to: it can be read, and at this practice alone. */
export const practiceAndStaff: Scenario[] = [
  ...READ.flatMap((row) => scenariosOf(row.name, row.prefix, [read(row)])),
  ...ELSEWHERE.flatMap((row) => scenariosOf(row.name, row.prefix, [elsewhere(row)])),
  ...EMPTY.flatMap((row) => scenariosOf(row.name, row.prefix, [empty(row)])),
]
