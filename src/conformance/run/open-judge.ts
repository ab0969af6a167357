import { isDeepStrictEqual } from 'node:util'
import { checkAnswer } from '../checks/check-answer.ts'
import { INTERACTIONS } from '../interactions.ts'
import type { Expectation, Judge, Scenario } from '../scenario.ts'
import type { Target } from '../target/decode-target.ts'
import { type Answer, headerOf } from '../wire/answer.ts'
import { type Draft, type Format, goodDraft } from '../wire/draft.ts'
import { NoAnswer, type Wire } from '../wire/send.ts'
import type { Finding } from './result.ts'

export type JudgeDeps = { wire: Pick<Wire, 'send'>; target: Target; now: () => Date; newId: () => string }

/** Nothing that follows could be judged; what stood in the way is among the findings already. */
export class ScenarioEnded extends Error {
  override readonly name = 'ScenarioEnded'
}

/** Data that only a run can tell to be used up. */
export class ScenarioSkipped extends Error {
  override readonly name = 'ScenarioSkipped'
}

export type OpenedJudge = {
  judge: Judge
  findings: Finding[]
  answers: Answer[]
  /** Ids of appointments that were made. */
  booked: Set<string>
  /** Trace ids of bookings that were not answered: something may have been made. */
  unanswered: string[]
  expectations: () => number
  /** Once everything that was sent has its answer, or will have none: of a race, one end does not wait for the other. */
  settled: () => Promise<void>
}

export function openJudge(
  deps: JudgeDeps,
  { scenario, format, signal }: { scenario: Pick<Scenario, 'needs' | 'readOnly'>; format: Format; signal: AbortSignal },
): OpenedJudge {
  const { wire, target } = deps
  const findings: Finding[] = []
  const answers: Answer[] = []
  const booked = new Set<string>()
  const unanswered: string[] = []
  const underWay = new Set<Promise<unknown>>()
  let expectations = 0

  function expect(answer: Answer | undefined, expectation: Expectation): boolean {
    expectations += 1
    const holds = isDeepStrictEqual(expectation.expected, expectation.got)
    if (!holds) findings.push({ ...expectation, answer })
    return holds
  }
  function send(draft: Draft): Promise<Answer> {
    const answered = sendAndCheck(draft)
    const ended = answered.catch(() => undefined).finally(() => underWay.delete(ended))
    underWay.add(ended)
    return answered
  }
  async function sendAndCheck(draft: Draft): Promise<Answer> {
    if (scenario.readOnly && draft.method !== 'GET') throw new Error(`The scenario sends ${draft.method} and is said to change nothing.`)
    const answer = await wire.send(draft, signal).catch((error: unknown) => {
      if (error instanceof NoAnswer && isBooking(draft)) unanswered.push(traceIdOf(draft))
      throw error
    })
    answers.push(answer)
    for (const fault of checkAnswer(answer, { draft, target })) findings.push({ ...fault, answer })
    const made = appointmentMadeBy(draft, answer)
    if (made !== undefined) booked.add(made)
    return answer
  }
  async function attempt(draft: Draft): Promise<Answer | undefined> {
    if (draft.method !== 'GET') throw new Error('Only what changes nothing may go unanswered.')
    try {
      const answer = await wire.send(draft, signal)
      answers.push(answer)
      return answer
    } catch (error) {
      if (error instanceof NoAnswer) return undefined
      throw error
    }
  }
  const judge: Judge = {
    target,
    format,
    now: deps.now,
    newId: deps.newId,
    data: (need) => {
      const data = target.data[need]
      if (data === undefined || !scenario.needs.includes(need)) throw new Error(`The scenario uses "${need}" and does not declare it.`)
      return data
    },
    draft: (name, wanted = {}) => goodDraft(name, { ...wanted, target, format, now: deps.now(), newId: deps.newId }),
    send,
    attempt,
    expect,
    insist: (answer, expectation) => {
      if (!expect(answer, expectation)) throw new ScenarioEnded(expectation.rule)
    },
    skip: (reason) => {
      throw new ScenarioSkipped(reason)
    },
  }
  const settled = async () => {
    while (underWay.size > 0) await Promise.all(underWay)
  }
  return { judge, findings, answers, booked, unanswered, expectations: () => expectations, settled }
}

/** Whatever a request was meant to show: where it made an appointment, that has to be cancelled. */
function appointmentMadeBy(draft: Draft, answer: Answer): string | undefined {
  if (!isBooking(draft) || answer.status >= 300) return undefined
  const { resource } = answer
  if (resource?.resourceType === 'Appointment' && typeof resource.id === 'string') return resource.id
  return /\/Appointment\/([A-Za-z0-9\-.]{1,64})/.exec(headerOf(answer, 'location') ?? '')?.[1]
}

function isBooking({ method, path }: Draft): boolean {
  return method === 'POST' && path.split('?')[0] === INTERACTIONS.bookAppointment.path
}

function traceIdOf({ headers }: Draft): string {
  return headers.find(([name]) => name === 'Ssp-TraceID')?.[1] ?? 'none'
}
