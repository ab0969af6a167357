import { addDays } from '../../nhs/local-time.ts'
import type { ScenarioSource } from '../scenario.ts'
import { today } from '../steps/days.ts'
import { givenPatientId } from '../steps/patients.ts'
import { expectRefusal } from '../steps/refusals.ts'
import type { QueryPart } from '../wire/draft.ts'

type Day = (days: number) => string
type Row = readonly [id: string, title: string, query: (day: Day) => readonly QueryPart[]]

const start = (value: string): QueryPart => ['start', value]

/** The first half of a range written otherwise than `ge` and a date; the second is good. */
const firstAs = (write: (date: string) => string) => (day: Day) => [start(write(day(1))), start(`le${day(7)}`)]
const secondAs = (write: (date: string) => string) => (day: Day) => [start(`ge${day(1)}`), start(write(day(7)))]

const WRONG: readonly Row[] = [
  ['no-start', 'no start at all', () => []],
  ['ge-alone', 'ge alone', (day) => [start(`ge${day(1)}`)]],
  ['le-alone', 'le alone', (day) => [start(`le${day(1)}`)]],
  ['two-ge', 'two of ge', (day) => [start(`ge${day(1)}`), start(`ge${day(7)}`)]],
  ['two-le', 'two of le', (day) => [start(`le${day(1)}`), start(`le${day(7)}`)]],
  ['ge-twice', 'ge twice and le', (day) => [start(`ge${day(1)}`), start(`ge${day(1)}`), start(`le${day(7)}`)]],
  ['le-twice', 'ge and le twice', (day) => [start(`ge${day(1)}`), start(`le${day(7)}`), start(`le${day(7)}`)]],
  ['gt', 'gt instead of ge', firstAs((date) => `gt${date}`)],
  ['lt', 'lt instead of le', secondAs((date) => `lt${date}`)],
  ['eq', 'eq instead of ge', firstAs((date) => `eq${date}`)],
  ['capital-ge', 'GE instead of ge', firstAs((date) => `GE${date}`)],
  ['no-prefix', 'a start without prefix', firstAs((date) => date)],
  ['le-without-prefix', 'an end without prefix', secondAs((date) => date)],
  ['empty', 'a start without a value', firstAs(() => '')],
  ['prefix-only', 'a prefix without a date', firstAs(() => 'ge')],
  ['time', 'a start with a time', firstAs((date) => `ge${date}T00:00:00+00:00`)],
  ['le-time', 'an end with a time', secondAs((date) => `le${date}T23:59:59+00:00`)],
  ['year', 'a start that is a year', firstAs((date) => `ge${Number(date.slice(0, 4)) + 1}`)],
  ['month', 'an end that is a month', secondAs((date) => `le${Number(date.slice(0, 4)) + 1}-01`)],
  ['no-such-day', 'an end on a day that no calendar has', secondAs((date) => `le${Number(date.slice(0, 4)) + 1}-02-30`)],
  ['british-date', 'a start written as 31-12-2027', firstAs((date) => `ge31-12-${date.slice(0, 4)}`)],
  ['word', 'a start that is no date', firstAs(() => 'getomorrow')],
  [
    'case-of-name',
    'Start instead of start',
    (day) => [
      ['Start', `ge${day(1)}`],
      ['Start', `le${day(7)}`],
    ],
  ],
  ['end-parameter', 'end instead of the second start', (day) => [start(`ge${day(1)}`), ['end', `le${day(7)}`]]],
  ['both-past', 'a range that is past', (day) => [start(`ge${day(-7)}`), start(`le${day(-1)}`)]],
]

/** APT-08: whole days, one `ge` and one `le`, none of them past. */
export const wrongRanges: ScenarioSource[] = WRONG.map(([id, title, query]) => ({
  id: `refused-${id}`,
  title: `refused with 422 INVALID_PARAMETER: ${title}`,
  requirements: ['APT-08'],
  needs: ['patient'],
  run: async (judge) => {
    // Given
    const patientId = await givenPatientId(judge)
    // When
    const asked = query((days) => addDays(today(judge), days))
    const answer = await judge.send(judge.draft('retrieveAppointments', { id: patientId, query: asked }))
    // Then
    const rule = 'A range is one start with ge and one with le, of dates from today on.'
    expectRefusal(judge, answer, { refusal: [422, 'INVALID_PARAMETER'], requirement: 'APT-08', rule })
  },
}))
