import type { InteractionName } from '../interactions.ts'
import { type Judge, type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { expectPerson } from '../steps/patients.ts'
import { byDialect, expectRefusal, insistOnStatus, type Refusal } from '../steps/refusals.ts'
import { resourcesOfType } from '../steps/search.ts'
import type { DataNeed, Person } from '../target/needs.ts'
import { SYSTEM } from '../vocabulary.ts'
import type { QueryPart } from '../wire/draft.ts'

type Found = { name: InteractionName; prefix: string; type: string; system: string; requirement: string; good: string }
type Row = { id: string; title: string; query: readonly QueryPart[]; refusal: (judge: Judge) => Refusal; also?: string }

const FINDS: readonly Found[] = [
  {
    ...{ name: 'findPatient', prefix: 'find-patient', type: 'Patient' },
    ...{ system: SYSTEM.nhsNumber, requirement: 'PAT-01', good: '9999999999' },
  },
  {
    ...{ name: 'findPractitioner', prefix: 'find-practitioner', type: 'Practitioner' },
    ...{ system: SYSTEM.sdsUserId, requirement: 'ORG-01', good: '000000000000' },
  },
  {
    ...{ name: 'findOrganization', prefix: 'find-organization', type: 'Organization' },
    ...{ system: SYSTEM.odsCode, requirement: 'ORG-01', good: 'X99999' },
  },
]

const always = (refusal: Refusal) => () => refusal
const BAD_REQUEST = always([400, 'BAD_REQUEST'])
const blankSystem = (judge: Judge) =>
  byDialect(judge, { assurance: [422, 'INVALID_PARAMETER'], specification: [400, 'INVALID_IDENTIFIER_SYSTEM'] })
const blankValue = (judge: Judge) =>
  byDialect(judge, { assurance: [422, 'INVALID_PARAMETER'], specification: [400, 'INVALID_IDENTIFIER_VALUE'] })

const wrongQueries = ({ system, good }: Found): Row[] => [
  { id: 'no-identifier', title: 'no identifier', query: [], refusal: BAD_REQUEST },
  {
    ...{ id: 'two-identifiers', title: 'two identifiers', refusal: BAD_REQUEST },
    query: [
      ['identifier', `${system}|${good}`],
      ['identifier', `${system}|${good}`],
    ],
  },
  { id: 'case-of-name', title: 'Identifier instead of identifier', query: [['Identifier', `${system}|${good}`]], refusal: BAD_REQUEST },
  {
    ...{ id: 'unknown-system', title: 'an identifier of another system' },
    query: [['identifier', `https://fhir.example/Id/nothing|${good}`]],
    refusal: always([400, 'INVALID_IDENTIFIER_SYSTEM']),
  },
  { id: 'no-system', title: 'no system', query: [['identifier', good]], refusal: blankSystem, also: 'DIFF-04' },
  { id: 'blank-system', title: 'a blank system', query: [['identifier', `|${good}`]], refusal: blankSystem, also: 'DIFF-04' },
  { id: 'bar-alone', title: 'a bar alone', query: [['identifier', '|']], refusal: blankSystem, also: 'DIFF-04' },
  { id: 'empty', title: 'an empty identifier', query: [['identifier', '']], refusal: blankSystem, also: 'DIFF-04' },
  { id: 'blank-value', title: 'a blank value', query: [['identifier', `${system}|`]], refusal: blankValue, also: 'DIFF-04' },
]

const WRONG_NUMBERS: Row[] = ['999999999', '99999999999', '9999999998', '99999 9999', 'ABCDEFGHIJ'].map((number) => ({
  id: `nhs-number-${number.replace(' ', '-').toLowerCase()}`,
  title: `an NHS number that is none: ${number}`,
  query: [['identifier', `${SYSTEM.nhsNumber}|${number}`]],
  refusal: always([400, 'INVALID_NHS_NUMBER']),
}))

const refused = ({ name, requirement }: Found, { id, title, query, refusal, also }: Row): ScenarioSource => ({
  id: `refused-${id}`,
  title: `refused: ${title}`,
  requirements: [requirement, ...(also === undefined ? [] : [also])],
  run: async (judge) => {
    // When
    const answer = await judge.send(judge.draft(name, { query }))
    // Then
    expectRefusal(judge, answer, {
      refusal: refusal(judge),
      requirement: also ?? requirement,
      rule: 'Exactly one identifier is asked for, with the system of the type and a value.',
    })
  },
})

type Value = { id: string; need: DataNeed; requirement: string; found: number; identifierOf: (judge: Judge) => string }

const person = (
  need:
    | 'patient'
    | 'temporary-patient'
    | 'sensitive-patient'
    | 'deceased-patient'
    | 'inactive-patient'
    | 'untraced-patient'
    | 'untraced-mismatch',
  of: { requirement: string; found: number },
): Value => ({ id: need, need, ...of, identifierOf: (judge) => judge.data(need).nhsNumber })

const VALUES: Readonly<Record<string, readonly Value[]>> = {
  findPatient: [
    person('patient', { requirement: 'PAT-01', found: 1 }),
    person('temporary-patient', { requirement: 'PAT-02', found: 1 }),
    person('sensitive-patient', { requirement: 'PAT-02', found: 0 }),
    person('deceased-patient', { requirement: 'PAT-02', found: 0 }),
    person('inactive-patient', { requirement: 'PAT-02', found: 0 }),
    person('untraced-patient', { requirement: 'PAT-03', found: 1 }),
    person('untraced-mismatch', { requirement: 'PAT-03', found: 0 }),
    {
      ...{ id: 'unknown-person', need: 'unknown-person', requirement: 'PAT-01', found: 0 },
      identifierOf: (judge) => judge.data('unknown-person').nhsNumber,
    },
  ],
  findPractitioner: (['practitioner', 'unknown-practitioner'] as const).map((need, index) => ({
    ...{ id: need, need, requirement: 'ORG-01', found: 1 - index },
    identifierOf: (judge) => judge.data(need).sdsUserId,
  })),
  findOrganization: (['organisation', 'unknown-organisation'] as const).map((need, index) => ({
    ...{ id: need, need, requirement: 'ORG-01', found: 1 - index },
    identifierOf: (judge) => judge.data(need).odsCode,
  })),
}

const isPerson = (data: unknown): data is Person => typeof data === 'object' && data !== null && 'birthDate' in data

const asked = ({ name, type, system }: Found, { id, need, requirement, found, identifierOf }: Value): ScenarioSource => ({
  id,
  title: `${found === 1 ? 'found' : 'answered with an empty Bundle'}: ${need}`,
  requirements: [requirement],
  needs: [need],
  inBothFormats: true,
  run: async (judge) => {
    // When
    const answer = await judge.send(judge.draft(name, { query: [['identifier', `${system}|${identifierOf(judge)}`]] }))
    // Then
    const rule =
      found === 1 ? 'Who is of the practice is found, once.' : 'Who may not be shown, or is not known, is not found: an empty Bundle.'
    insistOnStatus(judge, answer, { status: 200, requirement, rule })
    const all = resourcesOfType(answer, type)
    judge.expect(answer, { requirement, rule, expected: found, got: all.length })
    const data: unknown = judge.data(need)
    if (all[0] && isPerson(data)) expectPerson(judge, answer, { patient: all[0], person: data })
  },
})

const unshowable = scenariosOf('findPatient', 'find-patient', [
  {
    id: 'untraced-unshowable',
    title: 'answered with an empty Bundle: whoever was never traced, and is not to be shown as PDS has it',
    requirements: ['PAT-03', 'PAT-10'],
    needs: ['untraced-unshowable'],
    run: async (judge) => {
      for (const { nhsNumber } of judge.data('untraced-unshowable')) {
        const answer = await judge.send(judge.draft('findPatient', { query: [['identifier', `${SYSTEM.nhsNumber}|${nhsNumber}`]] }))
        const rule = 'Who has died, is sensitive, or has no or another number by PDS is not found.'
        insistOnStatus(judge, answer, { status: 200, requirement: 'PAT-03', rule })
        judge.expect(answer, { requirement: 'PAT-03', rule, expected: 0, got: resourcesOfType(answer, 'Patient').length })
      }
    },
  },
])

/** Patient, practitioner and organisation are asked for in one way (PAT-01, ORG-01). */
export const findByIdentifier: Scenario[] = [
  ...unshowable,
  ...FINDS.flatMap((find) =>
    scenariosOf(find.name, find.prefix, [
      ...(VALUES[find.name] ?? []).map((value) => asked(find, value)),
      ...[...wrongQueries(find), ...(find.name === 'findPatient' ? WRONG_NUMBERS : [])].map((row) => refused(find, row)),
    ]),
  ),
]
