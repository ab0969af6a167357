import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import pino from 'pino'
import { embeddedTemplate } from '../../src/postgres/embedded-template.ts'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { openEmbedded } from '../../src/postgres/open-embedded.ts'
import { startProvider } from '../../src/provider/start.ts'
import type { Fetch } from '../../src/spine/http.ts'
import { type Answered, afterwards } from './afterwards.ts'
import { BASE_URL, NOW, prepareFuzzedPractice } from './practice-under-fuzz.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/provider', import.meta.url))

/** PDS knows everybody, as the person whom every registration begins as. */
const pds: Fetch = async (url) => {
  const patient = { resourceType: 'Patient', id: url.slice(url.lastIndexOf('/') + 1), birthDate: '1952-05-31' }
  return new Response(JSON.stringify(patient), { headers: { 'content-type': 'application/fhir+json' } })
}

/** The provider in a process of its own, so that one that spins, dies or fills up is seen from outside. Its clock stands still. */
async function main(databaseUrl: string | undefined): Promise<void> {
  const db = databaseUrl
    ? await openDatabase({ databaseUrl, ownerUrl: databaseUrl }, MIGRATIONS)
    : await openEmbedded({ startFrom: () => embeddedTemplate(MIGRATIONS) })
  const provider = await startProvider(
    { db, now: () => NOW, newId: randomUUID, log: pino(), fetch: pds },
    {
      host: '127.0.0.1',
      port: 0,
      baseUrl: BASE_URL,
      routingSegment: 'gpconnect',
      pdsUrl: 'https://pds.example',
      additionalAudiences: [],
      tokenSkewSeconds: 0,
      dialect: 'assurance',
      bodyLimitBytes: 262_144,
      temporaryRegistrationDays: 90,
    },
  )
  const calls = {
    prepare: (of: { seed: number; round: number }) => prepareFuzzedPractice(db, of),
    memory: async () => {
      // Started with --expose-gc: what is left after a collection is what is held.
      globalThis.gc?.()
      const { rss, heapUsed } = process.memoryUsage()
      return { resident: rss, heap: heapUsed }
    },
    afterwards: (answered: Answered) => afterwards(db, answered),
  }
  process.on('message', ({ id, name, argument }: { id: number; name: keyof typeof calls; argument: never }) => {
    calls[name](argument).then(
      (value: unknown) => process.send?.({ id, value }),
      (error: Error) => process.send?.({ id, error: error.stack }),
    )
  })
  process.once('disconnect', () => void provider.close().then(() => db.close()))
  process.send?.({ port: provider.port })
}

await main(process.argv[2])
