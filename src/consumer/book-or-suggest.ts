import type { BookingRequest, BookOutcome } from './book-appointment.ts'
import type { Offer } from './offer.ts'
import type { Session } from './open-session.ts'
import type { Asker } from './practice-line.ts'
import { type Suggestions, type SuggestOptions, suggestInstead } from './suggest-instead.ts'

type Gone = Extract<BookOutcome, { kind: 'no-longer-free' }>

export type BookOrSuggestOutcome =
  | Exclude<BookOutcome, Gone>
  /** `booking` is what was asked for, so that nothing is typed again: book one of `instead` with it, in a session with its practice. */
  | (Gone & { instead: Suggestions; booking: BookingRequest })

/** Books as the session does, once. Where somebody else was faster, says what could be booked instead. */
export async function bookOrSuggest(
  deps: Parameters<typeof suggestInstead>[0],
  session: Pick<Session, 'book'>,
  wanted: { offer: Offer; booking: BookingRequest; asker: Asker } & SuggestOptions,
): Promise<BookOrSuggestOutcome> {
  const { offer, booking, asker, ...options } = wanted
  const outcome = await session.book(offer, booking)
  if (outcome.kind !== 'no-longer-free') return outcome
  return { ...outcome, instead: await suggestInstead(deps, asker, offer, options), booking }
}
