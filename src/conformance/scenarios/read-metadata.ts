import { isJsonObject, objectsOf } from '../../fhir/json-object.ts'
import { type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { insistOnStatus } from '../steps/refusals.ts'
import { expectFilteringStatus, SERVICE_INCLUDE } from '../steps/services.ts'
import { PROFILE_OF } from '../vocabulary.ts'

const ANSWERS = { status: 200, requirement: 'ORG-04', rule: 'A practice says what it can do.' } as const

/** By resource type: how it may be asked for. */
const INTERACTIONS_LISTED = [
  ['Patient', ['read', 'search-type']],
  ['Practitioner', ['read', 'search-type']],
  ['Organization', ['read', 'search-type']],
  ['Location', ['read']],
  ['Slot', ['search-type']],
  ['Appointment', ['read', 'create', 'update', 'search-type']],
] as const

const PARAMETERS_LISTED = [
  ['Patient', ['identifier']],
  ['Practitioner', ['identifier']],
  ['Organization', ['identifier']],
  ['Slot', ['start', 'end', 'status', 'searchFilter']],
  ['Appointment', ['start']],
] as const

const VALUES = [
  ['fhirVersion', '3.0.1', 'The FHIR version is 3.0.1.'],
  ['acceptUnknown', 'both', 'Unknown elements and extensions are accepted.'],
  ['version', '1.2.9', 'The version is that of the specification.'],
  ['kind', 'capability', 'It describes what the software can do.'],
] as const

const sources: ScenarioSource[] = [
  {
    id: 'answers',
    title: 'the statement is a CapabilityStatement',
    requirements: ['ORG-04', 'GEN-02', 'GEN-05', 'GEN-18'],
    inBothFormats: true,
    run: async (judge) => {
      // When
      const answer = await judge.send(judge.draft('readMetadata'))

      // Then
      insistOnStatus(judge, answer, ANSWERS)
      judge.insist(answer, {
        requirement: 'ORG-04',
        rule: 'It is a CapabilityStatement.',
        expected: 'CapabilityStatement',
        got: answer.resource?.resourceType,
      })
      for (const [element, expected, rule] of VALUES) {
        judge.expect(answer, { requirement: element === 'version' ? 'GEN-18' : 'ORG-04', rule, expected, got: answer.resource?.[element] })
      }
      const formats = Array.isArray(answer.resource?.format) ? answer.resource.format.map(String) : []
      for (const format of ['application/fhir+json', 'application/fhir+xml']) {
        judge.expect(answer, { requirement: 'GEN-02', rule: 'Both formats are named.', expected: true, got: formats.includes(format) })
      }
    },
  },
  ...INTERACTIONS_LISTED.map(
    ([type, codes]): ScenarioSource => ({
      id: `interactions-of-${type.toLowerCase()}`,
      title: `${type}: ${codes.join(', ')} are listed, with its profile`,
      requirements: ['ORG-04'],
      run: async (judge) => {
        const answer = await judge.send(judge.draft('readMetadata'))
        insistOnStatus(judge, answer, ANSWERS)
        const [listed] = listedTypes(answer.resource).filter((one) => one.type === type)
        const got = objectsOf(listed?.interaction).map(({ code }) => String(code))
        const missing = codes.filter((code) => !got.includes(code))
        judge.expect(answer, {
          requirement: 'ORG-04',
          rule: `${type} has the interactions of the specification.`,
          expected: [],
          got: missing,
        })
        const more = got.filter((code) => ['vread', 'delete', 'patch', 'history-instance', 'history-type'].includes(code))
        judge.expect(answer, {
          requirement: 'INT-01',
          rule: 'No interaction is listed that GP Connect does not have.',
          expected: [],
          got: more,
        })
        const profile = isJsonObject(listed?.profile) ? listed.profile.reference : undefined
        judge.expect(answer, { requirement: 'ORG-04', rule: `${type} names its profile.`, expected: PROFILE_OF[type], got: profile })
      },
    }),
  ),
  ...PARAMETERS_LISTED.map(
    ([type, names]): ScenarioSource => ({
      id: `parameters-of-${type.toLowerCase()}`,
      title: `${type}: the search parameters ${names.join(', ')} are listed`,
      requirements: ['ORG-04'],
      run: async (judge) => {
        const answer = await judge.send(judge.draft('readMetadata'))
        insistOnStatus(judge, answer, ANSWERS)
        const [listed] = listedTypes(answer.resource).filter((one) => one.type === type)
        const got = objectsOf(listed?.searchParam).map(({ name }) => String(name))
        const missing = names.filter((name) => !got.includes(name))
        judge.expect(answer, {
          requirement: 'ORG-04',
          rule: `${type} has the parameters of the specification.`,
          expected: [],
          got: missing,
        })
      },
    }),
  ),
  {
    id: 'includes-of-slot',
    title: 'Slot: the includes of the search are listed',
    requirements: ['ORG-04', 'SLOT-04'],
    run: async (judge) => {
      const answer = await judge.send(judge.draft('readMetadata'))
      insistOnStatus(judge, answer, ANSWERS)
      const [listed] = listedTypes(answer.resource).filter(({ type }) => type === 'Slot')
      const got = Array.isArray(listed?.searchInclude) ? listed.searchInclude.map(String) : []
      for (const include of ['Slot:schedule', 'Schedule:actor:Practitioner', 'Schedule:actor:Location', 'Location:managingOrganization']) {
        judge.expect(answer, { requirement: 'ORG-04', rule: `${include} is listed.`, expected: true, got: got.includes(include) })
      }
    },
  },
  {
    id: 'operation',
    title: 'the operation that registers a patient is listed',
    requirements: ['ORG-04'],
    run: async (judge) => {
      const answer = await judge.send(judge.draft('readMetadata'))
      insistOnStatus(judge, answer, ANSWERS)
      const [rest = {}] = objectsOf(answer.resource?.rest)
      const got = objectsOf(rest.operation).map(({ name }) => name)
      judge.expect(answer, {
        requirement: 'ORG-04',
        rule: 'gpc.registerpatient is listed.',
        expected: true,
        got: got.includes('gpc.registerpatient'),
      })
    },
  },
  {
    id: 'profiles',
    title: 'the profiles are listed',
    requirements: ['ORG-04'],
    run: async (judge) => {
      const answer = await judge.send(judge.draft('readMetadata'))
      insistOnStatus(judge, answer, ANSWERS)
      const listed = objectsOf(answer.resource?.profile).map(({ reference }) => reference)
      for (const type of ['Patient', 'Organization', 'Practitioner', 'Location', 'Appointment', 'Slot', 'Schedule', 'OperationOutcome']) {
        const got = listed.includes(PROFILE_OF[type])
        judge.expect(answer, { requirement: 'ORG-04', rule: `The profile of ${type} is listed.`, expected: true, got })
      }
    },
  },
  {
    id: 'service-filtering',
    title: 'the state of service filtering is told, and all that belongs to it is listed',
    requirements: ['SLOT-10', 'ORG-04'],
    needs: ['service-filtering'],
    run: async (judge) => {
      const answer = await judge.send(judge.draft('readMetadata'))
      insistOnStatus(judge, answer, ANSWERS)
      expectFilteringStatus(judge, answer, [judge.data('service-filtering')])
      const resources = objectsOf(objectsOf(answer.resource?.rest)[0]?.resource)
      const lists = (of: string, element: string, name: string) => {
        const listed = resources.find(({ type }) => type === of)?.[element]
        const names = Array.isArray(listed) ? listed.map((one: unknown) => (isJsonObject(one) ? (one.name ?? one.code) : one)) : []
        judge.expect(answer, {
          requirement: 'SLOT-10',
          rule: `On or off, ${name} is listed for ${of}.`,
          expected: true,
          got: names.includes(name),
        })
      }
      lists('Slot', 'searchParam', 'service.identifier')
      lists('Slot', 'searchInclude', SERVICE_INCLUDE)
      lists('HealthcareService', 'interaction', 'read')
      lists('HealthcareService', 'interaction', 'search-type')
    },
  },
  {
    id: 'switched-off',
    title: 'a practice that is switched off answers all the same',
    requirements: ['ORG-04', 'ADM-04'],
    needs: ['switched-off', 'direct'],
    run: async (judge) => {
      const { serviceRoot, asid } = judge.data('switched-off')
      const draft = judge.draft('readMetadata')
      const headers = draft.headers.map(([name, value]) => [name, name === 'Ssp-To' ? asid : value] as const)
      const token = draft.token && { ...draft.token, claims: { ...draft.token.claims, aud: serviceRoot } }
      const answer = await judge.send({ ...draft, serviceRoot, headers, token })
      judge.expect(answer, {
        requirement: 'ORG-04',
        rule: '/metadata is answered whatever is switched off.',
        expected: 200,
        got: answer.status,
      })
    },
  },
]

function listedTypes(resource: unknown) {
  const [rest = {}] = objectsOf(isJsonObject(resource) ? resource.rest : undefined)
  return objectsOf(rest.resource)
}

export const readMetadata: Scenario[] = scenariosOf('readMetadata', 'read-metadata', sources)
