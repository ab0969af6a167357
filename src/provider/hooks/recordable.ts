import type { CallDetails } from '../../audit/entry.ts'

/** The same shape, of texts that anybody may have sent. */
export type Unchecked<Details> = {
  [Key in keyof Details]?: (Details[Key] extends object | undefined ? Unchecked<Details[Key]> : unknown) | undefined
}

/** In characters: more than this says nothing more of who did what, and PostgreSQL's indexes take no more than 2,704 bytes. */
const LONGEST = 500
/** A slot search is 400 long. */
const LONGEST_TARGET = 2_000

/**
 * The same value as the audit trail can keep it: of bounded length, and without what PostgreSQL's jsonb has no place for (NUL, half a
 * surrogate pair). What is not text, or is absent, is left out.
 */
export function recordable(details: Unchecked<CallDetails>): CallDetails {
  return boundedTexts(details)
}

function boundedTexts(value: object): object {
  const bounded: Record<string, unknown> = {}
  for (const [key, part] of Object.entries(value)) {
    if (typeof part === 'object' && part !== null) bounded[key] = boundedTexts(part)
    else if (typeof part === 'string' && part !== '') bounded[key] = recordableText(part, key === 'target' ? LONGEST_TARGET : LONGEST)
  }
  return bounded
}

function recordableText(text: string, longest: number): string {
  return text.slice(0, longest).toWellFormed().replaceAll('\0', '\uFFFD')
}
