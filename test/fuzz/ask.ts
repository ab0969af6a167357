import type { Answered } from './afterwards.ts'
import { type Draft, wireOf } from './draft.ts'
import type { Sender } from './exchange.ts'
import { judgeAnswer } from './judge-answer.ts'
import type { Answer } from './read-answers.ts'

/** `label`: what was answered, for the counts. */
export type Asked = { answers: Answer[]; label: string; faults: string[]; bytes: Buffer }

/** Sends a request, and judges whatever comes back. */
export async function ask(sender: Sender, draft: Draft, count: Answered): Promise<Asked> {
  const { bytes, expected } = wireOf(draft)
  const { answers, fault } = await sender.exchange({ bytes, method: draft.method, expected, isCut: draft.cutAt !== undefined })
  // What is left over of a request whose end is not clear is read as another one, which asks for nothing.
  const leftOver: Draft = { ...draft, method: 'GET', headers: [['accept', '*/*']], path: '/', query: [] }
  const verdicts = answers.map((answer, index) => judgeAnswer({ ...(index === 0 ? draft : leftOver), expected }, answer))

  count.answered += answers.length
  if (expected !== 'one') count.unclear += 1
  const labels = answers.map(({ status }, index) =>
    `${status} ${verdicts[index]?.isUnreadable ? 'unreadable' : verdicts[index]?.code}`.trim(),
  )
  return {
    bytes,
    answers,
    label: labels[0] ?? fault ?? 'nothing',
    faults: [...(fault ? [fault] : []), ...verdicts.flatMap(({ faults }) => faults)],
  }
}
