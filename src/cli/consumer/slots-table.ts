import type { FederatedAnswer, Offer } from '../../consumer/index.ts'
import { type Paints, table } from './layout.ts'
import { slotHandle } from './slot-handle.ts'
import { shortWhen, whoIsSeen } from './wording.ts'

export function slotsTable(offers: readonly Offer[], { all, paints }: { all: number; paints: Paints }): string {
  const more = all > offers.length ? `The ${offers.length} soonest of ${all}; --limit 0 shows all. ` : ''
  const howToBook = 'Book one with: gpa book NHS_NUMBER SLOT --description TEXT'
  return [offersTable(offers, paints), '', paints.faint(`${more}${howToBook}`)].join('\n')
}

export function offersTable(offers: readonly Offer[], paints: Paints): string {
  const rows = offers.map((offer) => [
    shortWhen(offer),
    `${offer.minutes}`,
    offer.deliveryChannel ?? '',
    offer.slotType ?? offer.sessionType ?? '',
    whoIsSeen(offer),
    offer.location.name ?? offer.practice.name ?? offer.practice.odsCode,
    paints.strong(slotHandle(offer)),
  ])
  return table(['When', 'Min', 'How', 'Type', 'With', 'Where', 'Slot'], rows, paints)
}

/** Nobody shall take a practice that could not be asked for one that is full. */
export function noSlotsText(answers: readonly FederatedAnswer[], range: string): string {
  const answered = answers.filter(({ outcome }) => outcome.kind === 'offers').length
  if (answered === 0) return 'No practice could be searched: what each said stands above.'
  const where = answered < answers.length ? ' at the practices that answered' : ''
  return `No free slots ${range}${where}. Try other dates with --from and --to.`
}
