import { z } from 'zod'
import { checkPracticeFile } from './check-practice-file.ts'
import { addressSchema, lineOfTextSchema, telecomSchema } from './contact-schemas.ts'
import { type Fault, faultsOf } from './fault.ts'
import { parseJson } from './parse-json.ts'
import { appointmentSchema, genderSchema, namesOfPersonSchema, patientSchema } from './patient-schemas.ts'
import { keySchema, languageSchema, sdsIdSchema } from './practice-identifiers.ts'
import { scheduleSchema, weeklySessionSchema } from './schedule-schemas.ts'
import { settingsSchema } from './settings-schema.ts'
import { asidSchema, odsCodeSchema } from './spine-identifiers.ts'

const locationSchema = z.strictObject({
  key: keySchema,
  name: lineOfTextSchema,
  address: addressSchema.exactOptional(),
  telecom: z.array(telecomSchema).default([]),
})

const practitionerSchema = z.strictObject({
  key: keySchema,
  sdsUserId: sdsIdSchema.exactOptional(),
  sdsRoleProfileIds: z.array(sdsIdSchema).default([]),
  ...namesOfPersonSchema,
  gender: genderSchema.exactOptional(),
  languages: z.array(languageSchema).default([]),
})

const serviceSchema = z.strictObject({ key: keySchema, dosServiceId: lineOfTextSchema, name: lineOfTextSchema })

const listSchemas = {
  locations: locationSchema,
  practitioners: practitionerSchema,
  services: serviceSchema,
  schedules: scheduleSchema,
  sessions: weeklySessionSchema,
  patients: patientSchema,
  appointments: appointmentSchema,
}

/** One practice: who and where it is, its book, its patients. */
export const practiceFileSchema = z.strictObject({
  /** For editors: where the published schema is. */
  $schema: z.string().exactOptional(),
  kind: z.literal('practice'),
  odsCode: odsCodeSchema,
  asid: asidSchema.exactOptional(),
  name: lineOfTextSchema,
  address: addressSchema.exactOptional(),
  telecom: z.array(telecomSchema).default([]),
  settings: settingsSchema.exactOptional(),
  locations: z.array(locationSchema).min(1),
  practitioners: z.array(practitionerSchema).default([]),
  services: z.array(serviceSchema).default([]),
  schedules: z.array(scheduleSchema).default([]),
  sessions: z.array(weeklySessionSchema).default([]),
  patients: z.array(patientSchema).default([]),
  appointments: z.array(appointmentSchema).default([]),
})

export type PracticeFile = z.output<typeof practiceFileSchema>
/** As it is written, with what has a default left out at will. */
export type PracticeFileSource = z.input<typeof practiceFileSchema>

/** The published JSON Schema: the file as it is written, before defaults. What holds between entries it cannot say. */
export function practiceFileJsonSchema(): z.core.JSONSchema.BaseSchema {
  return { title: 'Practice data file', ...z.toJSONSchema(practiceFileSchema, { io: 'input' }) }
}

type ListName = keyof typeof listSchemas
export type NamedLists = { [List in ListName]: { index: number; raw: unknown; value: PracticeFile[List][number] | undefined }[] }

/** The file, or everything that is wrong with it. */
export function decodePracticeFile(text: string): { file: PracticeFile } | { faults: Fault[] } {
  const json = parseJson(text)
  return 'faults' in json ? json : decodePracticeValue(json.value)
}

export function decodePracticeValue(value: unknown): { file: PracticeFile } | { faults: Fault[] } {
  const parsed = practiceFileSchema.safeParse(value)
  const faults = parsed.success ? [] : faultsOf(parsed.error)
  faults.push(...checkPracticeFile(listsOf(value)))
  return parsed.success && faults.length === 0 ? { file: parsed.data } : { faults }
}

/** Each entry by itself, so that a fault in one of them does not hide what is wrong between the others. */
function listsOf(value: unknown): NamedLists {
  const entries = Object.entries(listSchemas).map(([list, schema]) => {
    const raw: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, list) : undefined
    return [list, Array.isArray(raw) ? raw.map((item, index) => ({ index, raw: item, value: schema.safeParse(item).data })) : []]
  })
  return Object.fromEntries(entries) as NamedLists
}
