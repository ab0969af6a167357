import { generateKeyPairSync, randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import { decodeSpineValue, type SpineFile, type SpineFileSource } from '../dataset/spine-file.ts'
import type { PublicKey } from '../dataset/spine-platform.ts'
import type { ListedOrganisations } from './ods/organisation-record.ts'
import { startSimulator } from './start-simulator.ts'

/** Builders for the tests of the platform in front of PDS: a clock to be moved, keys, data to be changed. */

export const API_KEY = 'an-api-key'
export const START = Date.parse('2026-03-02T08:00:00Z')

export type GivenKey = { kid: string; privateKey: string; publicKey: PublicKey }

export function givenKey(kid: string): GivenKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  return { kid, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey: { kty: 'RSA', kid, n, e } }
}

type Source = Omit<SpineFileSource, 'kind'>
type Application = NonNullable<Source['applications']>[number]

export const registered = (keys: readonly GivenKey[], more: Partial<Application> = {}): Application => ({
  apiKey: API_KEY,
  publicKeys: keys.map(({ publicKey }) => publicKey),
  asid: '200000000111',
  ...more,
})

export type GivenPlatform = {
  apiUrl: string
  pdsUrl: string
  tokenUrl: string
  odsUrl: string
  now: () => Date
  move: (seconds: number) => void
  change: (source: Source) => void
}

export async function givenPlatform(t: TestContext, source: Source, listed?: ListedOrganisations): Promise<GivenPlatform> {
  let moment = START
  const now = () => new Date(moment)
  const simulator = await startSimulator({
    data: fileOf(source),
    now,
    newId: randomUUID,
    host: '127.0.0.1',
    apiPort: 0,
    sspPort: 0,
    ...(listed && { listed }),
    logFault: (error) => {
      throw error
    },
  })
  t.after(() => simulator.close())
  const { apiUrl } = simulator
  return {
    apiUrl,
    pdsUrl: `${apiUrl}/personal-demographics/FHIR/R4`,
    tokenUrl: `${apiUrl}/oauth2/token`,
    odsUrl: `${apiUrl}/organisation-data-terminology-api/fhir`,
    now,
    move: (seconds) => {
      moment += seconds * 1000
    },
    change: (changed) => simulator.replaceData(fileOf(changed)),
  }
}

function fileOf(source: Source): SpineFile {
  const decoded = decodeSpineValue({ kind: 'spine', ...source })
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  return decoded.file
}
