import { type FederatedAnswer, findFreeSlotsAcross, type Offer } from '../../consumer/index.ts'
import { addDays, type LocalDate, localDateOf } from '../../nhs/local-time.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import { practiceNamed } from './config.ts'
import { EXIT, type ExitCode, type Io } from './io.ts'
import { type Paints, paintsFor, table } from './layout.ts'
import { setUp } from './set-up.ts'
import { slotHandle } from './slot-handle.ts'
import { UsageFault } from './usage-fault.ts'
import { describeFailure, shortWhen, whoIsSeen } from './wording.ts'

export type SlotsOptions = {
  config?: string
  json?: true
  from?: LocalDate
  to?: LocalDate
  channel?: string
  role?: string
  limit: number
}

/** Free slots of some practices, or of the whole federation, soonest first. */
export async function slots(io: Io, practices: readonly OdsCode[], options: SlotsOptions): Promise<ExitCode> {
  const { config, spine, asker } = await setUp(io, options.config)
  const from = options.from ?? localDateOf(io.now())
  const to = options.to ?? addDays(from, 14)
  if (to < from) throw new UsageFault(`--to ${to} lies before --from ${from}.`)

  const search = findFreeSlotsAcross(spine, asker, {
    federation: practices.length > 0 ? [...new Set(practices)].map((practice) => practiceNamed(config, practice)) : config.federation,
    deadlineMs: config.patience.federation * 1000,
    from,
    to,
    deliveryChannel: options.channel,
    practitionerRole: options.role,
  })
  const answers: FederatedAnswer[] = []
  for await (const answer of search) {
    answers.push(answer)
    if (!options.json) tellProgress(io, answer)
  }

  const offers = bookableOffers(answers, io.now())
  const shown = options.limit === 0 ? offers : offers.slice(0, options.limit)
  if (options.json) io.print(toJson(answers, shown, offers.length))
  else if (offers.length === 0) io.print(noneFound(answers, `from ${from} to ${to}`))
  else io.print(toText(shown, { all: offers.length, paints: paintsFor(io) }))
  return exitCodeFor(answers)
}

/** What began already is searched, but can never be booked (SLOT-06). */
function bookableOffers(answers: readonly FederatedAnswer[], now: Date): Offer[] {
  const offers = answers.flatMap(({ outcome }) => (outcome.kind === 'offers' ? outcome.offers : []))
  return offers
    .filter(({ start }) => Date.parse(start) > now.getTime())
    .sort((left, right) => Date.parse(left.start) - Date.parse(right.start))
}

function tellProgress(io: Io, { practice, outcome }: FederatedAnswer): void {
  const paints = paintsFor(io)
  const name = practice.name === practice.odsCode ? practice.odsCode : `${practice.odsCode} ${practice.name}`
  if (outcome.kind !== 'offers') {
    const [happened, ...rest] = describeFailure(outcome)
    io.printError([`${paints.bad('✗')} ${name}: ${happened}`, ...rest.map((line) => `    ${line}`)].join('\n'))
    return
  }
  const unusable = outcome.unusable > 0 ? ` (${outcome.unusable} more cannot be booked: the practice sent them incomplete)` : ''
  io.printError(`${paints.good('✓')} ${name}: ${outcome.offers.length} free${unusable}`)
}

/** Nobody shall take a practice that could not be asked for one that is full. */
function noneFound(answers: readonly FederatedAnswer[], range: string): string {
  const answered = answers.filter(({ outcome }) => outcome.kind === 'offers').length
  if (answered === 0) return 'No practice could be searched: what each said stands above.'
  const where = answered < answers.length ? ' at the practices that answered' : ''
  return `No free slots ${range}${where}. Try other dates with --from and --to.`
}

function toText(offers: readonly Offer[], { all, paints }: { all: number; paints: Paints }): string {
  const rows = offers.map((offer) => [
    shortWhen(offer),
    `${offer.minutes}`,
    offer.deliveryChannel ?? '',
    offer.slotType ?? offer.sessionType ?? '',
    whoIsSeen(offer),
    offer.location.name ?? offer.practice.name ?? offer.practice.odsCode,
    paints.strong(slotHandle(offer)),
  ])
  const more = all > offers.length ? `The ${offers.length} soonest of ${all}; --limit 0 shows all. ` : ''
  return [
    table(['When', 'Min', 'How', 'Type', 'With', 'Where', 'Slot'], rows, paints),
    '',
    paints.faint(`${more}Book one with: gpa book NHS_NUMBER SLOT --description TEXT`),
  ].join('\n')
}

function toJson(answers: readonly FederatedAnswer[], offers: readonly Offer[], all: number): string {
  const practices = answers.map(({ practice, outcome }) =>
    outcome.kind === 'offers'
      ? { ...practice, outcome: outcome.kind, offers: outcome.offers.length, unusable: outcome.unusable }
      : { ...practice, outcome: outcome.kind, failure: outcome },
  )
  const slots = offers.map((offer) => ({ slot: slotHandle(offer), ...offer }))
  return JSON.stringify({ practices, found: all, slots }, undefined, 2)
}

/** A practice that does not take part spoils nothing; one that did not answer may have had the better slot. */
function exitCodeFor(answers: readonly FederatedAnswer[]): ExitCode {
  const kinds = answers.map(({ outcome }) => outcome.kind)
  if (kinds.includes('unavailable')) return EXIT.noAnswer
  return kinds.includes('offers') ? EXIT.done : EXIT.refused
}
