import { z } from 'zod'
import { parseJson } from '../../fhir/parse-json.ts'
import { NEEDS } from './needs.ts'

const text = z.string().min(1)
const asid = z.string().regex(/^\d{12}$/, 'must be an ASID: twelve digits')
const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .refine((value) => !value.endsWith('/'), 'must not end in a slash')
const pair = z.strictObject({ certificateFile: text, keyFile: text })

export const BAD_CERTIFICATES = [
  'expired',
  'not-yet-valid',
  'revoked',
  'other-authority',
  'wrong-fqdn',
  'self-signed',
  'missing-chain',
] as const

const tls = z.strictObject({
  caFile: text,
  ...pair.shape,
  /** For scenarios on certificates that must be refused (SEC-01). */
  bad: z.record(z.enum(BAD_CERTIFICATES), pair.optional()).exactOptional(),
})

const consumer = z.strictObject({
  asid,
  odsCode: text,
  name: text,
  type: z.enum(['gp-practice', 'urgent-care']).exactOptional(),
  issuer: z.url().default('https://judge.example/'),
})

const data = z.strictObject(
  Object.fromEntries(Object.entries(NEEDS).map(([need, { schema }]) => [need, schema.exactOptional()])),
) as unknown as z.ZodType<{ [Need in keyof typeof NEEDS]?: z.output<(typeof NEEDS)[Need]['schema']> }>

const schema = z
  .strictObject({
    name: text.exactOptional(),
    serviceRoot: url,
    asid,
    /** Of the Spine Secure Proxy, where requests go through it. */
    ssp: url.exactOptional(),
    tls: tls.exactOptional(),
    /** SEC-01: local development only, so it has to be said. */
    plainHttp: z.boolean().default(false),
    consumer,
    dialect: z.enum(['assurance', 'specification']).default('assurance'),
    requestsPerSecond: z.number().positive().max(1000).default(25),
    timeoutSeconds: z.number().positive().max(120).default(15),
    data: data.default({}),
  })
  .superRefine((target, context) => {
    const addressed = target.ssp ?? target.serviceRoot
    const say = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (addressed.startsWith('http:') && !target.plainHttp)
      say('plainHttp', 'must be true where requests go over plain HTTP, which is for development only')
    if (addressed.startsWith('https:') && target.plainHttp) say('plainHttp', 'does not go with https')
    if (addressed.startsWith('http:') && target.tls) say('tls', 'does not go with plain HTTP')
  })

export type Target = z.output<typeof schema>
export type TargetSource = z.input<typeof schema>
export type TlsFiles = z.output<typeof tls>

/** The target, or everything that is wrong with the file: `data.patient.nhsNumber: must be ...`. Values are not repeated. */
export function decodeTarget(source: string): { target: Target } | { faults: string[] } {
  const json = parseJson(source)
  return json.kind === 'malformed' ? { faults: [`It is not JSON: ${json.reason}.`] } : decodeTargetValue(json.value)
}

export function decodeTargetValue(value: unknown): { target: Target } | { faults: string[] } {
  const parsed = schema.safeParse(value)
  if (parsed.success) return { target: parsed.data }
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(file)'}: ${message}`) }
}
