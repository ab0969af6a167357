import type { InteractionName } from '../interactions.ts'
import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { asOrganisation, atPractice } from '../steps/callers.ts'
import { datesOf } from '../steps/days.ts'
import { expectRefusal, insistOnStatus } from '../steps/refusals.ts'
import { freeSlotsIn, resourcesOfType, searchDays, searchQuery } from '../steps/search.ts'
import { SYSTEM } from '../vocabulary.ts'
import { type Draft, withClaim, withHeader } from '../wire/draft.ts'
import { probe } from './probes.ts'

const identified = (nhsNumber: string) => ({ query: [['identifier', `${SYSTEM.nhsNumber}|${nhsNumber}`] as const] })

/** SEC-03, SEC-04: where one provider serves several practices, each is addressed in three places, and all must say the same. */
const mixed = (['searchFreeSlots', 'findPatient', 'readMetadata'] as const satisfies readonly InteractionName[]).flatMap((name) =>
  scenariosOf(
    name,
    `other-practice/${name.toLowerCase()}`,
    (
      [
        ['asid', 'Ssp-To is the ASID of another practice of this provider', 'SEC-03'],
        ['audience', 'aud is another practice of this provider', 'SEC-04'],
      ] as const
    ).map(
      ([id, title, requirement]): ScenarioSource => ({
        id: `refused-${id}`,
        title: `refused with 400 BAD_REQUEST: ${title}`,
        requirements: [requirement, 'GEN-19'],
        needs: ['other-practice', 'direct'],
        run: async (judge) => {
          // Given
          const { asid, serviceRoot } = judge.data('other-practice')
          const draft = probe(judge, name)
          // When
          const answer = await judge.send(id === 'asid' ? withHeader(draft, 'Ssp-To', asid) : withClaim(draft, 'aud', serviceRoot))
          // Then
          const rule = 'What is meant for one practice is not done at another.'
          expectRefusal(judge, answer, { refusal: [400, 'BAD_REQUEST'], requirement, rule })
        },
      }),
    ),
  ),
)

const patientsElsewhere: ScenarioSource = {
  id: 'patient-of-another-practice',
  title: 'a patient of another practice is not found here',
  requirements: ['GEN-19', 'PAT-01'],
  needs: ['other-practice'],
  run: async (judge) => {
    const { patient } = judge.data('other-practice')
    const answer = await judge.send(judge.draft('findPatient', identified(patient.nhsNumber)))
    const rule = "Only the practice's own patients are found."
    insistOnStatus(judge, answer, { status: 200, requirement: 'PAT-01', rule })
    judge.expect(answer, { requirement: 'GEN-19', rule, expected: 0, got: resourcesOfType(answer, 'Patient').length })
  },
}

const slotsElsewhere: ScenarioSource = {
  id: 'slots-of-another-practice',
  title: 'no slot and no schedule of another practice is found here',
  requirements: ['GEN-19'],
  needs: ['other-practice'],
  run: async (judge) => {
    // Given
    const other = judge.data('other-practice')
    const { from, to } = datesOf(judge, other)
    const draft = judge.draft('searchFreeSlots', { query: searchQuery({ start: from, end: to }) })
    const there = freeSlotsIn(await judge.send(atPractice(draft, other)))
    // When
    const here = await judge.send(draft)
    // Then
    const ids = new Set(there.flatMap(({ id, schedule }) => [id, schedule]))
    const got = freeSlotsIn(here).filter(({ id, schedule }) => ids.has(id) || ids.has(schedule)).length
    judge.expect(here, { requirement: 'GEN-19', rule: "Only the practice's own slots are found.", expected: 0, got })
  },
}

/** A consumer that this provider has never heard of. */
const asStranger = (draft: Draft) => withHeader(asOrganisation(draft, 'X99997'), 'Ssp-From', '299999999996')

const strangers: Scenario[] = [
  ...scenariosOf('searchFreeSlots', 'search-free-slots', [
    {
      id: 'by-a-stranger',
      title: 'an organisation that the practice has never heard of finds what is free for all',
      requirements: ['SEC-08', 'SLOT-07'],
      needs: ['free-slots', 'direct'],
      run: async (judge) => {
        const { from, to } = datesOf(judge, judge.data('free-slots'))
        const known = await searchDays(judge, judge.data('free-slots'), {})
        const query = searchQuery({ start: from, end: to })
        const answer = await judge.send(asStranger(judge.draft('searchFreeSlots', { query })))
        const rule = 'Whom the SSP lets through finds what anybody does.'
        const idsIn = (of: typeof answer) => freeSlotsIn(of).map(({ id }) => id)
        judge.expect(answer, { requirement: 'SEC-08', rule, expected: idsIn(known), got: idsIn(answer) })
      },
    },
  ]),
  ...scenariosOf('findPatient', 'find-patient', [
    {
      id: 'by-a-stranger',
      title: 'an organisation that the practice has never heard of finds a patient',
      requirements: ['SEC-08'],
      needs: ['patient', 'direct'],
      run: async (judge) => {
        const answer = await judge.send(asStranger(judge.draft('findPatient', identified(judge.data('patient').nhsNumber))))
        const rule = 'Whom the SSP lets through finds whom anybody does.'
        judge.expect(answer, { requirement: 'SEC-08', rule, expected: 1, got: resourcesOfType(answer, 'Patient').length })
      },
    },
  ]),
]

/** Who is asked, and who asks: another practice beside this one, and consumers that nobody has told this one of. */
export const otherCallers: Scenario[] = [
  ...mixed,
  ...scenariosOf('findPatient', 'find-patient', [patientsElsewhere]),
  ...scenariosOf('searchFreeSlots', 'search-free-slots', [slotsElsewhere]),
  ...strangers,
]
