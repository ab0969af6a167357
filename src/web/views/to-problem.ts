import type { Failure, Party } from '../../consumer/index.ts'

/** Where the help for a code stands, told by who said it. */
export const helpPathOf = (by: Party, code: string | undefined): string => `/help/${by}${code === undefined ? '' : `#${slugOf(code)}`}`

export const slugOf = (code: string): string => code.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')

export type Problem = { happened: string; advice: string; nothingDone: string; helpPath: string; support: readonly string[] }

const PARTIES = {
  pds: 'PDS, the NHS’s register of people',
  sds: 'the NHS directory',
  ssp: 'the Spine proxy, on the way to the practice',
  provider: 'the practice’s system',
  consumer: 'this service, before anything was sent',
  unknown: 'something between here and the practice',
} as const satisfies Record<Party, string>

/** Where somebody was registered, or may have been. */
export const NO_APPOINTMENT = 'No appointment was booked.'

/** A failure of the SDK as the person at the keyboard reads it: what happened, who said so, what to do, and what support will ask for. */
export function toProblem(failure: Failure, nothingDone = 'Nothing was booked or changed by this.'): Problem {
  const { kind, step, by, code, practice, diagnostics, advice, traceId } = failure
  const happened = {
    refused: `Could not ${step}: refused by ${PARTIES[by]}.`,
    'not-enabled': `Could not ${step}: ${PARTIES[by]} has no such service for this practice.`,
    unavailable: `Could not ${step}: no usable answer from ${PARTIES[by]}.`,
  }[kind]
  const support: [string, string | undefined][] = [
    ['Step', step],
    ['Said by', by],
    ['Code', code],
    ['Practice', practice],
    ['Said', diagnostics],
    ['Trace id', traceId],
  ]
  return {
    happened,
    advice,
    helpPath: helpPathOf(by, code),
    nothingDone,
    support: support.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])),
  }
}
