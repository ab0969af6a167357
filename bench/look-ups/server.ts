import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { decodeSpineValue } from '../../src/dataset/spine-file.ts'
import { type SimulatorTls, startSimulator } from '../../src/simulator/start-simulator.ts'

export type LookUpServerStart = { tls: SimulatorTls; practices: number }
export type LookUpServerUrls = { apiUrl: string; ldapUrl: string; echoPort: number }

export const practiceCode = (index: number) => `L${String(index).padStart(5, '0')}`

/** The directory by both routes, and beside it the least that an answer over mutual TLS can be: the same bytes back. */
process.on('message', async ({ tls, practices }: LookUpServerStart) => {
  const simulator = await startSimulator({
    data: directoryOf(practices),
    now: () => new Date(),
    newId: randomUUID,
    host: '127.0.0.1',
    apiPort: 0,
    sspPort: 0,
    ldapPort: 0,
    tls,
  })
  const echo = createServer(
    { cert: tls.server.certificate, key: tls.server.key, ca: tls.ca, requestCert: true, rejectUnauthorized: true },
    (socket) => {
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.pipe(socket)
    },
  )
  echo.on('tlsClientError', () => {})
  echo.listen(0, '127.0.0.1', () => {
    const echoPort = (echo.address() as AddressInfo).port
    process.send?.({ apiUrl: simulator.apiUrl, ldapUrl: simulator.ldapUrl ?? '', echoPort } satisfies LookUpServerUrls)
  })
})

function directoryOf(practices: number) {
  const decoded = decodeSpineValue({
    kind: 'spine',
    organisations: Array.from({ length: practices }, (_, index) => {
      const odsCode = practiceCode(index)
      const number = String(index).padStart(6, '0')
      return {
        odsCode,
        name: `Practice ${index}`,
        systems: [
          {
            asid: `300000${number}`,
            partyKey: `${odsCode}-${number}`,
            interactions: 'appointment-management',
            endpoint: { serviceRoot: `https://provider.example/${odsCode}/STU3/1/gpconnect` },
          },
        ],
      }
    }),
  })
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults.slice(0, 3)))
  return decoded.file
}
