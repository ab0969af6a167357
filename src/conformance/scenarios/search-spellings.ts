import { objectsOf } from '../../fhir/json-object.ts'
import type { ScenarioSource } from '../scenario.ts'
import { datesOf } from '../steps/days.ts'
import { freeSlotsIn, searchQuery } from '../steps/search.ts'
import { insistOnSlots } from '../steps/slot-bundle.ts'
import { SYSTEM } from '../vocabulary.ts'
import type { QueryPart } from '../wire/draft.ts'

const includes: readonly { id: string; asked: readonly string[]; types: readonly string[] }[] = [
  { id: 'none', asked: [], types: ['Organization', 'Schedule', 'Slot'] },
  { id: 'practitioner', asked: ['Schedule:actor:Practitioner'], types: ['Organization', 'Practitioner', 'Schedule', 'Slot'] },
  { id: 'location', asked: ['Schedule:actor:Location'], types: ['Location', 'Organization', 'Schedule', 'Slot'] },
  {
    id: 'organisation',
    asked: ['Schedule:actor:Location', 'Location:managingOrganization'],
    types: ['Location', 'Organization', 'Schedule', 'Slot'],
  },
]

/** Ways to write the same search. */
const spellings: readonly { id: string; title: string; requirement: string; query: (from: string, to: string) => QueryPart[] }[] = [
  {
    id: 'raw-colons',
    title: 'colons and pipes that are not percent-encoded',
    requirement: 'SLOT-04',
    query: (from, to) => [
      `start=ge${from}`,
      `end=le${to}`,
      'status=free',
      '_include=Slot:schedule',
      `searchFilter=${SYSTEM.odsCode}|X99999`,
    ],
  },
  {
    id: 'encoded-colons',
    title: 'colons that are percent-encoded, in the name too',
    requirement: 'SLOT-04',
    query: (from, to) => [
      `start=ge${from}`,
      `end=le${to}`,
      'status=free',
      '_include=Slot%3Aschedule',
      '_include%3Arecurse=Schedule%3Aactor%3APractitioner',
    ],
  },
  {
    id: 'raw-plus',
    title: 'a plus before an offset that is not percent-encoded',
    requirement: 'SLOT-04',
    query: (from, to) => [`start=ge${from}T00:00:00+00:00`, `end=le${to}`, 'status=free', '_include=Slot:schedule'],
  },
  {
    id: 'date-and-time',
    title: 'a date and time beside a date',
    requirement: 'SLOT-02',
    query: (from, to) => [...searchQuery({ start: `${from}T00:00:00+00:00`, end: to })],
  },
  {
    id: 'two-times',
    title: 'two dates with times',
    requirement: 'SLOT-02',
    query: (from, to) => [...searchQuery({ start: `${from}T00:00:00+00:00`, end: `${to}T23:00:00+00:00` })],
  },
  {
    id: 'unknown-parameter',
    title: 'a parameter that nobody knows',
    requirement: 'GEN-12',
    query: (from, to) => [...searchQuery({ start: from, end: to }), ['colour', 'blue']],
  },
  {
    id: 'unknown-filter',
    title: 'a searchFilter of another system',
    requirement: 'SLOT-07',
    query: (from, to) => [...searchQuery({ start: from, end: to }), ['searchFilter', 'https://example.org/Id/other|1']],
  },
  {
    id: 'unknown-type',
    title: 'an organisation type that nobody knows',
    requirement: 'SLOT-07',
    query: (from, to) => [...searchQuery({ start: from, end: to, searcher: { type: 'submarine' } })],
  },
]

export const searchSpellings: ScenarioSource[] = [
  ...includes.map(
    ({ id, asked, types }): ScenarioSource => ({
      id: `include-${id}`,
      title: `what is asked for is included: ${asked.join(', ') || 'nothing more'}`,
      requirements: ['SLOT-04', 'SLOT-05'],
      needs: ['free-slots'],
      run: async (judge) => {
        const { from, to } = datesOf(judge, judge.data('free-slots'))
        const answer = await judge.send(judge.draft('searchFreeSlots', { query: searchQuery({ start: from, end: to, includes: asked }) }))
        insistOnSlots(judge, answer)
        const got = [...new Set(objectsOf(answer.resource?.entry).map((entry) => String(Object(entry.resource).resourceType)))].sort()
        judge.expect(answer, {
          requirement: 'SLOT-05',
          rule: 'The Bundle has what was asked for, and the organisation.',
          expected: [...types],
          got,
        })
      },
    }),
  ),
  ...spellings.map(
    ({ id, title, requirement, query }): ScenarioSource => ({
      id: `accepted-${id}`,
      title: `accepted: ${title}`,
      requirements: [requirement],
      needs: ['free-slots'],
      run: async (judge) => {
        const { from, to } = datesOf(judge, judge.data('free-slots'))
        const answer = await judge.send(judge.draft('searchFreeSlots', { query: query(from, to) }))
        judge.expect(answer, { requirement, rule: `A search is carried out with ${title}.`, expected: 200, got: answer.status })
        const got = freeSlotsIn(answer).length > 0
        judge.expect(answer, { requirement, rule: `A search with ${title} finds what it looks for.`, expected: true, got })
      },
    }),
  ),
]
