import type { Offer, Suggestions } from '../../consumer/index.ts'
import type { Paints } from './layout.ts'
import { slotHandle } from './slot-handle.ts'
import { offersTable } from './slots-table.ts'

/** What is free instead, and how to have the first of it: nothing has to be typed again. */
export function insteadText(offers: readonly Offer[], command: (slot: string) => string, paints: Paints): string {
  const [first] = offers
  if (!first) return ''
  return ['Nearest that is free:', offersTable(offers, paints), '', 'To have the first of them:', `  ${command(slotHandle(first))}`].join(
    '\n',
  )
}

/** Nobody shall take a practice that could not be asked for one that is full. */
export function notAskedText({ offers, couldNotBeAsked }: Suggestions): string {
  const names = couldNotBeAsked.map(({ practice }) => practice.name).join(', ')
  if (names !== '') return `Not known what is free at: ${names}.`
  return offers.length === 0 ? 'There is nothing like it on the days around it, at any practice.' : ''
}
