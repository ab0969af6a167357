import { z } from 'zod'
import { INTERACTION_IDS } from '../../nhs/interaction-ids.ts'

/** What goes wrong, where and how often: the script of `npm start -- --faults FILE` and of `gpa sim faults`. */

export const SERVICES = ['pds', 'sds', 'ods', 'token', 'ssp', 'cis2'] as const
export type Service = (typeof SERVICES)[number]

const milliseconds = z.int().min(0).max(600_000)

const whatSchema = z.discriminatedUnion('kind', [
  /** Answers late, but as ever. */
  z.strictObject({ kind: z.literal('delay'), ms: milliseconds }),
  /** Never answers; the connection stays open. */
  z.strictObject({ kind: z.literal('time-out') }),
  /** The connection breaks off, and nothing has reached the practice. */
  z.strictObject({ kind: z.literal('reset-before') }),
  /** The connection breaks off after the request was carried out: the answer is lost. */
  z.strictObject({ kind: z.literal('reset-after') }),
  /** Refused, with the service's own error body; of the SSP, 500 is the practice's own. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.literal([429, 500, 502, 503, 504]),
    retryAfterSeconds: z.int().min(0).exactOptional(),
  }),
  /** 200 with a page of HTML, as gateways send it. */
  z.strictObject({ kind: z.literal('wrong-media-type') }),
  /** The answer ends in its middle. */
  z.strictObject({ kind: z.literal('truncated-body') }),
  /** On new connections: the service shows an expired certificate; with a practice, the SSP shows one to that practice. */
  z.strictObject({ kind: z.literal('expired-certificate') }),
  /** The service's clock is fast (or, below nought, slow); with a practice, that practice's, which then refuses every token. */
  z.strictObject({ kind: z.literal('skewed-clock'), minutes: z.int().min(-100_000).max(100_000) }),
  /** The directory gives an address that the practice no longer has. */
  z.strictObject({ kind: z.literal('stale-address') }),
])

const whenSchema = z.union(
  [
    z.strictObject({ rate: z.number().min(0).max(1) }),
    z.strictObject({ first: z.int().min(1) }),
    z.strictObject({ every: z.int().min(1) }),
  ],
  { error: 'must be one of { "rate": 0 to 1 }, { "first": a number } and { "every": a number }' },
)

const interactionSchema = z
  .string()
  .refine(
    (text) => text.startsWith('urn:') || Object.hasOwn(INTERACTION_IDS, text),
    'must be an interaction id, or its name: searchFreeSlots',
  )

const ruleSchema = z
  .strictObject({
    /** Which requests: of a service, to a practice (through the SSP, unless told), of an interaction. */
    where: z.strictObject({
      service: z.enum(SERVICES).exactOptional(),
      practice: z
        .string()
        .regex(/^[A-Z0-9]{3,12}$/, 'must be an ODS code')
        .exactOptional(),
      interaction: interactionSchema.exactOptional(),
    }),
    /** How many of them: by chance, the first so many, or every so manieth; without it, all. */
    when: whenSchema.exactOptional(),
    what: whatSchema,
  })
  .superRefine(({ where, when, what }, context) => {
    const { service, practice } = where
    const fault = (message: string) => context.addIssue({ code: 'custom', path: ['where'], message })
    if (service === undefined && practice === undefined) fault('must name a service, a practice or both')
    if (practice !== undefined && service !== undefined && service !== 'ssp' && service !== 'sds')
      fault('can name a practice for ssp and sds only')
    if (what.kind === 'stale-address' && (service ?? 'sds') !== 'sds') fault('of a stale-address must be the service sds')
    if (what.kind === 'skewed-clock' && practice === undefined && when !== undefined)
      context.addIssue({ code: 'custom', path: ['when'], message: "cannot be given for a service's clock, which is wrong or right" })
  })

export const faultScriptSchema = z.strictObject({
  /** For editors: where the published schema is. */
  $schema: z.string().exactOptional(),
  kind: z.literal('faults'),
  /** The same seed and the same requests, the same faults. */
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  rules: z.array(ruleSchema).default([]),
})

export type FaultScript = z.output<typeof faultScriptSchema>
export type FaultScriptSource = z.input<typeof faultScriptSchema>
export type FaultRule = FaultScript['rules'][number]
export type Fault = FaultRule['what']

/** The script, or everything that is wrong with it. */
export function decodeFaultScript(value: unknown): { script: FaultScript } | { faults: string[] } {
  const parsed = faultScriptSchema.safeParse(value)
  if (parsed.success) return { script: parsed.data }
  return { faults: parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'the script'}: ${message}`) }
}

export function faultScriptJsonSchema(): unknown {
  return z.toJSONSchema(faultScriptSchema, { io: 'input', unrepresentable: 'any' })
}
