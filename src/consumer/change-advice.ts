/** For the person at the desk, when a change was not made, or not for certain. */
export const CHANGED_MEANWHILE = 'Somebody has changed this appointment in the meantime. Look at both, and decide again.'

export const NOT_CHANGEABLE = {
  cancelled: 'This appointment has been cancelled. Book another.',
  past: 'This appointment has begun or is over. Ring the practice.',
  visit: 'A visit is arranged by the practice itself. Ring the practice.',
} as const

export const GIVEN_UP = 'It was given up before the change was sent: nothing was changed from here.'

const WHAT_IS_KNOWN = {
  'as it was': 'It is not known whether the change was made; the practice still shows the appointment as it was.',
  'changed otherwise': 'It is not known whether the change was made; the practice shows the appointment changed in another way.',
  'not asked': 'It is not known whether the change was made, and the practice could not be asked.',
} as const

/**
 * Under a version (If-Match) a practice takes one of any number of requests, and a late one none (APT-11). Without one it takes each as it
 * comes. To cancel again is harmless even so, for a cancelled appointment stays as it is (APT-10); so is asking for the same texts, since
 * what is held is read and compared first. But the lost request may still arrive, and then undoes whatever was decided since. Five minutes
 * are as long as one may be under way (see `settle-booking.ts`).
 */
const WHAT_TO_DO = {
  'under a version': 'Try again in a minute: it cannot be changed twice.',
  'cancel the appointment':
    'To cancel again does no harm. This practice numbers no versions, so the request may still arrive: if the appointment is to be kept after all, look at it again in five minutes.',
  'amend the appointment':
    'To ask for the same texts again does no harm. This practice numbers no versions, so the request may still arrive and replace what was written since: before you ask for other texts, wait five minutes and look at the appointment again.',
} as const

/** The answer to a change was lost, or said nothing. */
export function uncertain(of: {
  shown: keyof typeof WHAT_IS_KNOWN
  step: Exclude<keyof typeof WHAT_TO_DO, 'under a version'>
  /** Under which the change was asked for. */
  version: string | undefined
}): string {
  return `${WHAT_IS_KNOWN[of.shown]} ${WHAT_TO_DO[of.version === undefined ? of.step : 'under a version']}`
}
