import { SPINE_ERRORS, type SpineErrorName } from '../nhs/spine-errors.ts'
import { isJsonObject, type JsonObject, objectsOf } from './json-object.ts'
import type { OperationOutcome } from './types.ts'
import { PROFILES, SYSTEMS } from './urls.ts'

/** ERR-01. */
export function toOperationOutcome(error: SpineErrorName, diagnostics: string): OperationOutcome {
  const { code, display, issue } = SPINE_ERRORS[error]
  return {
    resourceType: 'OperationOutcome',
    meta: { profile: [PROFILES.OperationOutcome] },
    issue: [
      {
        severity: 'error',
        code: issue,
        details: { coding: [{ system: SYSTEMS.spineError, code, display }] },
        ...(diagnostics === '' ? {} : { diagnostics }),
      },
    ],
  }
}

/** Who refused: the practice's system, the SSP between, PDS, or somebody who does not say. */
export type Refusal = {
  refusedBy: 'provider' | 'ssp' | 'pds' | 'unknown'
  /** The Spine code; from the SSP the HTTP status as text; where no coding came, the issue's own code. */
  code: string
  display?: string
  diagnostics?: string
}

/** Spellings of the specification's pages that no version of the code list has. */
const PROVIDER_SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['ACCESS_DENIED', SPINE_ERRORS.ACCESS_DENIED.code],
  ['NO_ORGANISATION_CONSENT', SPINE_ERRORS.NO_ORGANISATIONAL_CONSENT.code],
])

const SSP_SYSTEMS: ReadonlySet<unknown> = new Set([
  'http://fhir.nhs.net/ValueSet/gpconnect-schedule-response-code-1-0',
  'https://fhir.nhs.uk/StructureDefinition/spine-operationoutcome-1',
])
const PDS_SYSTEM = /^https:\/\/fhir\.nhs\.uk\/R4\/(?:CodeSystem|ValueSet)\/Spine-ErrorOrWarningCode/
const PROVIDER_SYSTEMS: ReadonlySet<unknown> = new Set([SYSTEMS.spineError, SYSTEMS.spineErrorValueSet])

/** Reads any OperationOutcome that may come back through the SSP or from PDS (CON-11); undefined where the body is none. */
export function readOperationOutcome(body: unknown): Refusal | undefined {
  if (!isJsonObject(body) || body.resourceType !== 'OperationOutcome') return undefined

  const readings = objectsOf(body.issue).map((issue) => ({ issue, coding: codingOf(issue) }))
  const { issue, coding } = readings.find((reading) => reading.coding) ?? readings[0] ?? {}
  const refusedBy = refuser(body, coding)
  const code = textOf(coding?.code) ?? textOf(issue?.code) ?? 'unknown'
  const display = textOf(coding?.display)
  const diagnostics = textOf(issue?.diagnostics)
  return {
    refusedBy,
    code: refusedBy === 'provider' ? (PROVIDER_SPELLINGS.get(code) ?? code) : code,
    ...(display === undefined ? {} : { display }),
    ...(diagnostics === undefined ? {} : { diagnostics }),
  }
}

function codingOf(issue: JsonObject): JsonObject | undefined {
  const codings = isJsonObject(issue.details) ? objectsOf(issue.details.coding) : []
  return codings.find(({ code }) => textOf(code) !== undefined)
}

function refuser(body: JsonObject, coding: JsonObject | undefined): Refusal['refusedBy'] {
  const code = textOf(coding?.code) ?? ''
  if (SSP_SYSTEMS.has(coding?.system) || /^\d{3}$/.test(code)) return 'ssp'
  if (PDS_SYSTEM.test(textOf(coding?.system) ?? '')) return 'pds'
  const profiles = isJsonObject(body.meta) ? body.meta.profile : undefined
  const hasProfile = Array.isArray(profiles) && profiles.includes(PROFILES.OperationOutcome)
  return hasProfile || PROVIDER_SYSTEMS.has(coding?.system) ? 'provider' : 'unknown'
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
