import * as z from 'zod'
import { parseAsid } from '../../nhs/asid.ts'
import { ConfigError } from '../../nhs/config-error.ts'
import { type OdsCode, parseOdsCode } from '../../nhs/ods-code.ts'

const text = z.string().trim().min(1)
const url = z.url({ protocol: /^https?$/ }).refine((value) => !value.endsWith('/'), 'leave out the slash at the end')
const odsCode = z
  .string()
  .transform((value, context) => parsed(parseOdsCode(value), 'is no ODS code (capital letters and digits)', context))
const asid = z.string().transform((value, context) => parsed(parseAsid(value), 'is no ASID (twelve digits)', context))
const identifier = z.strictObject({ system: text, value: text })

function parsed<Value>(value: Value | undefined, message: string, context: z.RefinementCtx): Value {
  if (value !== undefined) return value
  context.addIssue({ code: 'custom', message })
  return z.NEVER
}

/** The directory by its FHIR API, or by LDAP over mutual TLS: the files hold PEM. */
const sds = z.union([
  z.strictObject({ url, apiKey: text }),
  z.strictObject({
    ldap: z.strictObject({
      url: z.url({ protocol: /^ldaps$/, error: 'must be an ldaps:// URL' }),
      caFile: text,
      certificateFile: text,
      keyFile: text,
      /** The name in the directory's certificate, where that is not the URL's host. */
      serverName: text.exactOptional(),
    }),
  }),
])

const configSchema = z.strictObject({
  pds: z.strictObject({
    url,
    /** Where PDS wants access tokens: the endpoint exactly as the platform writes it, and a PEM file of the private key. */
    token: z.strictObject({ url: z.url({ protocol: /^https?$/ }), apiKey: text, keyId: text, privateKeyFile: text }).exactOptional(),
  }),
  sds,
  ssp: z.strictObject({ url }),
  /** PEM files: whom to trust, and this system's own certificate with its sub CAs, which the SSP asks for (SEC-01). */
  tls: z.strictObject({ caFile: text, certificateFile: text, keyFile: text }).exactOptional(),
  /** This system, as practices see it: its own URL, and the device in every token. */
  application: z.strictObject({
    issuer: z.url(),
    device: identifier.extend({ model: text, version: text }),
    /** ODS code of its supplier, by which the directory can be asked for its ASID. */
    manufacturer: odsCode.exactOptional(),
  }),
  /** Where the requests start. `type` opens slots kept for such organisations. */
  organisation: z.strictObject({
    odsCode,
    name: text,
    type: z.enum(['gp-practice', 'urgent-care']).exactOptional(),
    telecom: z.array(z.strictObject({ system: z.enum(['phone', 'email']), value: text })).min(1),
    asid,
  }),
  /** The person who books. */
  user: z.strictObject({
    id: text,
    family: text,
    given: z.array(text).exactOptional(),
    prefix: z.array(text).exactOptional(),
    sdsUserId: text.exactOptional(),
    sdsRoleProfileId: text.exactOptional(),
    localIdentifier: identifier,
  }),
  federation: z.array(z.strictObject({ odsCode, name: text })).min(1),
  /** The folder of saved federations, from where this file is. */
  federations: text.default('federations'),
  /** Seconds to wait for one call, and for the federation as a whole. */
  patience: z.strictObject({ call: z.number().positive(), federation: z.number().positive() }).default({ call: 30, federation: 20 }),
})

export type Config = z.output<typeof configSchema>
/** What the file holds. */
export type ConfigFile = z.input<typeof configSchema>

/** Every fault at once, each with its place. */
export function parseConfig(json: string): Config {
  const result = configSchema.safeParse(parseJson(json))
  if (result.success) return result.data
  throw new ConfigError(result.error.issues.flatMap((issue) => faultsIn(issue)))
}

/** Of something that may be given in several ways, what is wrong with the one that comes nearest. */
function faultsIn(issue: z.core.$ZodIssue, within: readonly PropertyKey[] = []): string[] {
  const path = [...within, ...issue.path]
  const [nearest] = issue.code === 'invalid_union' ? issue.errors.toSorted((one, other) => one.length - other.length) : []
  if (nearest && nearest.length > 0) return nearest.flatMap((inner) => faultsIn(inner, path))
  return [`${path.map(String).join('.') || 'the file'}: ${issue.message}`]
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new ConfigError(['the file: is no JSON'])
  }
}

/** The federation's name for a practice, or its code. */
export function practiceNamed(config: Config, practice: OdsCode): { odsCode: OdsCode; name: string } {
  return config.federation.find((member) => member.odsCode === practice) ?? { odsCode: practice, name: practice }
}
