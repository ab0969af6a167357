import { posix } from 'node:path'

const DOMAIN = ['directory', 'audit', 'patients', 'appointments']

/** Who may import whom. A module that is not here has no place yet: give it one, with the reason, before it is written. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  nhs: [], // vocabulary
  fhir: ['nhs'], // wire language
  postgres: [], // plumbing
  certificates: [],
  operations: ['postgres'], // health, metrics, log and end of a process
  dataset: ['nhs'], // one file format for practices and simulator
  directory: ['nhs', 'postgres'],
  audit: ['nhs', 'postgres'],
  patients: ['nhs', 'postgres', 'directory', 'audit'], // provenance is written with the change
  appointments: ['nhs', 'postgres', 'directory', 'audit', 'patients'], // no FHIR and no HTTP: rules outlive both
  import: ['nhs', 'postgres', ...DOMAIN, 'dataset'],
  provider: ['nhs', 'postgres', 'operations', ...DOMAIN, 'fhir', 'spine'], // the only meeting point of domain, FHIR and HTTP
  openapi: ['nhs', 'fhir', 'provider'], // describes the provider, of which it reads the table of interactions alone
  practice: ['nhs', 'postgres', ...DOMAIN], // the practice's own screens
  spine: ['nhs', 'fhir'],
  simulator: ['nhs', 'fhir', 'dataset'], // not spine: shared code would be wrong on both sides at once
  consumer: ['nhs', 'fhir', 'spine'], // installable alone
  web: ['nhs', 'consumer', 'spine', 'postgres', 'operations', 'audit'], // a consumer never sees a provider's database
  conformance: ['nhs', 'fhir'], // judges from outside
  cli: ['nhs', 'cli/consumer', 'cli/operator'], // the door, which hands over to one of the two
  'cli/consumer': ['nhs', 'consumer'], // nothing the public SDK lacks
}

const ALL_BUT: Readonly<Record<string, readonly string[]>> = {
  'cli/operator': ['web', 'sandbox'], // operators work on all of it
  sandbox: [], // composition only
}

/** `src/cli/consumer/book.ts` is of `cli/consumer`. Undefined for what lies outside src. */
export function moduleOf(path: string): string | undefined {
  const [root, first, second, ...rest] = path.split('/')
  if (root !== 'src' || first === undefined || second === undefined) return undefined
  return first === 'cli' && rest.length > 0 ? `cli/${second}` : first
}

/** Why the import is not allowed; undefined when it is. */
export function refusedImport(from: string, specifier: string): string | undefined {
  const importer = moduleOf(from)
  if (importer === undefined || !isKnown(importer)) return `${importer ?? from} is not in the table of modules`
  if (!specifier.startsWith('.')) return undefined

  const imported = moduleOf(posix.join(posix.dirname(from), specifier))
  if (imported === undefined) return `${specifier} lies outside the modules of src`
  if (imported === importer) return undefined

  const except = ALL_BUT[importer]
  const allowed = except ? !except.includes(imported) : MAY_IMPORT[importer]?.includes(imported)
  return allowed ? undefined : `${importer} may not import ${imported}`
}

function isKnown(module: string): boolean {
  return Object.hasOwn(MAY_IMPORT, module) || Object.hasOwn(ALL_BUT, module)
}
