import { searchset } from '../../fhir/bundle.ts'
import { SYSTEMS } from '../../fhir/urls.ts'
import { location, organization, practitioner, schedule, slot } from '../examples.ts'
import type { Described } from '../interactions.ts'
import { query } from '../parameters.ts'
import { choice, constant, matching, ref, type Schema } from '../schema.ts'

const DAY = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const rangeEnd = (prefix: string) => matching(`^${prefix}${DAY}(T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2})?$`)
const many = (items: Schema): Schema => ({ type: 'array', items })
const tokenOf = (...systems: readonly string[]) => matching(`^(${systems.map((system) => system.replaceAll('.', '\\.')).join('|')})\\|.+$`)

const INCLUDES = [
  'Slot:schedule',
  'Schedule:actor:Practitioner',
  'Schedule:actor:Location',
  'Schedule:actor:HealthcareService',
  'Location:managingOrganization',
]

export const slotOperations: readonly Described[] = [
  {
    interactions: ['searchFreeSlots'],
    operationId: 'searchFreeSlots',
    tag: 'Slots',
    summary: 'Search for free slots',
    description: [
      'The slots that the asking organisation could book now, with what they lead to: each resource once, slots first.',
      'Both ends of the range belong to it; a date stands for the whole day by United Kingdom clocks.',
    ].join('\n\n'),
    parameters: [
      query('start', true, 'The earliest start: ge, then a date, or a date and time with its offset.', rangeEnd('ge'), 'ge2026-03-02'),
      query('end', true, 'The latest end: le, then the same. Fourteen days after start at most.', rangeEnd('le'), 'le2026-03-09'),
      query('status', true, 'Only free slots can be asked for.', constant('free'), 'free'),
      query(
        '_include',
        true,
        'What to send along: the schedules always, practitioners, locations and services if asked for. The practice itself comes anyway.',
        { ...many(choice(INCLUDES)), contains: { const: 'Slot:schedule' } },
        ['Slot:schedule'],
      ),
      query('_include:recurse', false, 'The same as _include, for what schedules lead to.', many(choice(INCLUDES)), [
        'Schedule:actor:Practitioner',
        'Schedule:actor:Location',
      ]),
      query(
        'searchFilter',
        false,
        'Who would book: the ODS code of the organisation, and its type. A practice may have released slots to some alone.',
        many(tokenOf(SYSTEMS.odsOrganisationCode, SYSTEMS.organisationType)),
        [`${SYSTEMS.odsOrganisationCode}|B30012`, `${SYSTEMS.organisationType}|urgent-care`],
      ),
      query(
        'service.identifier',
        false,
        'Only slots of this service; passed over where service filtering is switched off, as the Bundle then says.',
        tokenOf(SYSTEMS.dosServiceId),
        `${SYSTEMS.dosServiceId}|2000099999`,
      ),
    ],
    answer: {
      status: 200,
      description: 'A Bundle of the slots and what they lead to.',
      schema: ref('SlotBundle'),
      examples: {
        found: { summary: 'One slot', value: searchset([slot, schedule, practitioner, location, organization]) },
        nothing: { summary: 'Nothing is free', value: searchset([]) },
      },
    },
    refusals: {
      BAD_REQUEST: 'start, end, status or _include is missing.',
      INVALID_PARAMETER:
        'One of them is malformed or sent twice, the range is longer than fourteen days or ends before it starts, or no schedule is asked for.',
      NO_RECORD_FOUND: 'The practice has no service with that id.',
    },
  },
]
