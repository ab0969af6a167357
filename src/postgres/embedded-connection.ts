import { Worker } from 'node:worker_threads'
import { type StatementFault, statementError } from './statement-error.ts'

export type EmbeddedStart = {
  /** In memory when absent. */
  directory?: string | undefined
  /** Where a database that does not exist yet is made, before it is renamed. */
  newDirectory?: string | undefined
  startFrom?: Uint8Array<ArrayBuffer> | undefined
}

type Job = { kind: 'query'; sql: string; parameters: (string | null)[] } | { kind: 'dump' } | { kind: 'close' }
export type EmbeddedRequest = Job & { id: number }
export type EmbeddedReply = { id: number; rows?: object[]; command?: string; dump?: Uint8Array<ArrayBuffer>; fault?: StatementFault }

export type EmbeddedConnection = {
  query(sql: string, parameters?: (string | null)[]): Promise<{ rows: object[]; command: string }>
  /** The whole database as a tar file, to start another from. */
  dump(): Promise<Uint8Array<ArrayBuffer>>
  close(): Promise<void>
  /** Ends the thread at once: every waiting query is rejected with this error. */
  abandon(error: Error): void
}

const START = 0

/** Starts the worker thread. One reply for each request, in order; when the thread dies, every waiting request is rejected. */
export async function connectEmbedded(start: EmbeddedStart): Promise<EmbeddedConnection> {
  const extension = import.meta.url.slice(-3)
  const worker = new Worker(new URL(`./embedded-worker${extension}`, import.meta.url), { workerData: start, execArgv: [] })
  const waiting = new Map<number, { resolve: (reply: EmbeddedReply) => void; reject: (error: Error) => void }>()
  let lastId = START
  let end: Error | undefined

  function fail(error: Error): void {
    end ??= error
    for (const { reject } of waiting.values()) reject(end)
    waiting.clear()
  }

  worker.on('message', (reply: EmbeddedReply) => {
    const request = waiting.get(reply.id)
    waiting.delete(reply.id)
    if (reply.fault) request?.reject(statementError(reply.fault))
    else request?.resolve(reply)
  })
  worker.on('error', (error) => fail(new Error('The embedded database has failed', { cause: error })))
  worker.on('exit', () => fail(new Error('The embedded database is closed')))

  const reply = (id: number) => new Promise<EmbeddedReply>((resolve, reject) => waiting.set(id, { resolve, reject }))

  async function send(job: Job): Promise<EmbeddedReply> {
    if (end) throw end
    lastId += 1
    const answer = reply(lastId)
    worker.postMessage({ ...job, id: lastId } satisfies EmbeddedRequest)
    return answer
  }

  await reply(START)

  return {
    async query(sql, parameters = []) {
      const { rows = [], command = '' } = await send({ kind: 'query', sql, parameters })
      return { rows, command }
    },
    async dump() {
      const { dump } = await send({ kind: 'dump' })
      if (!dump) throw new Error('The embedded database gave no dump')
      return dump
    },
    async close() {
      if (end) return
      const exited = new Promise((resolve) => worker.once('exit', resolve))
      await send({ kind: 'close' })
      await exited
    },
    abandon(error) {
      fail(error)
      void worker.terminate()
    },
  }
}
