// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source

import { type Mutant, waysIn } from '../mutant.ts'

const BOOK = ['bookAppointment'] as const

/** Booking: what a request must say, and how it is answered. */
export const BOOK_WAYS: readonly Mutant[] = [
  ...waysIn('src/provider/routes/book-appointment.ts', BOOK, [
    { id: 'created-is-200', rule: 'APT-01', breaks: 'answers a booking with 200', search: '.code(201)', replace: '.code(200)' },
    {
      id: 'location-without-version',
      rule: 'GEN-07',
      breaks: 'leaves the version out of Location',
      search: '/_history/${appointment.version}`)',
      replace: '`)',
    },
  ]),
  ...waysIn('src/provider/send-resource.ts', BOOK, [
    {
      id: 'minimal-ignored',
      rule: 'GEN-08',
      breaks: 'sends a body though none was wanted',
      search: "return wanted === 'minimal'",
      replace: "return wanted === 'nothing'",
    },
    { id: 'strong-etag', rule: 'GEN-07', breaks: 'sends strong ETags', search: '`W/"${versionId}"`', replace: '`"${versionId}"`' },
  ]),
  ...waysIn('src/provider/resources/booking-request.ts', BOOK, [
    { id: 'reason-taken', rule: 'APT-01', breaks: 'takes a reason', search: "  'reason',\n", replace: '' },
    { id: 'specialty-taken', rule: 'APT-01', breaks: 'takes a specialty', search: "  'specialty',\n", replace: '' },
    { id: 'id-taken', rule: 'APT-01', breaks: 'takes an id', search: "  'id',\n", replace: '' },
    {
      id: 'any-profile',
      rule: 'APT-01',
      breaks: 'does not ask for the profile',
      search: 'if (!appointment.meta?.profile?.includes(PROFILES.Appointment)) say(',
      replace: "if (appointment.meta?.profile?.includes('none')) say(",
    },
    {
      id: 'proposed-taken',
      rule: 'APT-01',
      breaks: 'books what is proposed',
      search: "if (appointment.status !== 'booked') say(",
      replace: "if (appointment.status !== 'booked' && appointment.status !== 'proposed') say(",
    },
    {
      id: 'cancelled-on-booking',
      rule: 'APT-01',
      breaks: 'takes a cancellation reason in a booking',
      search: 'if (appointment.extension?.some(',
      replace: 'if (appointment.extension?.every(() => false) && appointment.extension.some(',
    },
    {
      id: 'two-patients-taken',
      rule: 'APT-01',
      breaks: 'takes an appointment of two patients',
      search: '(ids.get(type)?.length ?? 0) !== 1) say(`must hold exactly one ${type}`)',
      replace: '(ids.get(type)?.length ?? 0) < 1) say(`must hold exactly one ${type}`)',
    },
    {
      id: 'slot-twice-taken',
      rule: 'APT-04',
      breaks: 'takes one slot twice in one booking',
      search:
        "  if (new Set(ids).size !== ids.length) faults.push({ path: 'Appointment.slot', message: 'must not name a Slot twice' })\n  return ids",
      replace: '  return [...new Set(ids)]',
    },
    {
      id: 'created-not-asked',
      rule: 'APT-01',
      breaks: 'does without created',
      search: "decodeMoment('created', appointment.created, faults)",
      replace: "decodeMoment('created', appointment.created ?? appointment.start, faults)",
    },
  ]),
  ...waysIn('src/provider/resources/references.ts', BOOK, [
    {
      id: 'absolute-reference-taken',
      rule: 'GEN-10',
      breaks: 'takes absolute references',
      search: '/^([A-Z][A-Za-z]+)',
      replace: '/^(?:https?:.*\\/)?([A-Z][A-Za-z]+)',
    },
  ]),
  ...waysIn('src/provider/resources/booking-organisation.ts', BOOK, [
    {
      id: 'organisation-without-telecom',
      rule: 'APT-01',
      breaks: 'takes a booking organisation that nobody can reach',
      search: 'if (!organization.telecom?.some((telecom) => telecom.system && telecom.value)) {',
      replace: 'if (organization.telecom?.every((telecom) => !telecom.value)) {',
    },
    {
      id: 'organisation-type-forgotten',
      rule: 'APT-06',
      breaks: "does not give the booking organisation's type back",
      search: '...(type && { type: [{ coding:',
      replace: "...(type === 'x' && { type: [{ coding:",
    },
    {
      id: 'organisation-without-name',
      rule: 'APT-01',
      breaks: 'takes a booking organisation without a name',
      search: "  if (!organization.name) faults.push({ path: `${path}.name`, message: 'must be sent' })\n",
      replace: '',
    },
  ]),
  ...waysIn('src/provider/resources/appointment-texts.ts', BOOK, [
    {
      id: 'long-description-taken',
      rule: 'APT-06',
      breaks: 'takes a description of more than 100 characters',
      search: 'const DESCRIPTION_LENGTH = 100',
      replace: 'const DESCRIPTION_LENGTH = 101',
      answers500: true,
    },
    {
      id: 'long-comment-taken',
      rule: 'APT-06',
      breaks: 'takes a comment of more than 500 characters',
      search: 'const COMMENT_LENGTH = 500',
      replace: 'const COMMENT_LENGTH = 501',
      answers500: true,
    },
    {
      id: 'texts-counted-in-bytes',
      rule: 'APT-06',
      breaks: 'counts the bytes of a text, not its characters',
      search: 'return [...text].length',
      replace: 'return Buffer.byteLength(text)',
    },
    {
      id: 'description-not-asked',
      rule: 'APT-01',
      breaks: 'does without a description',
      search: "if (!description) say('description', 'must be sent')\n  else if (",
      replace: 'if (description !== undefined && ',
      answers500: true,
    },
  ]),
]
