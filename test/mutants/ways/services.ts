import { type Mutant, waysIn } from '../mutant.ts'

const SEARCH = ['searchFreeSlots'] as const
const BOOK = ['bookAppointment'] as const

/** Whether the practice filters by service or not. */
const OFF: readonly Mutant[] = [
  ...waysIn('src/provider/routes/search-free-slots.ts', SEARCH, [
    {
      id: 'service-counts-though-off',
      rule: 'SLOT-10',
      breaks: 'filters by service where that is switched off',
      search: "{ serviceFiltering: filtering === 'enabled' }",
      replace: '{ serviceFiltering: true }',
    },
    {
      id: 'status-untold',
      rule: 'SLOT-10',
      breaks: 'does not tell whether it filters by service',
      search: 'asksForService(query) ? { extension: toServiceFilteringStatus(filtering) } : {}',
      replace: '{}',
    },
    {
      id: 'status-unasked',
      rule: 'SLOT-10',
      breaks: 'tells whether it filters by service though no service was asked for',
      search: 'asksForService(query) ? { extension: toServiceFilteringStatus(filtering) } : {}',
      replace: '{ extension: toServiceFilteringStatus(filtering) }',
    },
  ]),
  ...waysIn('src/appointments/store/schedules.ts', SEARCH, [
    {
      id: 'service-named-though-off',
      rule: 'SLOT-10',
      breaks: 'names services in schedules where filtering by service is switched off',
      search: 'case when o.service_filtering_on then c.healthcare_service_id end',
      replace: 'c.healthcare_service_id',
    },
  ]),
  ...waysIn(
    'src/provider/resources/capability-statement.ts',
    ['readMetadata'],
    [
      {
        id: 'metadata-without-status',
        rule: 'SLOT-10',
        breaks: 'leaves the state of service filtering out of its CapabilityStatement',
        search: '    extension: [toServiceFilteringStatus(serviceFiltering)],\n',
        replace: '',
      },
    ],
  ),
]

const ON: readonly Mutant[] = [
  ...waysIn('src/provider/routes/search-free-slots.ts', SEARCH, [
    {
      id: 'service-ignored',
      rule: 'SLOT-10',
      breaks: 'ignores the service that is asked for where it filters by service',
      search: "{ serviceFiltering: filtering === 'enabled' }",
      replace: '{ serviceFiltering: false }',
    },
  ]),
  ...waysIn('src/provider/resources/slot-search.ts', SEARCH, [
    {
      id: 'service-include-ignored',
      rule: 'SLOT-10',
      breaks: 'leaves out services that are asked for',
      search: 'services: options.serviceFiltering && includes.includes(SERVICE_INCLUDE)',
      replace: 'services: false',
    },
    {
      id: 'service-unasked',
      rule: 'SLOT-10',
      breaks: 'sends services that nobody asked for',
      search: 'services: options.serviceFiltering && includes.includes(SERVICE_INCLUDE)',
      replace: 'services: options.serviceFiltering',
    },
    {
      id: 'empty-service-taken',
      rule: 'SLOT-10',
      breaks: 'takes an empty service.identifier for none',
      search: "options.serviceFiltering ? valuesOf('service.identifier') : []",
      replace: "options.serviceFiltering ? valuesOf('service.identifier').filter((one) => one !== '') : []",
    },
  ]),
  ...waysIn('src/appointments/search-free-slots.ts', SEARCH, [
    {
      id: 'unknown-service-empty',
      rule: 'SLOT-10',
      breaks: 'answers for a service that is not in its list as if it had no slots',
      search: '  if (dosServiceId !== undefined && !service) {\n',
      replace: '  if (dosServiceId !== undefined && !service) {\n    if (dosServiceId) return []\n',
    },
    {
      id: 'service-of-the-list-unfiltered',
      rule: 'SLOT-10',
      breaks: 'finds slots of every service where one of its list is asked for',
      search: '...(service && { healthcareServiceId: service.id })',
      replace: '...(!service && {})',
    },
  ]),
  ...waysIn('src/provider/resources/schedule.ts', SEARCH, [
    {
      id: 'schedule-without-service',
      rule: 'SLOT-10',
      breaks: 'does not name the service in its schedules',
      search: '...(healthcareServiceId === undefined ? []',
      replace: '...(healthcareServiceId !== null ? []',
    },
  ]),
  ...waysIn('src/provider/resources/appointment.ts', BOOK, [
    {
      id: 'appointment-without-service',
      rule: 'SLOT-10',
      breaks: 'does not name the service in an appointment',
      search: '...(schedule.healthcareServiceId === undefined ? []',
      replace: '...(schedule.healthcareServiceId !== null ? []',
    },
  ]),
  ...waysIn('src/provider/resources/booking-request.ts', BOOK, [
    {
      id: 'unknown-service-booked',
      rule: 'APT-02',
      breaks: 'books naming a service that does not exist',
      search: "const [healthcareServiceId] = ids.get('HealthcareService') ?? []",
      replace: 'const [healthcareServiceId]: string[] = []',
    },
  ]),
]

export const SERVICE_WAYS: readonly Mutant[] = [...OFF, ...ON.map((way): Mutant => ({ ...way, filtersByService: true }))]
