import { connect, type Socket } from 'node:net'
import type { Expected } from './draft.ts'
import { type Answer, readAnswers } from './read-answers.ts'

export type Sent = { bytes: Buffer; method: string; expected: Expected; isCut: boolean }

/** What came of it. `fault`: what the connection itself did that no server may do. */
export type Exchanged = { answers: Answer[]; fault?: string }

export type Sender = { exchange: (sent: Sent) => Promise<Exchanged>; close: () => void }

/** For the rest of a request that will not come: longer than any answer that needs no more of it takes. */
const PATIENCE_MS = 300

/** Once an answer is there, for another that nobody asked for. */
const QUIET_MS = 15

/** Sends one request at a time, on a connection kept alive where that is what HTTP promises. */
export function createSender(port: number, deadlineMs: number): Sender {
  let kept: Socket | undefined
  let isUnasked = false
  const connection = () => connect({ port, host: '127.0.0.1', noDelay: true })

  return {
    async exchange(sent) {
      // What is not whole, or not clear, has a connection to itself.
      if (sent.expected !== 'one') return exchangeOn(connection(), sent, deadlineMs)

      const socket = kept && !kept.destroyed ? kept : connection()
      kept = undefined
      if (isUnasked) {
        isUnasked = false
        socket.destroy()
        return { answers: [], fault: 'an answer that nobody asked for, after the request before' }
      }
      const exchanged = await exchangeOn(socket, sent, deadlineMs)
      if (exchanged.fault || exchanged.answers[0]?.headers.connection === 'close') socket.destroy()
      else {
        kept = socket.on('data', () => {
          isUnasked = true
        })
      }
      return exchanged
    },
    close: () => kept?.destroy(),
  }
}

function exchangeOn(socket: Socket, sent: Sent, deadlineMs: number): Promise<Exchanged> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0)
    let read: ReturnType<typeof readAnswers> = { answers: [], rest: bytes }
    let isEnded = false
    let quiet: NodeJS.Timeout | undefined

    const finish = (fault?: string) => {
      clearTimeout(deadline)
      clearTimeout(quiet)
      socket.removeAllListeners().on('error', () => undefined)
      if (sent.expected !== 'one') socket.destroy()
      resolve({ answers: read.answers, ...(fault && { fault }) })
    }
    const deadline = setTimeout(() => finish(isEnded ? 'the connection was not closed in time' : 'no answer in time'), deadlineMs)
    /** There is no more to send: the server answers what it still has to, and closes. */
    const end = () => {
      isEnded = true
      socket.end()
    }
    const endAfter = (ms: number) => {
      clearTimeout(quiet)
      if (!isEnded) quiet = setTimeout(end, ms)
    }

    socket.removeAllListeners('data')
    socket.on('data', (data) => {
      bytes = Buffer.concat([bytes, data])
      try {
        read = readAnswers(bytes, sent.method)
      } catch (error) {
        return finish(`after ${read.answers.length} answers ${(error as Error).message}`)
      }
      const { answers, rest } = read
      if (answers.length === 0) return
      if (sent.expected !== 'one') endAfter(QUIET_MS)
      else finish(answers.length > 1 || rest.length > 0 ? 'more than one answer' : undefined)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      const { answers, rest } = read
      if (answers.length === 0 && sent.expected !== 'any') finish('closed without an answer')
      else finish(rest.length > 0 && !sent.isCut ? 'closed in the middle of an answer' : undefined)
    })
    socket.write(sent.bytes)
    if (sent.isCut) end()
    else if (sent.expected === 'any') endAfter(PATIENCE_MS)
  })
}
