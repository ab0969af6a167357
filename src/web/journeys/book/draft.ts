import type { Appointment, Clashes, Difference, Failure, Offer, Suggestions } from '../../../consumer/index.ts'

/** What was said before anything was written: whom the practice knows, and what the patient has on that day. */
export type LookAhead = {
  /** False: to book is to register the patient as temporary first (CON-03). */
  isKnown: boolean
  /** CON-06. */
  differences: readonly Difference[]
  clashes: Clashes
  /** Practices that did not say what the patient has there on that day. */
  notKnownAt: readonly string[]
}

/** How far a booking has come. Each is a page; all but the first, and `sending`, are for certain as far as they go. */
export type BookingState =
  | { at: 'checking' }
  /** Since when; `workId` is what is kept of it, once there is something. */
  | { at: 'sending'; since: string; workId?: string }
  | { at: 'booked'; appointment: Appointment; registeredNow: boolean; traceId: string | undefined; calendarStamp: string }
  | { at: 'gone'; registeredNow: boolean; instead: Suggestions; traceId: string | undefined }
  | { at: 'uncertain'; workId: string; askAgainAt: string; traceId: string | undefined }
  | { at: 'too-late-to-tell'; advice: string; traceId: string | undefined }
  /** Found out afterwards. */
  | { at: 'not-booked'; advice: string }
  | { at: 'registration-uncertain'; advice: string; because: Failure }
  | { at: 'failed'; failure: Failure; registeredNow: boolean }

/** One booking, from the chosen slot on. `id` stands in its forms, so that an old tab's is not taken for it. */
export type BookingDraft = {
  id: string
  offer: Offer
  practiceName: string
  look: LookAhead
  registrationAgreed: boolean
  /** What was typed, so that nobody types it again. */
  texts: { description: string; comment: string }
  /** Something to say above the check page. */
  note?: 'nothing-sent' | 'differ-now' | 'no-record-now' | undefined
  state: BookingState
}

/** While it is not known what became of one booking, nothing else is booked for the patient. */
export const isUndecided = (draft: BookingDraft | undefined): boolean =>
  draft !== undefined && (draft.state.at === 'sending' || draft.state.at === 'uncertain')
