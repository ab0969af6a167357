import { access, readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Chain } from '../../audit/entry.ts'
import type { SavedHead } from '../../audit/verify-faults.ts'
import { parseOdsCode } from '../../nhs/ods-code.ts'

/** Where each chain ended when it was saved: what is kept where nobody who could rewrite the trail can reach it. */
export type HeadsFile = { savedAt: Date; heads: SavedHead[] }

/** A file that cannot be used; the message says which and why. */
export class HeadsFileRefused extends Error {
  override readonly name = 'HeadsFileRefused'
}

const chain = z.string().transform((text, context): Chain => {
  const code = text === '-' ? text : parseOdsCode(text)
  if (code !== undefined) return code
  context.addIssue('must be an ODS code, or "-"')
  return z.NEVER
})

const head = z
  .strictObject({ practice: chain, number: z.int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) })
  .transform(({ practice, ...rest }): SavedHead => ({ chain: practice, ...rest }))

const file = z.strictObject({
  kind: z.literal('audit-heads'),
  savedAt: z.iso.datetime().transform((text) => new Date(text)),
  heads: z.array(head).refine((heads) => new Set(heads.map((one) => one.chain)).size === heads.length, 'names a practice twice'),
})

export async function readHeadsFile(path: string): Promise<HeadsFile> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new HeadsFileRefused(`${path} could not be read (${codeOf(error)}).`)
  })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new HeadsFileRefused(`${path} is not JSON.`)
  }
  const read = file.safeParse(json)
  if (read.success) return read.data
  const [fault] = read.error.issues
  throw new HeadsFileRefused(`${path} is not what "gpa audit verify --save" writes: ${fault?.path.join('.') || 'it'}: ${fault?.message}.`)
}

/** Heads are evidence: what is there already may be the only one. Asked before the work, because that may take long. */
export async function checkIsNew(path: string): Promise<void> {
  const known = await access(path).then(
    () => true,
    () => false,
  )
  if (known) throw alreadyThere(path)
}

export async function writeHeadsFile(path: string, { savedAt, heads }: HeadsFile): Promise<void> {
  const lines = heads.map(({ chain: practice, number, hash }) => `    ${JSON.stringify({ practice, number, hash })}`)
  const text = `{\n  "kind": "audit-heads",\n  "savedAt": "${savedAt.toISOString()}",\n  "heads": [\n${lines.join(',\n')}\n  ]\n}\n`
  await writeFile(path, text, { flag: 'wx' }).catch((error: unknown) => {
    const code = codeOf(error)
    throw code === 'EEXIST' ? alreadyThere(path) : new HeadsFileRefused(`${path} could not be written (${code}).`)
  })
}

function alreadyThere(path: string): HeadsFileRefused {
  return new HeadsFileRefused(`${path} is there already, and saved heads are never written over: choose another name.`)
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  throw error
}
