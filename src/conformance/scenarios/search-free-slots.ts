import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { datesOf } from '../steps/days.ts'
import { insistOnStatus } from '../steps/refusals.ts'
import { EVERY_INCLUDE, freeSlotsIn, resourcesOfType, searchDays, searchQuery } from '../steps/search.ts'
import { expectBundleToHoldTogether, FOUND, insistOnSlots } from '../steps/slot-bundle.ts'
import { searchAccess } from './search-access.ts'
import { searchParameters } from './search-parameters.ts'
import { searchRanges } from './search-ranges.ts'
import { searchServices } from './search-services.ts'
import { searchSpellings } from './search-spellings.ts'

const sources: ScenarioSource[] = [
  {
    id: 'found',
    title: 'free slots are found, with everything they lead to',
    requirements: ['SLOT-05', 'SLOT-06', 'SLOT-09', 'GEN-06', 'GEN-09', 'GEN-10', 'GEN-17'],
    needs: ['free-slots'],
    inBothFormats: true,
    run: async (judge) => {
      // When
      const answer = await searchDays(judge, judge.data('free-slots'))

      // Then
      insistOnSlots(judge, answer)
      expectBundleToHoldTogether(judge, answer)
    },
  },
  ...searchSpellings,
  ...searchRanges,
  {
    id: 'nothing-free',
    title: 'where nothing is free the Bundle is empty',
    requirements: ['SLOT-05', 'GEN-17'],
    needs: ['no-slots'],
    inBothFormats: true,
    run: async (judge) => {
      const answer = await searchDays(judge, judge.data('no-slots'))
      insistOnStatus(judge, answer, FOUND)
      judge.expect(answer, {
        requirement: 'GEN-17',
        rule: 'An empty Bundle has no entry at all.',
        expected: undefined,
        got: answer.resource?.entry,
      })
    },
  },
  {
    id: 'past',
    title: 'slots of the past may be searched',
    requirements: ['SLOT-06'],
    needs: ['past-slots'],
    run: async (judge) => {
      const answer = await searchDays(judge, judge.data('past-slots'))
      insistOnSlots(judge, answer)
    },
  },
  {
    id: 'every-channel',
    title: 'slots in person, by telephone and by video say so',
    requirements: ['SLOT-09'],
    needs: ['every-channel'],
    run: async (judge) => {
      const answer = await searchDays(judge, judge.data('every-channel'))
      insistOnSlots(judge, answer)
      const got = [...new Set(freeSlotsIn(answer).map(({ channel }) => channel))].sort()
      judge.expect(answer, {
        requirement: 'SLOT-09',
        rule: 'Each slot has its delivery channel.',
        expected: ['In-person', 'Telephone', 'Video'],
        got,
      })
    },
  },
  {
    id: 'two-locations',
    title: 'a practice with two surgeries says which it is',
    requirements: ['ORG-03', 'SLOT-09'],
    needs: ['two-locations'],
    run: async (judge) => {
      const answer = await searchDays(judge, judge.data('two-locations'))
      insistOnSlots(judge, answer)
      expectBundleToHoldTogether(judge, answer)
      const got = new Set(freeSlotsIn(answer).map(({ location }) => location)).size
      judge.expect(answer, { requirement: 'ORG-03', rule: 'The slots are at two locations.', expected: 2, got })
      judge.expect(answer, {
        requirement: 'ORG-03',
        rule: 'Both belong to one organisation.',
        expected: 1,
        got: resourcesOfType(answer, 'Organization').length,
      })
    },
  },
  {
    id: 'no-practitioner',
    title: 'a schedule that nobody is assigned to names no practitioner',
    requirements: ['SLOT-09'],
    needs: ['no-practitioner'],
    run: async (judge) => {
      const answer = await searchDays(judge, judge.data('no-practitioner'))
      insistOnSlots(judge, answer)
      const without = freeSlotsIn(answer).filter(({ practitioner }) => practitioner === undefined).length
      judge.expect(answer, { requirement: 'SLOT-09', rule: 'There are slots without practitioner.', expected: true, got: without > 0 })
      expectBundleToHoldTogether(judge, answer)
    },
  },
  ...(['summer-time', 'winter-time'] as const).map(
    (need): ScenarioSource => ({
      id: need,
      title: `times have the offset of ${need.replace('-', ' ')}`,
      requirements: ['GEN-09'],
      needs: [need],
      run: async (judge) => {
        const answer = await searchDays(judge, judge.data(need))
        insistOnSlots(judge, answer)
        const offset = need === 'summer-time' ? '+01:00' : '+00:00'
        const got = freeSlotsIn(answer).every(({ start, end }) => start.endsWith(offset) && end.endsWith(offset))
        judge.expect(answer, { requirement: 'GEN-09', rule: `Start and end of every slot have the offset ${offset}.`, expected: true, got })
      },
    }),
  ),
  {
    id: 'includes-are-optional',
    title: 'all includes at once, and one that nobody knows',
    requirements: ['SLOT-04', 'GEN-12'],
    needs: ['free-slots'],
    run: async (judge) => {
      const { from, to } = datesOf(judge, judge.data('free-slots'))
      const query = searchQuery({ start: from, end: to, includes: [...EVERY_INCLUDE, 'Slot:nobody-knows'] })
      const answer = await judge.send(judge.draft('searchFreeSlots', { query }))
      insistOnSlots(judge, answer)
      expectBundleToHoldTogether(judge, answer)
    },
  },
  ...searchAccess,
  ...searchServices,
  ...searchParameters,
]

export const searchFreeSlots: Scenario[] = scenariosOf('searchFreeSlots', 'search-free-slots', sources)
