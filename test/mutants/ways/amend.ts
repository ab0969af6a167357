import { type Mutant, waysIn } from '../mutant.ts'

const AMEND = ['amendAppointment'] as const

/** Amending: what may change, what may not, and over which version. */
export const AMEND_WAYS: readonly Mutant[] = [
  ...waysIn('src/appointments/amend-appointment.ts', AMEND, [
    {
      id: 'description-stays',
      rule: 'APT-09',
      breaks: 'does not amend the description',
      search: '({ ...stored, description, ...',
      replace: '({ ...stored, ...(description === undefined && { description }), ...',
    },
    {
      id: 'comment-stays',
      rule: 'APT-09',
      breaks: 'keeps a comment that was taken away',
      search: '{ comment: _before, ...stored }',
      replace: 'stored',
    },
  ]),
  ...waysIn('src/appointments/change-appointment.ts', AMEND, [
    {
      id: 'amended-over-any-version',
      rule: 'APT-11',
      breaks: 'amends what has changed since it was read',
      search: 'stored.version !== (change.version ?? seen.version)',
      replace: 'stored.version !== seen.version',
    },
    {
      id: 'cancelled-amended-too',
      rule: 'APT-10',
      breaks: 'amends what is cancelled',
      search: "if (stored.status === 'cancelled') throw",
      replace: "if (stored.id === '') throw",
    },
    {
      id: 'past-amended',
      rule: 'APT-09',
      breaks: 'amends what is past',
      search: 'if (stored.start <= now) throw',
      replace: 'if (stored.start.getTime() === 0) throw',
    },
    {
      id: 'visit-amended',
      rule: 'APT-12',
      breaks: 'amends a visit',
      search: "if (stored.deliveryChannel === 'Visit')",
      replace: "if (stored.id === '')",
    },
    {
      id: 'amended-by-the-booker-alone',
      rule: 'APT-13',
      breaks: 'lets nobody amend but who booked',
      search: '    checkMayChange(stored, now)\n',
      replace: `    checkMayChange(stored, now)
    const { bookingOrganisation: booker = caller.organisation } = stored
    if (booker.odsCode !== caller.organisation.odsCode) throw new SpineError('INVALID_RESOURCE', 'Somebody else booked it.')
`,
    },
    {
      id: 'cancelled-by-the-booker-alone',
      rule: 'APT-13',
      breaks: 'lets nobody cancel but who booked',
      search: '    checkMayChange(stored, now)\n',
      replace: `    checkMayChange(stored, now)
    const { bookingOrganisation: booker = caller.organisation } = stored
    if (booker.odsCode !== caller.organisation.odsCode) throw new SpineError('INVALID_RESOURCE', 'Somebody else booked it.')
`,
      interactions: ['cancelAppointment'],
    },
    {
      id: 'unknown-amended-is-reference',
      rule: 'APT-09',
      breaks: 'answers an amendment of an unknown appointment with 422',
      search: "throw new SpineError('NO_RECORD_FOUND', 'This practice has no Appointment",
      replace: "throw new SpineError('REFERENCE_NOT_FOUND', 'This practice has no Appointment",
    },
  ]),
  ...waysIn('src/appointments/store/appointments.ts', AMEND, [
    {
      id: 'every-practice-is-one',
      rule: 'GEN-19',
      breaks: "finds another practice's appointment",
      search: 'where a.ods_code = $1 and a.id = $2`, [practice, id])',
      replace: 'where $1::text is not null and a.id = $2`, [practice, id])',
    },
    {
      id: 'amendment-lost',
      rule: 'APT-09',
      breaks: 'answers an amendment that it does not keep',
      search: 'set version = $3, status = $4, description = $5, comment = $6,',
      replace: 'set version = $3, status = $4, description = coalesce(description, $5), comment = coalesce(comment, $6),',
    },
  ]),
  ...waysIn('src/provider/resources/appointment-change.ts', AMEND, [
    {
      id: 'amended-with-reason',
      rule: 'APT-09',
      breaks: 'takes a cancellation reason in an amendment',
      search: "  if (reasonsOf(appointment).length > 0) faults.push({ path: REASON, message: 'must not be sent in an amendment' })\n",
      replace: '',
    },
    {
      id: 'anything-amended',
      rule: 'APT-09',
      breaks: 'does not mind what else differs in an amendment',
      search: "refuseFaults(differencesOf(appointment, stored, ['description', 'comment']))",
      replace: 'void stored',
    },
    {
      id: 'status-passed-over',
      rule: 'APT-09',
      breaks: 'does not mind another status in an amendment',
      search: "['description', 'comment']))",
      replace: "['description', 'comment', 'status']))",
    },
    {
      id: 'texts-of-any-length',
      rule: 'APT-06',
      breaks: 'does not measure the texts of an amendment',
      search: '...checkTexts(appointment)]',
      replace: '...(description ? [] : checkTexts(appointment))]',
      answers500: true,
    },
    {
      id: 'amended-under-any-profile',
      rule: 'APT-01',
      breaks: 'amends under any profile',
      search: '[...checkProfile(appointment), ...checkTexts(appointment)]',
      replace: 'checkTexts(appointment)',
    },
    {
      id: 'any-id-amended',
      rule: 'APT-09',
      breaks: "does not hold an amendment's id against the URL's",
      search: 'if (appointment.id !== id) throw',
      replace: "if (appointment.id === '') throw",
    },
    {
      id: 'version-always-asked-for',
      rule: 'DIFF-05',
      breaks: 'refuses a change without If-Match, against assurance practice',
      search: "    if (error) throw new SpineError(error, 'Header If-Match",
      replace: "    throw new SpineError(error ?? 'BAD_REQUEST', 'Header If-Match",
    },
    {
      id: 'malformed-version-passed-over',
      rule: 'APT-11',
      breaks: 'takes a malformed If-Match for none',
      search: 'if (version === undefined) throw',
      replace: "if (version === undefined) return undefined\n  if (version === '') throw",
    },
  ]),
  ...waysIn('src/provider/resources/appointment-differences.ts', AMEND, [
    {
      id: 'times-compared-to-the-letter',
      rule: 'GEN-09',
      breaks: 'compares times as they are written',
      search: 'return momentOf(submitted[name]) === momentOf(before[name])',
      replace: 'return submitted[name] === before[name]',
    },
    {
      id: 'participants-passed-over',
      rule: 'APT-09',
      breaks: 'does not mind other participants in an amendment',
      search: 'return sameParticipants(submitted, before)',
      replace: 'return sameParticipants(before, before)',
    },
    {
      id: 'slots-passed-over',
      rule: 'APT-09',
      breaks: 'does not mind other slots in an amendment',
      search: 'return sameSet(referencesOf(submitted.slot ?? []), referencesOf(before.slot ?? []))',
      replace: 'return referencesOf(submitted.slot ?? []).length > 0',
    },
    {
      id: 'organisation-passed-over',
      rule: 'APT-09',
      breaks: 'does not mind another booking organisation in an amendment',
      search: '    ...differingOrganisation(submitted, stored.bookingOrganisation),\n',
      replace: '',
    },
    {
      id: 'extensions-passed-over',
      rule: 'APT-09',
      breaks: 'does not mind another channel or role in an amendment',
      search: '    ...differingExtensions(submitted, before),\n',
      replace: '',
    },
    {
      id: 'own-bookings-refused',
      rule: 'APT-13',
      breaks: 'refuses to amend what the practice booked itself',
      search: 'if (!stored || !isSent) return isSent === (stored !== undefined) ?',
      replace: 'if (!stored || !isSent) return stored && isSent ?',
    },
    {
      id: 'amended-whole-or-not',
      rule: 'APT-09',
      breaks: 'wants back in an amendment what it filled in itself',
      search: 'submitted.serviceCategory === undefined || submitted.serviceCategory.text',
      replace: 'submitted.serviceCategory?.text',
    },
  ]),
]
