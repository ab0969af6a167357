import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import pino from 'pino'
import { decodeSpineValue, type SpineFileSource } from '../../src/dataset/spine-file.ts'
import { parseOdsCode } from '../../src/nhs/ods-code.ts'
import type { Database } from '../../src/postgres/database.ts'
import { CONSUMERS, MANUFACTURER, spineFile } from '../../src/sandbox/dataset/spine-file.ts'
import type { Faults } from '../../src/simulator/faults/faults.ts'
import { startSimulator } from '../../src/simulator/start-simulator.ts'
import { readAssets } from '../../src/web/assets/assets.ts'
import { connect } from '../../src/web/connect.ts'
import { createSealing } from '../../src/web/sealing.ts'
import { parseSpineSettings, type SpineSettingsFile } from '../../src/web/spine-settings.ts'
import { startWeb } from '../../src/web/start.ts'
import { createWork, type WorkContent, type WorkItem } from '../../src/web/work/work.ts'
import { freePorts } from '../given/free-ports.ts'
import type { Tab } from './browser.ts'
import { givenWebDatabase } from './given-database.ts'

export const STAFF = {
  /** One role. */
  dev: { uid: '555000001001', name: 'Mr Dev Ackroyd' },
  /** Three roles, in two organisations. */
  oluwaseun: { uid: '555000001003', name: 'Dr Oluwaseun Castle' },
  /** No role. */
  marek: { uid: '555000001004', name: 'Marek Dunne' },
  /** Not surely enough. */
  ruth: { uid: '555000001005', name: 'Ms Ruth Ellison' },
} as const

export type GivenApp = {
  /** With the path that stands before its pages. */
  url: string
  db: Database
  faults: Faults
  log: () => string
  /** From now on the app's clock is so much fast. */
  pass: (minutes: number) => void
  /** Ends the process's part of it, and starts it anew on the same database and keys. */
  restart: () => Promise<void>
  signOutEverybodyAtCis2: () => Promise<void>
  /** As a process that then ended: somebody who has signed in, in the first role that they have. */
  beginWork: (who: { uid: string }, kind: WorkItem['kind'], content?: Partial<WorkContent>) => Promise<void>
  spine: { apiUrl: string; sspUrl: string }
}

const keyPair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const KEY = keyPair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const { n = '', e = '' } = keyPair.publicKey.export({ format: 'jwk' })
const sealingKeys = [randomBytes(32)]
const assets = readAssets()

export type AppOptions = {
  /** The path before its pages, as behind a reverse proxy. */
  root?: string
  /** Changes what the app is told of Spine. */
  spine?: (settings: SpineSettingsFile) => SpineSettingsFile
  /** Changes what Spine knows: by itself the sandbox's people, and its practices, whose systems nobody can reach. */
  spineFile?: (file: SpineFileSource) => SpineFileSource
}

/** The app with the sandbox's people and staff, a simulated Spine and CIS2, all over real HTTP in this process. */
export async function givenApp(
  t: TestContext,
  { root = '', spine = (settings) => settings, spineFile: known = (file) => file }: AppOptions = {},
): Promise<GivenApp> {
  const port = await freePorts(1)
  const url = `http://localhost:${port}${root}`
  const db = await givenWebDatabase()
  let fast = 0
  const now = () => new Date(Date.now() + fast)
  const signInClient = {
    clientId: 'booking-app.test',
    algorithm: 'RS512' as const,
    keys: [{ kty: 'RSA' as const, kid: 'test-1', n, e }],
    redirectUrls: [`${url}/sign-in/callback`],
    postLogoutRedirectUrls: [`${url}/signed-out`],
    backChannelLogoutUrl: `${url}/sign-in/back-channel`,
  }
  const decoded = decodeSpineValue(known(spineFile({ providerBaseUrl: 'http://127.0.0.1:9', signInClient })))
  if ('faults' in decoded) throw new Error(JSON.stringify(decoded.faults))
  const control = await freePorts(1)
  const simulator = await startSimulator({
    ...{ data: decoded.file, now: () => new Date(), newId: randomUUID, host: '127.0.0.1' },
    ...{ apiPort: 0, sspPort: 0, cis2Port: 0, controlPort: control },
  })
  t.after(() => simulator.close())

  const written: string[] = []
  const log = pino({}, { write: (line: string) => void written.push(line) })
  const cis2 = {
    ...{ issuer: simulator.cis2Issuer ?? '', clientId: signInClient.clientId, keyFile: 'cis2.key', keyId: 'test-1' },
    ...{ algorithm: 'RS512' as const, acrValues: 'AAL3_ANY', requiredAssurance: 3 as const },
  }
  const settings = parseSpineSettings(JSON.stringify(spine(spineSettings(simulator))))
  const connections = await connect({ now, newId: randomUUID, fetch, readFile: async () => KEY }, { config: { url, cis2 }, settings })
  const config = {
    url,
    root,
    cis2,
    host: '127.0.0.1',
    port,
    trustedProxies: [],
    sealingKeys,
    idleMinutes: 20,
    sessionHours: 10,
    federationEditors: ['R8008'],
  }
  const start = async () => startWeb({ db, now, newId: randomUUID, log, connections, assets: await assets }, config)
  let running = await start()
  t.after(() => running.close())

  return {
    url,
    db,
    spine: simulator,
    faults: simulator.faults,
    log: () => written.join(''),
    pass: (minutes) => {
      fast += minutes * 60_000
    },
    beginWork: async ({ uid }, kind, content) => {
      const [user] = await db.query<{ id: string }>('select id from app_user where sds_user_id = $1', [uid])
      const role = decoded.file.staff.find((one) => one.uid === uid)?.roles[0]
      const practice = parseOdsCode('B86013')
      if (!user || !role || !practice) throw new Error(`${uid} has not signed in, or has no role`)
      const work = createWork({ db, now, newId: randomUUID, sealing: createSealing(sealingKeys) })
      await work.begin({ userId: user.id, roleProfileId: role.roleId }, kind, {
        patient: { name: 'Margaret Ashworth', nhsNumber: '9990000018' },
        practice: { odsCode: practice, name: 'North Leeds' },
        summary: 'Sore throat, 09:10 on 2 March',
        ...content,
      })
    },
    restart: async () => {
      await running.close()
      running = await start()
    },
    signOutEverybodyAtCis2: async () => {
      const done = await fetch(`http://127.0.0.1:${control}/cis2/sign-everybody-out`, { method: 'POST' })
      if (!done.ok) throw new Error(`the simulator said ${done.status}`)
    },
  }
}

function spineSettings({ apiUrl, sspUrl }: { apiUrl: string; sspUrl: string }): SpineSettingsFile {
  return {
    pds: { url: `${apiUrl}/personal-demographics/FHIR/R4` },
    sds: { url: `${apiUrl}/spine-directory/FHIR/R4`, apiKey: 'test' },
    ods: { url: `${apiUrl}/organisation-data-terminology-api/fhir`, apiKey: 'test' },
    ssp: { url: sspUrl },
    application: {
      issuer: 'https://booking.example/',
      device: { system: 'https://booking.example/Id/device', value: 'test', model: 'Booking', version: '1' },
      manufacturer: MANUFACTURER,
    },
    organisations: Object.values(CONSUMERS).map((one) => ({ ...one, telecom: [{ system: 'phone', value: '111' }] })),
    patience: 5,
  }
}

/** Through CIS2, to wherever the app leads. */
export async function signIn(tab: Tab, { url }: GivenApp, who: { name: string }): Promise<void> {
  await tab.goto(`${url}/`)
  await passCis2(tab, who)
}

/** From the app's page that asks for it. */
export async function passCis2(tab: Tab, who: { name: string }): Promise<void> {
  await tab.getByRole('button', { name: 'Sign in with Care Identity' }).click()
  await tab.getByRole('button', { name: `Sign in as ${who.name}` }).click()
  await tab.waitForURL((address) => address.hostname === 'localhost')
}
