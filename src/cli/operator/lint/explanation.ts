import type { Context } from './asked.ts'
import type { HttpRequest } from './http-request.ts'

/** A fault: where it is, what the requirement says in our words, and what to write instead. */
export type Explained = { at: string; requirement: string; rule: string; instead: string }

/** `mended` is the request without these faults: what it is asked again, to find the next ones. */
export type Explanation = { faults: Explained[]; mended?: HttpRequest }

/** A refusal of the provider's, known by its diagnostics. */
export type Row = {
  says: RegExp
  requirement: string
  rule: string
  explain: (found: RegExpExecArray, request: HttpRequest, context: Context) => Found | readonly Found[]
}

export type Found = { at: string; instead: string; mend?: (request: HttpRequest) => HttpRequest }

export function explainBy(
  rows: readonly Row[],
  diagnostics: string,
  of: { request: HttpRequest; context: Context },
): Explanation | undefined {
  for (const { says, requirement, rule, explain } of rows) {
    const match = says.exec(diagnostics)
    if (!match) continue
    const found = [explain(match, of.request, of.context)].flat()
    const faults = found.map(({ at, instead }) => ({ at, requirement, rule, instead }))
    const mends = found.flatMap(({ mend }) => mend ?? [])
    return mends.length < found.length ? { faults } : { faults, mended: mends.reduce((request, mend) => mend(request), of.request) }
  }
  return undefined
}

/** The provider's own words of a fault, as what to do. */
export function asAdvice(message: string): string {
  return message.startsWith('must ') ? `it ${message}` : message
}
