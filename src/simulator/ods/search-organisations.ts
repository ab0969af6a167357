import type { ApiReply } from '../api-request.ts'
import { odsOutcome } from './ods-outcomes.ts'
import type { OrganisationRecord } from './organisation-record.ts'

type Matches = (organisation: OrganisationRecord) => boolean
/** A text is what is wrong with the value. */
type Parameter = { modifiers: readonly string[]; read: (value: string, modifier: string) => Matches | string }

const ODS_CODE = 'https://fhir.nhs.uk/Id/ods-organization-code'
/** Neither narrows the search. */
const RESULT_PARAMETERS = ['_count', '_offset', '_summary', '_format']

const TEXT_MODIFIERS = ['contains', 'exact']

function matchesText(of: (organisation: OrganisationRecord) => string | undefined, shortest: number, longest: number): Parameter {
  return {
    modifiers: TEXT_MODIFIERS,
    read: (value, modifier) => {
      const asked = value.trim().toUpperCase()
      if (asked.length < shortest || asked.length > longest) return `must have ${shortest} to ${longest} characters`
      if (modifier === 'exact') return (organisation) => of(organisation) === value.trim()
      return (organisation) => {
        const held = of(organisation)?.toUpperCase()
        return (modifier === 'contains' ? held?.includes(asked) : held?.startsWith(asked)) ?? false
      }
    },
  }
}

function matchesRole(isCounted: Matches): Parameter {
  return {
    modifiers: ['not'],
    read: (value, modifier) => {
      const asked = value.split(',').map((code) => code.slice(code.lastIndexOf('|') + 1))
      return (organisation) => {
        const has = isCounted(organisation) && organisation.roles.some((role) => asked.includes(role))
        return has !== (modifier === 'not')
      }
    },
  }
}

const PARAMETERS: Readonly<Record<string, Parameter>> = {
  _id: { modifiers: [], read: (value) => (organisation) => value.split(',').includes(organisation.odsCode) },
  identifier: {
    modifiers: [],
    read: (value) => {
      const [code, system] = value.split('|').toReversed()
      return ({ odsCode }) => (system === undefined || system === ODS_CODE) && odsCode === code
    },
  },
  active: {
    modifiers: [],
    read: (value) => (value === 'true' || value === 'false' ? ({ active }) => active === (value === 'true') : 'must be true or false'),
  },
  name: matchesText(({ name }) => name, 3, 100),
  'address-postalcode': matchesText(({ address }) => address.postalCode, 2, 100),
  'address-city': matchesText(({ address }) => address.city, 1, 100),
  'address-country': matchesText(({ address }) => address.country, 1, 100),
  roleCode: matchesRole(() => true),
  activeRoleCode: matchesRole(({ active }) => active),
}

/** Real ones that need what the data files do not have. */
const NOT_SIMULATED = ['lastChangeDate', '_lastUpdated', '_revinclude']

/** Every parameter narrows; one that is not known refuses the search. */
export function searchOrganisations(all: readonly OrganisationRecord[], query: URLSearchParams): OrganisationRecord[] | ApiReply {
  const matchers: Matches[] = []
  for (const [written, value] of query) {
    if (RESULT_PARAMETERS.includes(written) || value === '') continue
    const [name = '', modifier = ''] = written.split(':')
    if (NOT_SIMULATED.includes(name)) return odsOutcome(501, `The simulator has no parameter "${name}".`)
    const parameter = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined
    if (!parameter || !(modifier === '' || parameter.modifiers.includes(modifier))) return unknownParameter(written)
    const matches = parameter.read(value, modifier)
    if (typeof matches === 'string') return odsOutcome(400, `Invalid value of "${written}": ${matches}`)
    matchers.push(matches)
  }
  return all.filter((organisation) => matchers.every((matches) => matches(organisation)))
}

function unknownParameter(name: string): ApiReply {
  const valid = [...Object.keys(PARAMETERS), ...NOT_SIMULATED].toSorted().join(', ')
  return odsOutcome(
    400,
    `HAPI-0524: Unknown search parameter "${name}" for resource type "Organization". Valid search parameters for this search are: [${valid}]`,
  )
}
