import type { Judge, ScenarioSource } from '../scenario.ts'
import { insistOnStatus } from '../steps/refusals.ts'
import { freeSlotsIn, type Searcher, searchDays } from '../steps/search.ts'
import type { DataNeed } from '../target/needs.ts'

type DaysNeed = Extract<
  DataNeed,
  | 'for-urgent-care'
  | 'for-gp-practices'
  | 'for-one-organisation'
  | 'for-type-and-organisation'
  | 'not-bookable'
  | 'visits'
  | 'embargoed'
  | 'beyond-window'
>

type Row = { need: DaysNeed; id: string; title: string; requirement: string; searcher: (judge: Judge) => Searcher; finds: boolean }

const NOBODY = 'X99999'

const ROWS: Row[] = [
  {
    need: 'for-urgent-care',
    id: 'own-type',
    title: 'urgent care finds what is reserved for it',
    requirement: 'SLOT-07',
    searcher: () => ({ type: 'urgent-care' }),
    finds: true,
  },
  {
    need: 'for-urgent-care',
    id: 'own-type-and-code',
    title: 'urgent care finds it with its code too',
    requirement: 'SLOT-07',
    searcher: () => ({ type: 'urgent-care', odsCode: NOBODY }),
    finds: true,
  },
  {
    need: 'for-urgent-care',
    id: 'other-type',
    title: 'a GP practice does not find what is reserved for urgent care',
    requirement: 'SLOT-07',
    searcher: () => ({ type: 'gp-practice' }),
    finds: false,
  },
  {
    need: 'for-urgent-care',
    id: 'no-filter',
    title: 'who sends no filter does not find what is reserved for a type',
    requirement: 'SLOT-07',
    searcher: () => ({}),
    finds: false,
  },
  {
    need: 'for-urgent-care',
    id: 'code-only',
    title: 'who sends a code alone does not find what is reserved for a type',
    requirement: 'SLOT-07',
    searcher: () => ({ odsCode: NOBODY }),
    finds: false,
  },
  {
    need: 'for-urgent-care',
    id: 'unknown-type',
    title: 'a type that nobody knows finds nothing that is reserved for a type',
    requirement: 'SLOT-07',
    searcher: () => ({ type: 'submarine' }),
    finds: false,
  },
  {
    need: 'for-gp-practices',
    id: 'own-type',
    title: 'a GP practice finds what is reserved for GP practices',
    requirement: 'SLOT-07',
    searcher: () => ({ type: 'gp-practice' }),
    finds: true,
  },
  {
    need: 'for-gp-practices',
    id: 'other-type',
    title: 'urgent care does not find what is reserved for GP practices',
    requirement: 'SLOT-07',
    searcher: () => ({ type: 'urgent-care' }),
    finds: false,
  },
  {
    need: 'for-one-organisation',
    id: 'own-code',
    title: 'an organisation finds what is reserved for it',
    requirement: 'SLOT-07',
    searcher: (judge) => ({ odsCode: judge.data('for-one-organisation').odsCode }),
    finds: true,
  },
  {
    need: 'for-one-organisation',
    id: 'own-code-and-type',
    title: 'an organisation finds it with a type too',
    requirement: 'SLOT-07',
    searcher: (judge) => ({ odsCode: judge.data('for-one-organisation').odsCode, type: 'gp-practice' }),
    finds: true,
  },
  {
    need: 'for-one-organisation',
    id: 'other-code',
    title: 'another organisation does not find it',
    requirement: 'SLOT-07',
    searcher: () => ({ odsCode: NOBODY }),
    finds: false,
  },
  {
    need: 'for-one-organisation',
    id: 'no-filter',
    title: 'who sends no filter does not find what is reserved for an organisation',
    requirement: 'SLOT-07',
    searcher: () => ({}),
    finds: false,
  },
  {
    need: 'for-one-organisation',
    id: 'type-only',
    title: 'who sends a type alone does not find it',
    requirement: 'SLOT-07',
    searcher: () => ({ type: 'urgent-care' }),
    finds: false,
  },
  {
    need: 'for-type-and-organisation',
    id: 'both',
    title: 'both restrictions hold, and it is found',
    requirement: 'SLOT-07',
    searcher: (judge) => organisationOf(judge),
    finds: true,
  },
  {
    need: 'for-type-and-organisation',
    id: 'type-only',
    title: 'the type alone does not do',
    requirement: 'SLOT-07',
    searcher: (judge) => ({ type: organisationOf(judge).type }),
    finds: false,
  },
  {
    need: 'for-type-and-organisation',
    id: 'code-only',
    title: 'the code alone does not do',
    requirement: 'SLOT-07',
    searcher: (judge) => ({ odsCode: organisationOf(judge).odsCode }),
    finds: false,
  },
  {
    need: 'not-bookable',
    id: 'not-released',
    title: 'what is not released to GP Connect is not found',
    requirement: 'SLOT-06',
    searcher: () => ({ type: 'urgent-care' }),
    finds: false,
  },
  {
    need: 'visits',
    id: 'never-found',
    title: 'visits are never found',
    requirement: 'SLOT-06',
    searcher: () => ({ type: 'urgent-care' }),
    finds: false,
  },
  {
    need: 'embargoed',
    id: 'not-found-yet',
    title: 'what is under embargo is not found',
    requirement: 'SLOT-06',
    searcher: () => ({ type: 'urgent-care' }),
    finds: false,
  },
  {
    need: 'beyond-window',
    id: 'not-found-yet',
    title: 'what lies beyond the booking window is not found',
    requirement: 'SLOT-06',
    searcher: () => ({ type: 'urgent-care' }),
    finds: false,
  },
]

function organisationOf(judge: Judge): Searcher {
  const { odsCode, type } = judge.data('for-type-and-organisation')
  return { odsCode, type }
}

export const searchAccess: ScenarioSource[] = ROWS.map(({ need, id, title, requirement, searcher, finds }) => ({
  id: `${need}-${id}`,
  title,
  requirements: [requirement],
  needs: [need],
  run: async (judge) => {
    const answer = await searchDays(judge, judge.data(need), searcher(judge))
    insistOnStatus(judge, answer, { status: 200, requirement, rule: 'The search is carried out.' })
    const rule = finds ? 'The slots are found by whom they are for.' : 'The slots are found by nobody whom they are not for.'
    judge.expect(answer, { requirement, rule, expected: finds, got: freeSlotsIn(answer).length > 0 })
  },
}))
