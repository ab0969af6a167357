import type { FastifyRequest } from 'fastify'
import { type FederatedSummary, type FederatedUpdate, watchFreeSlotsAcross } from '../../../../consumer/index.ts'
import type { WebDeps } from '../../../deps.ts'
import type { Acting } from '../../../request.ts'
import { toProblem } from '../../../views/to-problem.ts'
import { lastDayOf, type SlotSearch } from '../search.ts'
import { askedFor } from './asked-for.ts'
import { type Day, groupOffers } from './group-offers.ts'
import { daysInOrder } from './in-order.ts'

/** Marks in the page: between the first two answers go out as they come, and then once more in order, all of them. */
const [ANSWERS, IN_ORDER, END] = ['<!--answers-->', '<!--in-order-->', '<!--end-->']

type Of = {
  acting: Acting
  request: FastifyRequest
  id: string
  search: SlotSearch
  /** Practices are told apart by name: also where one of several is asked again. */
  several: boolean
  page: string
  deadlineMs: number
  later: string | undefined
  signal: AbortSignal
}

/**
 * The page in pieces: its head at once, each practice's slots when it answers, its end. It is one document, whole without a script; whoever
 * leaves it ends the search.
 */
export async function* streamResults(deps: WebDeps, of: Of): AsyncGenerator<string, void, undefined> {
  const [head = '', afterAnswers = '', middle = '', tail = ''] = of.page.split(new RegExp(`${ANSWERS}|${IN_ORDER}|${END}`))
  yield head
  let last: FederatedSummary | undefined
  let shown = 0
  const answered: (readonly Day[])[] = []
  try {
    for await (const update of watching(deps, of)) {
      if (update.state === 'finished') {
        last = update.summary
        continue
      }
      const piece = arrivalOf(deps, of, update)
      shown += piece.shown
      if (piece.shown > 0) answered.push(piece.days)
      // The script takes up what something follows: then it is whole.
      yield `${piece.html}<i hidden></i>\n`
    }
  } catch (err) {
    // The answer is half out, so that no page of its own can say it.
    deps.log.error({ requestId: of.request.id, err }, 'unexpected fault')
  }
  yield afterAnswers + inOrderOf(deps, of, answered) + middle + endOf(deps, of, { last, shown }) + tail
}

function watching(deps: WebDeps, { acting, search, deadlineMs, signal }: Of) {
  const { asker } = acting
  return watchFreeSlotsAcross(deps.spineOf(asker.organisation.odsCode), asker, {
    ...search.own,
    minutes: undefined,
    federation: search.practices,
    from: search.from,
    to: lastDayOf(search),
    deadlineMs,
    signal,
  })
}

function arrivalOf(
  deps: WebDeps,
  of: Of,
  update: Exclude<FederatedUpdate, { state: 'finished' }>,
): { html: string; shown: number; days: Day[] } {
  const { practice, state } = update
  // For the script, which shows what each practice is at; nothing to see without it.
  if (!('outcome' in update))
    return { html: `<i hidden data-practice="${practice.odsCode}" data-state="${state}"></i>`, shown: 0, days: [] }

  const retry = `/patient/${of.id}/slots/at/${practice.odsCode}`
  const common = { template: 'journeys/find-slot/results/arrival.njk', practice, state, retry }
  if (update.state !== 'answered')
    return { html: deps.views.render(of.request, { ...common, free: 0, problem: toProblem(update.outcome), days: [] }), shown: 0, days: [] }
  const { offers, unusable } = update.outcome
  const { wanted } = of.search
  const days = groupOffers(offers, { wanted, practiceName: practice.name })
  const shown = days.flatMap(({ groups }) => groups.flatMap(({ chips }) => chips)).filter(({ isWanted }) => isWanted).length
  const html = deps.views.render(of.request, { ...common, free: offers.length, shown, unusable, days, several: of.several })
  return { html, shown, days }
}

/** What one practice has is in order as it came. */
function inOrderOf({ views }: WebDeps, { request, search }: Of, answered: readonly (readonly Day[])[]): string {
  if (answered.length < 2) return ''
  const days = daysInOrder(answered.flat(), search.wanted.sort ?? 'soonest')
  return views.render(request, { template: 'journeys/find-slot/results/in-order.njk', days, several: true })
}

function endOf(deps: WebDeps, of: Of, { last, shown }: { last: FederatedSummary | undefined; shown: number }): string {
  const { id, later, request } = of
  const nothing = shown > 0 ? '' : !last?.answered ? 'answered' : last.offers > 0 ? 'fits' : 'free'
  const missing = last ? last.practices - last.answered : of.search.practices.length
  return deps.views.render(request, {
    template: 'journeys/find-slot/results/end.njk',
    ...{ id, later, nothing, askedFor: askedFor(of.search.wanted) },
    freeText: last ? `${last.offers} ${last.offers === 1 ? 'slot is' : 'slots are'} free in these two weeks` : '',
    ended: last ? last.ended : 'broken-off',
    summaryText: last ? summaryOf(last) : 'The search broke off here: open the page again.',
    noneFreeText:
      missing > 0
        ? `The practices that answered have nothing. ${missing} could not be asked, and may have.`
        : 'There may be some later, or some that the practice only books itself.',
  })
}

function summaryOf({ answered, practices }: FederatedSummary): string {
  if (practices > 1) return `${answered} of ${practices} practices have answered.`
  return answered === 1 ? 'The practice has answered.' : 'The practice could not be asked.'
}
