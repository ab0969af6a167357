import { addDays } from '../../nhs/local-time.ts'
import type { Judge, ScenarioSource } from '../scenario.ts'
import { today } from '../steps/days.ts'
import { expectRefusal, type Refusal } from '../steps/refusals.ts'
import { searchQuery } from '../steps/search.ts'
import type { QueryPart } from '../wire/draft.ts'

const MISSING: Refusal = [400, 'BAD_REQUEST']
const BAD: Refusal = [422, 'INVALID_PARAMETER']

type Row = {
  id: string
  title: string
  refusal: Refusal
  requirement?: string
  /** The good query of a week from tomorrow, altered. */
  alter: (query: readonly QueryPart[], judge: Judge) => readonly QueryPart[]
}

const without = (name: string, value?: string) => (query: readonly QueryPart[]) =>
  query.filter((part) => typeof part === 'string' || part[0] !== name || (value !== undefined && part[1] !== value))
const instead =
  (name: string, ...values: string[]) =>
  (query: readonly QueryPart[]) => [...without(name)(query), ...values.map((value): QueryPart => [name, value])]
const renamed = (from: string, to: string) => (query: readonly QueryPart[]) =>
  query.map((part): QueryPart => (typeof part !== 'string' && part[0] === from ? [to, part[1]] : part))

const inDays = (judge: Judge, days: number) => addDays(today(judge), days)

function wrongDates(name: 'start' | 'end', prefix: 'ge' | 'le'): Row[] {
  const row = (id: string, title: string, value: string, requirement = 'SLOT-01'): Row => ({
    id: `${name}-${id}`,
    title: `${name} ${title}`,
    refusal: BAD,
    requirement,
    alter: instead(name, value),
  })
  const other = prefix === 'ge' ? 'le' : 'ge'
  return [
    row('without-prefix', 'without prefix', '2026-03-02'),
    row('wrong-prefix', `with the prefix of the other`, `${other}2026-03-02`),
    row('unknown-prefix', 'with an unknown prefix', 'xx2026-03-02'),
    row('eq-prefix', 'with the prefix eq', 'eq2026-03-02'),
    row('empty', 'without a value', ''),
    row('prefix-only', 'of the prefix alone', prefix),
    row('word', 'that is no date', `${prefix}tomorrow`),
    row('no-such-day', 'on a day that no calendar has', `${prefix}2026-02-30`),
    row('year', 'of a year alone', `${prefix}2026`),
    row('month', 'of a month alone', `${prefix}2026-03`),
    row('minutes', 'without seconds', `${prefix}2026-03-02T09:00+00:00`, 'SLOT-02'),
    row('no-offset', 'with a time and no offset', `${prefix}2026-03-02T09:00:00`, 'SLOT-02'),
    row('zulu', 'with Z for an offset', `${prefix}2026-03-02T09:00:00Z`, 'SLOT-02'),
    row('british-date', 'as 02-03-2026', `${prefix}02-03-2026`, 'SLOT-02'),
    row('25-hours', 'at 25 hours', `${prefix}2026-03-02T25:00:00+00:00`, 'SLOT-02'),
  ]
}

const ROWS: Row[] = [
  ...(['start', 'end', 'status', '_include'] as const).map(
    (name): Row => ({ id: `${name.replace('_', '')}-missing`, title: `${name} is missing`, refusal: MISSING, alter: without(name) }),
  ),
  { id: 'start-in-capitals', title: 'Start in place of start', refusal: MISSING, requirement: 'GEN-12', alter: renamed('start', 'Start') },
  { id: 'end-in-capitals', title: 'End in place of end', refusal: MISSING, requirement: 'GEN-12', alter: renamed('end', 'End') },
  {
    id: 'status-in-capitals',
    title: 'Status in place of status',
    refusal: MISSING,
    requirement: 'GEN-12',
    alter: renamed('status', 'Status'),
  },
  { id: 'status-busy', title: 'status=busy', refusal: BAD, alter: instead('status', 'busy') },
  { id: 'status-upper-case', title: 'status=FREE', refusal: BAD, alter: instead('status', 'FREE') },
  { id: 'status-unknown', title: 'status=open', refusal: BAD, alter: instead('status', 'open') },
  { id: 'status-empty', title: 'status without a value', refusal: BAD, alter: instead('status', '') },
  {
    id: 'status-free-and-busy',
    title: 'status=free and status=busy',
    refusal: BAD,
    alter: (query) => [...query, ['status', 'busy']],
  },
  ...wrongDates('start', 'ge'),
  ...wrongDates('end', 'le'),
  {
    id: 'start-twice',
    title: 'start twice',
    refusal: BAD,
    alter: (query, judge) => instead('start', `ge${inDays(judge, 1)}`, `ge${inDays(judge, 2)}`)(query),
  },
  {
    id: 'end-twice',
    title: 'end twice',
    refusal: BAD,
    alter: (query, judge) => instead('end', `le${inDays(judge, 1)}`, `le${inDays(judge, 2)}`)(query),
  },
  {
    id: 'end-before-start',
    title: 'end before start',
    refusal: BAD,
    requirement: 'SLOT-03',
    alter: (query, judge) => instead('end', `le${inDays(judge, 0)}`)(query),
  },
  {
    id: 'fifteen-days',
    title: 'more than 14 days, by dates',
    refusal: BAD,
    requirement: 'SLOT-03',
    alter: (query, judge) => instead('end', `le${inDays(judge, 16)}`)(query),
  },
  {
    id: 'a-second-over-fourteen-days',
    title: 'more than 14 days by a second',
    refusal: BAD,
    requirement: 'SLOT-03',
    alter: (query) => instead('end', 'le2026-01-19T00:00:01+00:00')(instead('start', 'ge2026-01-05T00:00:00+00:00')(query)),
  },
]

export const searchParameters: ScenarioSource[] = ROWS.map(({ id, title, refusal, requirement = 'SLOT-01', alter }) => ({
  id: `refused-${id}`,
  title: `refused with ${refusal.join(' ')}: ${title}`,
  requirements: [...new Set([requirement, 'SLOT-01', 'ERR-01'])],
  run: async (judge) => {
    // Given a search for the week from tomorrow
    const good = searchQuery({ start: inDays(judge, 1), end: inDays(judge, 8) })
    // When
    const answer = await judge.send(judge.draft('searchFreeSlots', { query: alter(good, judge) }))
    // Then
    expectRefusal(judge, answer, { refusal, requirement, rule: `A search is refused: ${title}.` })
  },
}))
