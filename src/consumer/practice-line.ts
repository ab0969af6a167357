import type { Telecom } from '../nhs/contact-details.ts'
import { INTERACTION_IDS, type InteractionName } from '../nhs/interaction-ids.ts'
import type { OdsCode } from '../nhs/ods-code.ts'
import type { OrganisationType } from '../nhs/organisation-types.ts'
import type { RequestingOrganisation, User } from '../spine/bearer-token.ts'
import type { Query } from '../spine/http.ts'
import { isObject, type Loose } from '../spine/loose-json.ts'
import type { Sds, SdsOutcome } from '../spine/sds.ts'
import type { Ssp } from '../spine/ssp.ts'
import { type Events, plainCode, UNHEARD } from './events.ts'
import { type Failure, failureFrom, notEnabled, refusedHere, type Step, spineUnavailable } from './failure.ts'

/** The organisation that books. Its type opens slots that a practice keeps for such organisations (SLOT-07). */
export type Organisation = RequestingOrganisation & { type?: OrganisationType; telecom: readonly Telecom[] }

/** Who is asking: the real user, in the organisation where the request starts (CON-05). */
export type Asker = { user: User; organisation: Organisation }

export type PracticeRequest = {
  step: Step
  interaction: InteractionName
  path: string
  query?: Query
  /** With a body it is a POST, unless told. */
  method?: 'PUT'
  body?: object
  headers?: Readonly<Record<string, string>>
  signal?: AbortSignal | undefined
  /** Asked when nothing is left to do but to send it: whoever counts on when it left is told that it never did. */
  isTooLate?: () => boolean
}

export type PracticeAnswer = { kind: 'answered'; status: number; headers: Headers; resource: Loose | undefined; traceId: string }
export type PracticeReply = PracticeAnswer | { kind: 'failed'; failure: Failure; mayHaveActed: boolean }

export type PracticeLine = { practice: OdsCode; asker: Asker; ask: (request: PracticeRequest) => Promise<PracticeReply>; events: Events }

const TOO_LATE = 'Nothing was sent: too much time had passed since it was begun. Try again.'

export type LineDeps = { sds: Sds; ssp: Ssp; events?: Events | undefined }

/** One session's line to one practice: looks each interaction up in the directory once, then speaks through the SSP. */
export function openLine(deps: LineDeps, practice: OdsCode, asker: Asker): PracticeLine {
  const { events = UNHEARD } = deps
  const addresses = new Map<InteractionName, SdsOutcome>()

  // CON-04: kept for this session only, and only when found: "none" may be the directory's own trouble.
  async function addressFor({ step, interaction, signal }: PracticeRequest): Promise<SdsOutcome> {
    const known = addresses.get(interaction)
    if (known) return known
    const address = await lookedUp({ step, interaction, signal })
    if (address.kind === 'found') addresses.set(interaction, address)
    return address
  }

  async function lookedUp({ signal, ...of }: Pick<PracticeRequest, 'step' | 'interaction' | 'signal'>): Promise<SdsOutcome> {
    const elapsed = events.stopwatch()
    events.tell({ kind: 'looking-up', practice, ...of })
    const address = await deps.sds.lookUp({ odsCode: practice, interactionId: INTERACTION_IDS[of.interaction], signal })
    events.tell({ kind: 'looked-up', practice, ...of, outcome: address.kind, code: whyNot(address), ms: elapsed() })
    return address
  }

  async function ask(request: PracticeRequest): Promise<PracticeReply> {
    const about = { practice, step: request.step, interaction: request.interaction }
    const elapsed = events.stopwatch()
    const reply = await askUntold(request)
    if (reply.kind === 'answered') {
      const { status, traceId } = reply
      events.tell({ kind: 'answered', ...about, status, traceId, ms: elapsed() })
    } else {
      const { failure, mayHaveActed } = reply
      const { kind: outcome, by, traceId, diagnostics } = failure
      const code = plainCode(failure.code)
      events.tell({ kind: 'failed', ...about, outcome, by, code, mayHaveActed, traceId, ms: elapsed() }, { diagnostics })
    }
    return reply
  }

  async function askUntold(request: PracticeRequest): Promise<PracticeReply> {
    const { step, interaction, path, query, method, body, signal } = request
    const address = await addressFor(request)
    const lookingUp = { step: 'look up the practice', practice } as const
    if (address.kind === 'not-enabled') return { kind: 'failed', failure: notEnabled(lookingUp, address), mayHaveActed: false }
    if (address.kind === 'unavailable') return { kind: 'failed', failure: spineUnavailable(lookingUp, 'sds', address), mayHaveActed: false }

    if (request.isTooLate?.())
      return { kind: 'failed', failure: refusedHere({ step, practice }, 'TOO_LATE', TOO_LATE), mayHaveActed: false }

    const message = {
      interaction,
      path,
      signal,
      ...(query && { query }),
      ...(method && { method }),
      ...(body && { body }),
      ...(request.headers && { headers: request.headers }),
    }
    events.tell({ kind: 'asking', practice, step, interaction }, { request: { path, query: query ?? [] } })
    const answer = await deps.ssp.send({ ...message, from: asker, to: address })
    if (answer.kind !== 'answered') {
      return { kind: 'failed', failure: failureFrom({ step, practice }, answer), mayHaveActed: answer.mayHaveActed }
    }
    const json = answer.body.kind === 'json' ? answer.body.value : undefined
    const { status, headers, traceId } = answer
    return { kind: 'answered', status, headers, resource: isObject(json) ? json : undefined, traceId }
  }

  return { practice, asker, ask, events }
}

function whyNot(address: SdsOutcome): string | undefined {
  if (address.kind === 'found') return undefined
  return address.kind === 'not-enabled' ? `no ${address.nothingAt}` : (address.fault ?? address.reason)
}
