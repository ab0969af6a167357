import { SPINE_ERRORS } from '../../../nhs/spine-errors.ts'
import type { Context } from './asked.ts'
import { BODY_ROWS, explainBody } from './explain-body.ts'
import { HEAD_ROWS } from './explain-head.ts'
import { QUERY_ROWS } from './explain-query.ts'
import { TOKEN_ROWS } from './explain-token.ts'
import { type Explained, type Explanation, explainBy } from './explanation.ts'
import type { HttpRequest } from './http-request.ts'
import { type Answered, openOfflineProvider } from './offline-provider.ts'
import { type LintOptions, readPracticeAsked } from './practice-asked.ts'

export type LintFault = Explained & { status: number; code: string; says: string }

export type Linted = {
  interaction: string | undefined
  /** What the request as it stands is answered; undefined where nothing is wrong that can be told without the practice's book. */
  answer: { status: number; code: string; diagnostics: string } | undefined
  faults: readonly LintFault[]
  /** Something is checked only once the last of these faults is mended. */
  isUnfinished: boolean
  notChecked: readonly string[]
}

type Refused = Extract<Answered, { kind: 'refused' }>

const ROWS = [...HEAD_ROWS, ...TOKEN_ROWS, ...QUERY_ROWS, ...BODY_ROWS]
/** More than there are headers, claims and parameters to be wrong. */
const MOST_ROUNDS = 50

/** Asks the provider itself; mends what it refuses, and asks again, until it lets the request in or there is nothing left to mend. */
export async function lintRequest(sent: HttpRequest, options: LintOptions): Promise<Linted> {
  const { request, context, isRootKnown } = readPracticeAsked(sent, options)
  const provider = openOfflineProvider(context)
  const faults: LintFault[] = []
  let answer: Linted['answer']
  let asked: HttpRequest | undefined = request
  try {
    for (let round = 0; asked && round < MOST_ROUNDS; round += 1) {
      const answered = await provider.ask(asked)
      if (answered.kind === 'let in') break
      const { status, code, diagnostics } = answered
      answer ??= { status, code, diagnostics }
      const { faults: found, mended } = explain(answered, asked, context)
      const isKnown = found.every(({ at }) => faults.some((fault) => fault.at === at && fault.says === diagnostics))
      if (!isKnown) faults.push(...found.map((fault) => ({ ...fault, status, code, says: diagnostics })))
      // The mending did not help: nothing more can be told.
      asked = isKnown ? undefined : mended
    }
  } finally {
    await provider.close()
  }
  return {
    interaction: context.interaction,
    answer,
    faults,
    isUnfinished: asked === undefined,
    notChecked: notCheckedOf(options, isRootKnown),
  }
}

function explain(refused: Refused, request: HttpRequest, context: Context): Explanation {
  const { diagnostics, status } = refused
  const byRow = explainBy(ROWS, diagnostics, { request, context })
  if (byRow) return byRow
  if (status !== SPINE_ERRORS.INTERNAL_SERVER_ERROR.status && /^(?:Appointment|Parameters|Patient)\b/.test(diagnostics)) {
    return { faults: explainBody(diagnostics, context) }
  }
  return { faults: [{ at: 'request', requirement: 'ERR-03', rule: 'The provider refuses it.', instead: 'what the diagnostics ask for' }] }
}

function notCheckedOf({ asid }: LintOptions, isRootKnown: boolean): string[] {
  return [
    ...(asid === undefined ? ["whether Ssp-To is the practice's own ASID (say it by --asid)"] : []),
    ...(isRootKnown ? [] : ["whether aud names the provider's own host (say it by --root)"]),
    'whether the practice, patient, slots, appointment and version are there, and what the book says of them',
  ]
}
