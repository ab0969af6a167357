import { rename } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { EmbeddedReply, EmbeddedRequest, EmbeddedStart } from './embedded-connection.ts'

/** The thread that runs the embedded PostgreSQL, so that a slow statement does not stop the process from answering. */

const { directory, newDirectory, startFrom } = workerData as EmbeddedStart
const port = parentPort
if (!port) throw new Error('This file is the body of a worker thread')

const asText = (text: string) => text
// As the server's driver has them (open-server.ts). The rest agree.
const parsers = { 20: Number, 1082: asText, 1700: asText }

const settings = {
  parsers,
  // Short segments: the log of a new database takes 1 MB and not 16, and what CHECKPOINT keeps shrinks with it.
  initDbStartParams: ['--wal-segsize=1'],
  ...(startFrom ? { loadDataDir: new Blob([startFrom], { type: 'application/x-tar' }) } : {}),
}

// A directory under its own name is a whole database, whenever the process that made it was killed.
if (directory && newDirectory) {
  const unfinished = await PGlite.create({ ...settings, dataDir: newDirectory })
  await unfinished.close()
  await rename(newDirectory, directory)
}

const db = await (directory ? PGlite.create({ parsers, dataDir: directory }) : PGlite.create(settings))
// Parameters arrive as PostgreSQL's own text already.
for (const type of Object.keys(db.serializers)) db.serializers[type] = asText

const answer = (reply: EmbeddedReply, transfer: ArrayBuffer[] = []) => port.postMessage(reply, transfer)

async function carryOut(request: EmbeddedRequest): Promise<void> {
  const { id } = request
  if (request.kind === 'query') {
    try {
      const { rows, command = '' } = await db.query<object>(request.sql, request.parameters)
      answer({ id, rows, command })
    } catch (error) {
      // Anything but a refused statement has left the database in a state nobody knows: it ends the thread.
      if (!(error instanceof Error) || !('severity' in error) || !('code' in error) || typeof error.code !== 'string') throw error
      const constraint = 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined
      answer({ id, fault: { message: error.message, code: error.code, constraint } })
    }
  } else if (request.kind === 'dump') {
    const dump = await (await db.dumpDataDir('none')).arrayBuffer()
    answer({ id, dump: new Uint8Array(dump) }, [dump])
  } else {
    await db.close()
    answer({ id })
    port?.close()
  }
}

// One after the other, in the order they were sent.
let last: Promise<void> = Promise.resolve()
port.on('message', (request: EmbeddedRequest) => {
  last = last.then(() => carryOut(request))
})
answer({ id: 0 })
