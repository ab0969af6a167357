import { z } from 'zod'
import { type Fault, faultsOf } from './fault.ts'
import { parseJson } from './parse-json.ts'
import { findCrossFaults } from './spine-cross-faults.ts'
import { spinePersonSchema } from './spine-person.ts'
import { applicationSchema, pdsSettingsSchema } from './spine-platform.ts'
import { signInClientSchema, spineStaffSchema } from './spine-staff.ts'
import { dataSharingSchema, spineOrganisationSchema } from './spine-system.ts'

/** What the simulated Spine knows: people (PDS), organisations and their systems (SDS), who may send to whom (SSP), and who may sign in (CIS2). */
export const spineFileSchema = z.strictObject({
  /** For editors: where the published schema is. */
  $schema: z.string().exactOptional(),
  kind: z.literal('spine'),
  people: z.array(spinePersonSchema).default([]),
  organisations: z.array(spineOrganisationSchema).default([]),
  dataSharing: z.array(dataSharingSchema).default([]),
  staff: z.array(spineStaffSchema).default([]),
  signInClients: z.array(signInClientSchema).default([]),
  /** Registered on the API platform, for access tokens. */
  applications: z.array(applicationSchema).default([]),
  pds: pdsSettingsSchema.default({ requiresToken: false, backend: 'answers' }),
})

export type SpineFile = z.output<typeof spineFileSchema>
/** As it is written, with what has a default left out at will. */
export type SpineFileSource = z.input<typeof spineFileSchema>

/** The file, or everything that is wrong with it. */
export function decodeSpineFile(text: string): { file: SpineFile } | { faults: Fault[] } {
  const json = parseJson(text)
  return 'faults' in json ? json : decodeSpineValue(json.value)
}

export function decodeSpineValue(value: unknown): { file: SpineFile } | { faults: Fault[] } {
  const parsed = spineFileSchema.safeParse(value)
  // Rules between entries are judged even where an entry is malformed: one run shows all there is to mend.
  const faults = [...(parsed.success ? [] : faultsOf(parsed.error)), ...findCrossFaults(value)]
  return parsed.success && faults.length === 0 ? { file: parsed.data } : { faults }
}

/** The published JSON Schema: the file as it is written, before defaults. */
export function spineFileJsonSchema(): z.core.JSONSchema.BaseSchema {
  return { title: 'Spine data file', ...z.toJSONSchema(spineFileSchema, { io: 'input' }) }
}
