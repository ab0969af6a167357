import { setTimeout } from 'node:timers/promises'
import { decodeAnswer, seenIn } from './answers.ts'
import type { Http } from './exchange.ts'
import type { Operation } from './history.ts'
import type { Knowledge } from './knowledge.ts'
import type { Random } from './random.ts'
import type { Recorder } from './recorder.ts'
import { requestOf, type Wish } from './requests.ts'

export type AskDeps = {
  http: Http
  recorder: Recorder
  knowledge: Knowledge
  /** The processes, where each listens now. */
  ports: () => readonly number[]
}

export type Ask = (wish: Wish, random: Random) => Promise<Operation>

const PAUSE_MS = 20
const NOBODY_LISTENS_MS = 60_000

/** Asks some process, and notes what came of it. One that does not listen has not been asked: then another is. */
export function createAsk(deps: AskDeps): Ask {
  const { http, recorder } = deps
  return async (wish, random) => {
    const number = recorder.nextNumber()
    const giveUpAt = recorder.clock() + NOBODY_LISTENS_MS
    for (;;) {
      const ports = deps.ports()
      const process = Math.floor(random() * ports.length)
      const start = recorder.clock()
      const exchange = await http.send(ports[process] ?? 0, requestOf(wish, number, new Date()))
      const end = recorder.clock()
      if (exchange === 'unsent') {
        if (end > giveUpAt) throw new Error('No provider process listens any more')
        await setTimeout(PAUSE_MS)
        continue
      }

      const decoded = exchange === 'lost' ? undefined : decodeAnswer(wish.asked, exchange)
      const operation: Operation = { number, asked: wish.asked, process, start, end, ...(decoded && { answer: decoded.answer }) }
      recorder.record(operation)
      for (const body of decoded?.bodies ?? []) deps.knowledge.note({ practice: wish.asked.practice, seen: seenIn(body), body })
      return operation
    }
  }
}
