// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source

import { type Mutant, waysIn } from '../mutant.ts'

const SEARCH = ['searchFreeSlots'] as const

/** Free slots: what may be asked, what is found, and how it is shown. */
export const SEARCH_WAYS: readonly Mutant[] = [
  ...waysIn('src/provider/resources/slot-search.ts', SEARCH, [
    {
      id: 'missing-is-422',
      rule: 'SLOT-01',
      breaks: 'refuses a missing parameter with 422',
      search: "throw new SpineError('BAD_REQUEST', `Missing search parameter",
      replace: "throw new SpineError('INVALID_PARAMETER', `Missing search parameter",
    },
    {
      id: 'any-status',
      rule: 'SLOT-01',
      breaks: 'takes any status',
      search: "valuesOf('status').some((status) => status !== 'free')",
      replace: "valuesOf('status').some((status) => status === '')",
    },
    {
      id: 'repeated-date-taken',
      rule: 'SLOT-01',
      breaks: 'takes the first of two starts',
      search: "  if (values.length > 1) throw invalid(name, 'must be sent once')\n",
      replace: '',
    },
    {
      id: 'any-prefix',
      rule: 'SLOT-01',
      breaks: 'takes another prefix than ge and le',
      search: 'if (!value.startsWith(prefix)) throw',
      replace: 'if (!/^[gl][et]/.test(value)) throw',
    },
    {
      id: 'zulu-taken',
      rule: 'SLOT-02',
      breaks: 'takes a time that ends in Z',
      search: '[0-5]\\d:[0-5]\\d[+-]\\d{2}:\\d{2}$/.test(text)',
      replace: '[0-5]\\d:[0-5]\\d(Z|[+-]\\d{2}:\\d{2})$/.test(text)',
    },
    {
      id: 'end-day-cut',
      rule: 'SLOT-02',
      breaks: 'leaves the last day out',
      search: 'last: endOf(date), wholeDay: true',
      replace: 'last: momentOf(date), wholeDay: false',
    },
    {
      id: 'fifteen-days',
      rule: 'SLOT-03',
      breaks: 'searches longer than 14 days',
      search: 'const FORTNIGHT = 14 *',
      replace: 'const FORTNIGHT = 21 *',
    },
    {
      id: 'fortnight-in-hours',
      rule: 'SLOT-03',
      breaks: 'counts 14 days in hours, so that a change of the clocks makes them too many or too few',
      search: 'end.local - start.local > FORTNIGHT',
      replace: 'end.first.getTime() - start.first.getTime() > FORTNIGHT',
    },
    {
      id: 'backwards',
      rule: 'SLOT-03',
      breaks: 'takes an end before the start',
      search: 'if (end.last < start.first || (end.wholeDay && end.last <= start.first)) throw',
      replace: 'if (end.last.getTime() === 0) throw',
    },
    {
      id: 'include-not-wanted',
      rule: 'SLOT-04',
      breaks: 'forgets the locations that were asked for',
      search: "includes.includes('Schedule:actor:Location')",
      replace: "includes.includes('Schedule:actor:location')",
    },
    {
      id: 'practitioner-unasked',
      rule: 'SLOT-05',
      breaks: 'sends practitioners that nobody asked for',
      search: "includes.includes('Schedule:actor:Practitioner')",
      replace: 'includes.length > 0',
    },
    {
      id: 'unknown-filter-refused',
      rule: 'SLOT-07',
      breaks: 'refuses a searchFilter of another system',
      search: '  const services = options.serviceFiltering ?',
      replace:
        "  if (filters.some(({ system }) => system !== SYSTEMS.organisationType && system !== SYSTEMS.odsOrganisationCode)) throw invalid('searchFilter', 'is unknown')\n  const services = options.serviceFiltering ?",
    },
  ]),
  ...waysIn('src/fhir/query.ts', SEARCH, [
    {
      id: 'plus-is-blank',
      rule: 'SLOT-04',
      breaks: 'reads a raw plus sign as a blank',
      search: 'const text = decodeURIComponent(raw)',
      replace: "const text = decodeURIComponent(raw.replaceAll('+', ' '))",
    },
  ]),
  ...waysIn('src/provider/routes/search-free-slots.ts', SEARCH, [
    {
      id: 'no-organisation',
      rule: 'SLOT-05',
      breaks: 'leaves the Organization out',
      search: '...(found.slots.length > 0 ? [toOrganizationResource(organisation)] : [])',
      replace: '...(found.slots.length < 0 ? [toOrganizationResource(organisation)] : [])',
    },
    {
      id: 'organisation-though-empty',
      rule: 'SLOT-05',
      breaks: 'sends the Organization where nothing is free',
      search: '...(found.slots.length > 0 ? [toOrganizationResource(organisation)] : [])',
      replace: 'toOrganizationResource(organisation)',
    },
    {
      id: 'schedules-left-out',
      rule: 'SLOT-05',
      breaks: 'leaves the Schedules out',
      search: '      ...found.schedules.map(toScheduleResource),\n',
      replace: '      ...found.schedules.slice(1).map(toScheduleResource),\n',
    },
  ]),
  ...waysIn('src/appointments/store/slots.ts', SEARCH, [
    {
      id: 'overhanging-slot-found',
      rule: 'SLOT-06',
      breaks: 'finds slots that end after the range',
      search: 's.start_at >= $2 and s.end_at <= $3 and s.start_at < $3',
      replace: 's.start_at >= $2 and s.start_at < $3',
    },
    {
      id: 'taken-slot-found',
      rule: 'APT-05',
      breaks: 'goes on showing a slot that is taken',
      search: ' and s.appointment_id is null\n',
      replace: '\n',
      interactions: ['bookAppointment'],
    },
    {
      id: 'unreleased-slot-found',
      rule: 'SLOT-06',
      breaks: 'shows slots that the practice has not released',
      search: '       and s.bookable and not s.blocked and',
      replace: "       and (s.bookable or s.delivery_channel <> 'Visit') and not s.blocked and",
    },
    {
      id: 'slot-restriction-forgotten',
      rule: 'SLOT-07',
      breaks: 'looks at no restriction by organisation code',
      search: 'coalesce(s.allowed_organisation_codes, c.allowed_organisation_codes) as codes',
      replace: 'null::text[] as codes',
    },
  ]),
  ...waysIn('src/appointments/slot-availability.ts', SEARCH, [
    {
      id: 'either-restriction-does',
      rule: 'SLOT-07',
      breaks: 'takes one of two restrictions for enough',
      search: 'fits(types, asker.organisationTypes) && fits(codes, asker.organisationCodes)',
      replace: 'fits(types, asker.organisationTypes) || fits(codes, asker.organisationCodes)',
    },
    {
      id: 'no-filter-sees-all',
      rule: 'SLOT-07',
      breaks: 'shows everything to whoever sends no filter',
      search: 'return allowed === undefined || sent.some(',
      replace: 'return allowed === undefined || sent.length === 0 || sent.some(',
    },
    {
      id: 'embargo-forgotten',
      rule: 'SLOT-06',
      breaks: 'knows no embargo',
      search: "  { rule: 'embargo', holds: (slot, { now }) => embargoAllows(slot, now) },\n",
      replace: "  { rule: 'embargo', holds: (slot, { now }) => embargoAllows({ ...slot, embargoMinutes: 0 }, now) },\n",
    },
    {
      id: 'window-forgotten',
      rule: 'SLOT-06',
      breaks: 'knows no booking window',
      search: 'if (bookingWindowDays === undefined) return true',
      replace: 'if (bookingWindowDays === undefined || bookingWindowDays < 1000) return true',
    },
  ]),
  ...waysIn('src/provider/resources/slot.ts', SEARCH, [
    {
      id: 'slot-without-profile',
      rule: 'GEN-06',
      breaks: 'leaves the profile out of a Slot',
      search: 'meta: { versionId: String(version), profile: PROFILE }',
      replace: 'meta: { versionId: String(version) }',
    },
    {
      id: 'slot-with-specialty',
      rule: 'SLOT-09',
      breaks: 'sends a specialty',
      search: "    status: 'free',\n",
      replace: "    specialty: [{ text: 'General practice' }],\n    status: 'free',\n",
    },
    {
      id: 'slot-without-channel',
      rule: 'SLOT-09',
      breaks: 'leaves the delivery channel out of a Slot',
      search: '    extension: CHANNELS.get(deliveryChannel) ?? [toDeliveryChannel(deliveryChannel)],\n',
      replace: '',
    },
    {
      id: 'always-winter',
      rule: 'GEN-09',
      breaks: 'writes summer times as +00:00',
      search: '    start: formatLocalDateTime(start),\n',
      replace: '    start: `${start.toISOString().slice(0, 19)}+00:00`,\n',
    },
    {
      id: 'rooted-reference',
      rule: 'GEN-10',
      breaks: 'sends references that begin with a slash',
      search: 'schedule: { reference: `Schedule/${scheduleId}` }',
      replace: 'schedule: { reference: `/Schedule/${scheduleId}` }',
    },
  ]),
  ...waysIn('src/provider/resources/schedule.ts', SEARCH, [
    {
      id: 'schedule-without-location',
      rule: 'SLOT-09',
      breaks: 'leaves the surgery out of a Schedule',
      search: '      { reference: `Location/${locationId}` },\n',
      replace: '',
    },
    {
      id: 'schedule-without-role',
      rule: 'SLOT-09',
      breaks: "leaves the practitioner's role out of a Schedule",
      search: '    extension: [toPractitionerRole(practitionerRole)],\n',
      replace: '',
    },
  ]),
  ...waysIn('src/fhir/bundle.ts', SEARCH, [
    {
      id: 'bundle-with-total',
      rule: 'GEN-17',
      breaks: 'says how many there are',
      search: "    type: 'searchset',\n",
      replace: "    type: 'searchset',\n    ...{ total: resources.length },\n",
    },
    {
      id: 'empty-entry',
      rule: 'GEN-17',
      breaks: 'sends an empty list of entries',
      search: '...(resources.length > 0 ? { entry:',
      replace: '...(resources.length >= 0 ? { entry:',
    },
  ]),
]
