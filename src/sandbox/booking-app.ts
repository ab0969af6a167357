import { createPublicKey, generateKeyPair, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { SpineSettingsFile } from '../web/spine-settings.ts'
import type { CertificateFiles } from './certificates.ts'
import { CONSUMERS, MANUFACTURER, type SignInClient } from './dataset/spine-file.ts'

export type BookingAppKeys = {
  directory: string
  cis2KeyFile: string
  cis2PublicKey: { kty: 'RSA'; n: string; e: string }
  sealingKey: string
}

const CLIENT_ID = 'booking-app.sandbox'
const KEY_ID = 'sandbox-1'

/** Made at the first start, and kept: whoever was signed in still is after a restart. */
export async function openBookingAppKeys(dataDirectory: string): Promise<BookingAppKeys> {
  const directory = join(dataDirectory, 'web')
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const cis2KeyFile = join(directory, 'cis2.key')
  const pem = await keptIn(cis2KeyFile, async () => {
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
    return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  })
  const sealingKey = await keptIn(join(directory, 'session.key'), async () => randomBytes(32).toString('base64'))
  const { n = '', e = '' } = createPublicKey(pem).export({ format: 'jwk' })
  return { directory, cis2KeyFile, cis2PublicKey: { kty: 'RSA', n, e }, sealingKey }
}

async function keptIn(path: string, make: () => Promise<string>): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(() => undefined)
  if (kept !== undefined) return kept
  const made = await make()
  await writeFile(`${path}.unfinished`, made, { mode: 0o600 })
  await rename(`${path}.unfinished`, path)
  return made
}

/** As CIS2 has it registered. */
export function signInClientOf(url: string, { cis2PublicKey }: BookingAppKeys): SignInClient {
  return {
    clientId: CLIENT_ID,
    algorithm: 'RS512',
    keys: [{ ...cis2PublicKey, kid: KEY_ID }],
    redirectUrls: [`${url}/sign-in/callback`],
    postLogoutRedirectUrls: [`${url}/signed-out`],
    backChannelLogoutUrl: `${url}/sign-in/back-channel`,
  }
}

/** The app's environment, and the file that it names. */
export function bookingAppSettings(of: {
  url: string
  host: string
  port: number
  keys: BookingAppKeys
  simulator: { apiUrl: string; sspUrl: string; cis2Issuer: string }
  certificates: CertificateFiles | undefined
}): { environment: Record<string, string>; spine: SpineSettingsFile } {
  const { url, host, port, keys, simulator, certificates } = of
  const spineFile = join(keys.directory, 'spine.json')
  return {
    environment: {
      WEB_HOST: host,
      WEB_PORT: String(port),
      WEB_URL: url,
      WEB_DATA: keys.directory,
      WEB_SESSION_KEYS: keys.sealingKey,
      WEB_SPINE: spineFile,
      WEB_FEDERATION_EDITORS: 'R8008',
      CIS2_ISSUER: simulator.cis2Issuer,
      CIS2_CLIENT_ID: CLIENT_ID,
      CIS2_KEY: keys.cis2KeyFile,
      CIS2_KEY_ID: KEY_ID,
    },
    spine: spineSettings(simulator, certificates),
  }
}

function spineSettings(
  { apiUrl, sspUrl }: { apiUrl: string; sspUrl: string },
  certificates: CertificateFiles | undefined,
): SpineSettingsFile {
  const { nhs111, hub } = CONSUMERS
  const pair = ({ certificate, key }: CertificateFiles['consumer']) => ({ certificateFile: certificate, keyFile: key })
  return {
    pds: { url: `${apiUrl}/personal-demographics/FHIR/R4` },
    sds: { url: `${apiUrl}/spine-directory/FHIR/R4`, apiKey: 'sandbox' },
    ods: { url: `${apiUrl}/organisation-data-terminology-api/fhir`, apiKey: 'sandbox' },
    ssp: { url: sspUrl },
    ...(certificates && { tls: { caFile: certificates.ca, ...pair(certificates.consumer) } }),
    application: {
      issuer: 'https://gp-appointments.example/booking',
      device: { system: 'https://gp-appointments.example/Id/device', value: 'sandbox-web', model: 'GP Appointments', version: '0.1.0' },
      manufacturer: MANUFACTURER,
    },
    organisations: [
      { ...nhs111, telecom: [{ system: 'phone', value: '111' }] },
      { ...hub, telecom: [{ system: 'phone', value: '0113 496 0123' }], ...(certificates && { tls: pair(certificates.hub) }) },
    ],
  }
}
