// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source

import { type Mutant, waysIn } from '../mutant.ts'

const CANCEL = ['cancelAppointment'] as const

/** Cancelling and amending, and what is told of appointments. */
export const CHANGE_WAYS: readonly Mutant[] = [
  ...waysIn('src/appointments/cancel-appointment.ts', CANCEL, [
    {
      id: 'slots-not-released',
      rule: 'APT-10',
      breaks: 'keeps the slots of what is cancelled',
      search: '      await releaseSlots(tx, practice, stored)\n',
      replace: '      void [tx, practice, releaseSlots]\n',
    },
    {
      id: 'not-the-same-again',
      rule: 'APT-10',
      breaks: 'refuses the same cancellation once more',
      search: "isDone: (stored) => stored.status === 'cancelled' && isTheSame(stored)",
      replace: 'isDone: (stored) => stored.version < 0 && isTheSame(stored)',
    },
    {
      id: 'reason-lost',
      rule: 'APT-10',
      breaks: 'writes another cancellation reason',
      search: 'cancellationReason: reason }',
      replace: 'cancellationReason: reason.slice(0, 20) }',
    },
    {
      id: 'any-cancellation-again',
      rule: 'APT-10',
      breaks: 'answers 200 to a second cancellation with another reason',
      search: "stored.status === 'cancelled' && isTheSame(stored)",
      replace: "stored.status === 'cancelled' && isTheSame !== undefined",
    },
  ]),
  ...waysIn('src/appointments/change-appointment.ts', CANCEL, [
    {
      id: 'version-not-compared',
      rule: 'APT-11',
      breaks: 'does not look at If-Match',
      search: 'stored.version !== (change.version ?? seen.version)',
      replace: 'stored.version !== seen.version',
    },
    {
      id: 'mismatch-is-422',
      rule: 'APT-11',
      breaks: 'answers another version with 422',
      search: "throw new SpineError('FHIR_CONSTRAINT_VIOLATION'",
      replace: "throw new SpineError('INVALID_RESOURCE'",
    },
    {
      id: 'version-stays',
      rule: 'GEN-06',
      breaks: 'keeps the version of what it has changed',
      search: 'version: stored.version + 1, changedAt: now }',
      replace: 'version: stored.version, changedAt: now }',
      answers500: true,
    },
    {
      id: 'cancelled-amended',
      rule: 'APT-10',
      breaks: 'changes what is cancelled',
      search: "if (stored.status === 'cancelled') throw",
      replace: "if (stored.id === '') throw",
    },
    {
      id: 'past-changed',
      rule: 'APT-09',
      breaks: 'changes what is past',
      search: 'if (stored.start <= now) throw',
      replace: 'if (stored.start.getTime() === 0) throw',
    },
    {
      id: 'anything-changes',
      rule: 'APT-09',
      breaks: 'does not see that something else was changed too',
      search: '    change.checkNothingElseChanges(stored)\n',
      replace: '',
    },
    {
      id: 'unknown-appointment-is-422',
      rule: 'APT-09',
      breaks: 'answers an unknown appointment with 422',
      search: "throw new SpineError('NO_RECORD_FOUND', 'This practice has no Appointment",
      replace: "throw new SpineError('REFERENCE_NOT_FOUND', 'This practice has no Appointment",
    },
  ]),
  ...waysIn('src/provider/resources/appointment-change.ts', CANCEL, [
    {
      id: 'empty-reason-is-resource',
      rule: 'APT-10',
      breaks: 'refuses an empty reason as an invalid resource',
      search: "throw new SpineError('INVALID_PARAMETER', `${REASON}",
      replace: "throw new SpineError('INVALID_RESOURCE', `${REASON}",
    },
    {
      id: 'cancelled-by-any-status',
      rule: 'APT-10',
      breaks: 'cancels though the status says otherwise',
      search: "if (appointment.status !== 'cancelled') faults",
      replace: "if (appointment.status === 'proposed') faults",
    },
    {
      id: 'reason-not-asked',
      rule: 'APT-10',
      breaks: 'cancels without a reason',
      search: 'if (reasons.length !== 1 || reason === undefined) faults',
      replace: 'if (reasons.length > 1) faults',
    },
    {
      id: 'other-id-taken',
      rule: 'APT-09',
      breaks: "does not hold the body's id against the URL's",
      search: 'if (appointment.id !== id) throw',
      replace: "if (appointment.id === '') throw",
    },
    {
      id: 'strong-if-match-taken',
      rule: 'APT-11',
      breaks: 'takes a strong ETag in If-Match',
      search: '/^W\\/"([1-9]\\d{0,8})"$/',
      replace: '/^(?:W\\/)?"([1-9]\\d{0,8})"$/',
    },
  ]),
  ...waysIn('src/provider/resources/appointment-differences.ts', CANCEL, [
    {
      id: 'description-changed-by-cancelling',
      rule: 'APT-10',
      breaks: 'does not mind another description in a cancellation',
      search: 'return isDeepEqual(submitted[name], before[name])',
      replace: "return name === 'description' || isDeepEqual(submitted[name], before[name])",
    },
    {
      id: 'slots-changed-by-cancelling',
      rule: 'APT-10',
      breaks: 'does not mind other slots in a cancellation',
      search: 'return sameSet(referencesOf(submitted.slot ?? []), referencesOf(before.slot ?? []))',
      replace: 'return referencesOf(submitted.slot ?? []).length > 0',
    },
    {
      id: 'filled-in-is-asked-for',
      rule: 'APT-10',
      breaks: 'wants back what the provider itself filled in',
      search: 'submitted.serviceCategory === undefined || submitted.serviceCategory.text',
      replace: 'submitted.serviceCategory?.text',
    },
  ]),
  ...waysIn(
    'src/appointments/read-appointment.ts',
    ['readAppointment'],
    [
      {
        id: 'past-appointment-read',
        rule: 'APT-07',
        breaks: 'reads out an appointment that is past',
        search: 'if (appointment.start < now()) throw',
        replace: 'if (appointment.start.getTime() === 0) throw',
      },
      {
        id: 'unknown-appointment-is-patient',
        rule: 'APT-07',
        breaks: 'answers an unknown appointment as an unknown patient',
        search: "throw new SpineError('NO_RECORD_FOUND'",
        replace: "throw new SpineError('PATIENT_NOT_FOUND'",
      },
    ],
  ),
  ...waysIn(
    'src/provider/resources/retrieval.ts',
    ['retrieveAppointments'],
    [
      {
        id: 'past-retrieved',
        rule: 'APT-08',
        breaks: 'retrieves from days that are past',
        search: 'if (first < localDateOf(now)) throw',
        replace: "if (first < '1900' && localDateOf(now)) throw",
      },
      {
        id: 'retrieved-backwards',
        rule: 'APT-08',
        breaks: 'takes a range that ends before it begins',
        search: 'if (last < first) throw',
        replace: "if (last < '1900') throw",
      },
    ],
  ),
  ...waysIn(
    'src/appointments/retrieve-appointments.ts',
    ['retrieveAppointments'],
    [
      {
        id: 'retrieved-for-nobody',
        rule: 'APT-08',
        breaks: 'answers an unknown patient with NO_RECORD_FOUND',
        search: "throw new SpineError('PATIENT_NOT_FOUND'",
        replace: "throw new SpineError('NO_RECORD_FOUND'",
      },
    ],
  ),
]
