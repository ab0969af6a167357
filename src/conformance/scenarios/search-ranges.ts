import { addDays } from '../../nhs/local-time.ts'
import type { ScenarioSource } from '../scenario.ts'
import { today } from '../steps/days.ts'
import { insistOnStatus } from '../steps/refusals.ts'
import { freeSlotsIn, ownSearcher, searchDays, searchQuery } from '../steps/search.ts'
import { FOUND, insistOnSlots } from '../steps/slot-bundle.ts'

export const searchRanges: ScenarioSource[] = [
  {
    id: 'within-the-range',
    title: 'only slots that lie wholly within the range are found',
    requirements: ['SLOT-06', 'SLOT-02'],
    needs: ['free-slots'],
    run: async (judge) => {
      // Given the second slot of all
      const all = await searchDays(judge, judge.data('free-slots'))
      insistOnSlots(judge, all)
      const slots = freeSlotsIn(all)
      const middle = slots[Math.floor(slots.length / 2)]
      judge.insist(all, {
        requirement: 'SLOT-05',
        rule: 'There are several slots.',
        expected: true,
        got: middle !== undefined && slots.length > 2,
      })
      if (!middle) return

      // When just its time is searched
      const own = ownSearcher(judge)
      const answer = await judge.send(
        judge.draft('searchFreeSlots', { query: searchQuery({ start: middle.start, end: middle.end, searcher: own }) }),
      )

      // Then
      insistOnStatus(judge, answer, FOUND)
      const [from, to] = [Date.parse(middle.start), Date.parse(middle.end)]
      const expected = slots.filter(({ start, end }) => Date.parse(start) >= from && Date.parse(end) <= to).map(({ id }) => id)
      const got = freeSlotsIn(answer).map(({ id }) => id)
      judge.expect(answer, { requirement: 'SLOT-06', rule: 'What lies wholly within the range is found, and nothing else.', expected, got })
    },
  },
  ...(['starts', 'ends'] as const).map(
    (side): ScenarioSource => ({
      id: `${side}-within-the-slot`,
      title: `a slot that ${side === 'starts' ? 'starts before' : 'ends after'} the range is not found`,
      requirements: ['SLOT-06'],
      needs: ['free-slots'],
      run: async (judge) => {
        // Given
        const all = await searchDays(judge, judge.data('free-slots'))
        insistOnSlots(judge, all)
        const [slot] = freeSlotsIn(all)
        if (!slot) return
        // When its time is searched, but for a minute
        const moved = (text: string, minutes: number) =>
          new Date(Date.parse(text) + minutes * 60_000).toISOString().replace(/\.\d+Z$/, '+00:00')
        const { start, end } = slot
        const range = side === 'starts' ? { start: moved(start, 1), end } : { start, end: moved(end, -1) }
        const answer = await judge.send(judge.draft('searchFreeSlots', { query: searchQuery(range) }))
        // Then
        insistOnStatus(judge, answer, FOUND)
        const got = freeSlotsIn(answer).some(({ id }) => id === slot.id)
        const rule = 'A slot that lies a minute outside the range is not found.'
        judge.expect(answer, { requirement: 'SLOT-06', rule, expected: false, got })
      },
    }),
  ),
  {
    id: 'another-offset',
    title: 'the range may be written with another offset: moments are compared',
    requirements: ['GEN-09', 'SLOT-02'],
    needs: ['free-slots'],
    run: async (judge) => {
      const all = await searchDays(judge, judge.data('free-slots'))
      insistOnSlots(judge, all)
      const [slot] = freeSlotsIn(all)
      if (!slot) return
      const elsewhere = (text: string) => `${new Date(Date.parse(text) + 5 * 3_600_000).toISOString().slice(0, 19)}+05:00`
      const query = searchQuery({ start: elsewhere(slot.start), end: elsewhere(slot.end), searcher: ownSearcher(judge) })
      const answer = await judge.send(judge.draft('searchFreeSlots', { query }))
      const got = freeSlotsIn(answer).some(({ id }) => id === slot.id)
      judge.expect(answer, { requirement: 'GEN-09', rule: 'Any offset is taken in what is sent.', expected: true, got })
    },
  },
  {
    id: 'one-day',
    title: 'start and end on one day: that whole day is searched',
    requirements: ['SLOT-02', 'SLOT-03'],
    needs: ['free-slots'],
    run: async (judge) => {
      const all = await searchDays(judge, judge.data('free-slots'))
      insistOnSlots(judge, all)
      const slots = freeSlotsIn(all)
      const day = slots[0]?.start.slice(0, 10) ?? ''
      const own = ownSearcher(judge)
      const answer = await judge.send(judge.draft('searchFreeSlots', { query: searchQuery({ start: day, end: day, searcher: own }) }))
      insistOnStatus(judge, answer, FOUND)
      const expected = slots.filter(({ start, end }) => start.startsWith(day) && end.startsWith(day)).map(({ id }) => id)
      const got = freeSlotsIn(answer).map(({ id }) => id)
      judge.expect(answer, { requirement: 'SLOT-02', rule: 'A date as end includes that whole day.', expected, got })
    },
  },
  {
    id: 'fourteen-days',
    title: 'fourteen days exactly are allowed',
    requirements: ['SLOT-03'],
    run: async (judge) => {
      const start = addDays(today(judge), 1)
      const answer = await judge.send(judge.draft('searchFreeSlots', { query: searchQuery({ start, end: addDays(start, 14) }) }))
      judge.expect(answer, {
        requirement: 'SLOT-03',
        rule: 'Fourteen days from start to end are allowed.',
        expected: 200,
        got: answer.status,
      })
    },
  },
  {
    id: 'over-the-clock-change',
    title: 'fourteen days over a change of the clocks are allowed',
    requirements: ['SLOT-03'],
    run: async (judge) => {
      const query = searchQuery({ start: '2027-10-20T00:00:00+01:00', end: '2027-11-03T00:00:00+00:00' })
      const answer = await judge.send(judge.draft('searchFreeSlots', { query }))
      judge.expect(answer, {
        requirement: 'SLOT-03',
        rule: 'Days are counted on the calendar, clock changes aside.',
        expected: 200,
        got: answer.status,
      })
    },
  },
]
