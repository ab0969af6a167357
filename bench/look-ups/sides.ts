import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, type TLSSocket } from 'node:tls'
import { INTERACTION_IDS } from '../../src/nhs/interaction-ids.ts'
import { parseOdsCode } from '../../src/nhs/ods-code.ts'
import { createTlsFetch } from '../../src/spine/mutual-tls.ts'
import type { Sds } from '../../src/spine/sds.ts'
import { createSdsOverFhir } from '../../src/spine/sds-over-fhir.ts'
import { createSdsOverLdap } from '../../src/spine/sds-over-ldap.ts'
import { type LookUpServerUrls, practiceCode } from './server.ts'

/** One look-up is two questions and two answers; `index` chooses the practice. */
export type Side = { lookUp: (index: number) => Promise<void>; close: () => Promise<void> }

export type Credentials = { ca: string; certificate: string; key: string }

/** About what a question of a look-up is long. */
const QUESTION = Buffer.alloc(250, 'q')

export function fhirSide({ apiUrl }: LookUpServerUrls, { ca }: Credentials): Side {
  const client = createTlsFetch({ credentials: credentialsOnce({ ca }) })
  const sds = createSdsOverFhir({
    fetch: client.fetch,
    baseUrl: `${apiUrl}/spine-directory/FHIR/R4`,
    apiKey: 'bench',
    timeoutMs: 10_000,
    now: () => new Date(),
    newId: randomUUID,
  })
  return { lookUp: lookUpBy(sds), close: async () => client.close() }
}

const credentialsOnce =
  <Held>(held: Held) =>
  () =>
    held

export function ldapSide({ ldapUrl }: LookUpServerUrls, tls: Credentials): Side {
  const sds = createSdsOverLdap({ url: ldapUrl, tls })
  return { lookUp: lookUpBy(sds), close: sds.close }
}

function lookUpBy(sds: Sds): Side['lookUp'] {
  return async (index) => {
    const odsCode = parseOdsCode(practiceCode(index))
    if (!odsCode) throw new Error('no ODS code')
    const outcome = await sds.lookUp({ odsCode, interactionId: INTERACTION_IDS.searchFreeSlots })
    if (outcome.kind !== 'found') throw new Error(`A look-up failed: ${JSON.stringify(outcome)}`)
  }
}

/** The limit: a connection for each that waits, with nothing to do but to send the bytes back. */
export function echoSide({ echoPort }: LookUpServerUrls, { ca, certificate, key }: Credentials): Side {
  const idle: TLSSocket[] = []

  async function opened(): Promise<TLSSocket> {
    const kept = idle.pop()
    if (kept) return kept
    const socket = connect({ host: 'localhost', port: echoPort, ca, cert: certificate, key })
    socket.setNoDelay(true)
    await once(socket, 'secureConnect')
    return socket
  }

  return {
    async lookUp() {
      const socket = await opened()
      for (let question = 0; question < 2; question += 1) await askEcho(socket)
      idle.push(socket)
    },
    async close() {
      for (const socket of idle.splice(0)) socket.destroy()
    },
  }
}

function askEcho(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    let missing = QUESTION.length
    const hear = (bytes: Buffer) => {
      missing -= bytes.length
      if (missing > 0) return
      socket.off('data', hear).off('close', fail)
      resolve()
    }
    const fail = () => reject(new Error('The echo has gone.'))
    socket.on('data', hear).once('close', fail)
    socket.write(QUESTION)
  })
}
