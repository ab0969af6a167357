import { isJsonObject, type JsonObject, objectsOf } from '../../fhir/json-object.ts'
import { codingIn, extensionsOf } from '../checks/check-by-type.ts'
import { type Judge, type Scenario, type ScenarioSource, scenariosOf } from '../scenario.ts'
import { resourcesOfType, searchDays } from '../steps/search.ts'
import { EXTENSION, SYSTEM } from '../vocabulary.ts'
import type { Answer } from '../wire/answer.ts'

const RULE = 'What the practice holds is sent.'

/** Each detail that the target tells, and what came of it. */
function expectDetails(judge: Judge, answer: Answer, { told, got }: { told: object; got: (member: string) => unknown }): void {
  const members = Object.entries(told).filter(([, value]) => value !== undefined)
  judge.expect(answer, {
    ...{ requirement: 'ORG-02', rule: RULE },
    expected: Object.fromEntries(members),
    got: Object.fromEntries(members.map(([member]) => [member, got(member)])),
  })
}

/** Of an Organization or a Location. */
function placeOf(resource: JsonObject): Record<string, unknown> {
  // An Organization has several addresses, a Location has one.
  const [address = {}] = isJsonObject(resource.address) ? [resource.address] : objectsOf(resource.address)
  const phone = objectsOf(resource.telecom).find(({ system }) => system === 'phone')?.value
  return { name: resource.name, postalCode: address.postalCode, phone }
}

function practitionerOf(resource: JsonObject): Record<string, unknown> {
  const [name = {}] = objectsOf(resource.name)
  const languages = extensionsOf(resource, EXTENSION.nhsCommunication).map(
    (extension) => codingIn(extensionsOf(extension, 'language')[0] ?? {}).code,
  )
  const userId = objectsOf(resource.identifier).find(({ system }) => system === SYSTEM.sdsUserId)?.value
  return { sdsUserId: userId, family: name.family, gender: resource.gender, languages: languages.sort() }
}

const practitioner: ScenarioSource = {
  id: 'details-held',
  title: 'name, gender and languages of a practitioner are sent where they are held',
  requirements: ['ORG-02', 'GEN-11'],
  needs: ['practitioner-details'],
  inBothFormats: true,
  run: async (judge) => {
    const told = judge.data('practitioner-details')
    const query = [['identifier', `${SYSTEM.sdsUserId}|${told.sdsUserId}`] as const]
    const answer = await judge.send(judge.draft('findPractitioner', { query }))
    const held = practitionerOf(resourcesOfType(answer, 'Practitioner')[0] ?? {})
    const { languages, ...others } = told
    const inOrder = { ...others, ...(languages && { languages: [...languages].sort() }) }
    expectDetails(judge, answer, { told: inOrder, got: (member) => held[member] })
  },
}

const organisation: ScenarioSource = {
  id: 'details-held',
  title: 'name, address and telephone number of the practice are sent where they are held',
  requirements: ['ORG-02', 'GEN-11', 'GEN-13'],
  needs: ['organisation-details'],
  inBothFormats: true,
  run: async (judge) => {
    const { odsCode, ...told } = judge.data('organisation-details')
    const answer = await judge.send(judge.draft('findOrganization', { query: [['identifier', `${SYSTEM.odsCode}|${odsCode}`]] }))
    const held = placeOf(resourcesOfType(answer, 'Organization')[0] ?? {})
    expectDetails(judge, answer, { told, got: (member) => held[member] })
  },
}

const location: ScenarioSource = {
  id: 'details-held',
  title: 'name, address and telephone number of a surgery are sent where they are held',
  requirements: ['ORG-02', 'GEN-11', 'GEN-13'],
  needs: ['location-details', 'free-slots'],
  inBothFormats: true,
  run: async (judge) => {
    // Given
    const told = judge.data('location-details')
    const found = await searchDays(judge, judge.data('free-slots'))
    const [named] = resourcesOfType(found, 'Location').filter(({ name }) => name === told.name)
    judge.insist(found, { requirement: 'ORG-02', rule: 'A free slot is at that surgery.', expected: true, got: named !== undefined })
    // When
    const answer = await judge.send(judge.draft('readLocation', { id: String(named?.id) }))
    // Then
    const held = placeOf(answer.resource ?? {})
    expectDetails(judge, answer, { told, got: (member) => held[member] })
  },
}

/** ORG-02: of staff and places, what is held. */
export const detailsHeld: Scenario[] = [
  ...scenariosOf('findPractitioner', 'find-practitioner', [practitioner]),
  ...scenariosOf('findOrganization', 'find-organization', [organisation]),
  ...scenariosOf('readLocation', 'read-location', [location]),
]
