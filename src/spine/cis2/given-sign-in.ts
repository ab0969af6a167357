import assert from 'node:assert/strict'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { TestContext } from 'node:test'
import { decodeSpineValue, type SpineFileSource } from '../../dataset/spine-file.ts'
import { CIS2_REALM_PATH, type Cis2Simulator, createCis2Simulator } from '../../simulator/cis2/cis2.ts'
import { type Cis2, createCis2 } from '../cis2.ts'
import type { Fetch } from '../http.ts'
import { openBrowser } from './given-browser.ts'
import type { FinishOutcome, KeptSignIn, SignedIn } from './outcomes.ts'
import type { Cis2Settings } from './settings.ts'
import type { StartSignIn } from './start-sign-in.ts'

/** As CIS2 writes its issuers. A URL parser takes the port away. */
export const DEFAULT_PORT_ISSUER = 'https://am.nhsint.example.nhs.uk:443/openam/oauth2/realms/root/realms/NHSIdentity/realms/Healthcare'
export const CLIENT_ID = '999999999999.apps.national'
export const REDIRECT_URI = 'https://app.example.nhs.uk/auth/callback'
export const SIGNED_OUT_URI = 'https://app.example.nhs.uk/signed-out'

/** One role, one organisation. */
export const CLAIRE = '555000000001'
/** Two roles in two organisations, the second of which CIS2 knows no name of. */
export const OMAR = '555000000002'
/** No role. */
export const JUDE = '555000000003'
/** Signs in at level 2 only. */
export const NELL = '555000000004'
/** Identity checked to level 2 only. */
export const PAT = '555000000005'
export const OMARS_ROLES = ['555000000202', '555000000203'] as const

const nurse = { code: 'S8000:G8000:R8001', name: ['Clinical', 'Clinical Provision', 'Nurse Access Role'] }
const clerk = { code: 'S8001:G8002:R8008', name: ['Admin & Clerical', 'Admin & Clerical', 'Admin/Clinical Support Access Role'] }

const STAFF: NonNullable<SpineFileSource['staff']> = [
  {
    uid: CLAIRE,
    family: 'Jones',
    given: 'Claire',
    middleNames: 'Ann Mary',
    title: 'Dr',
    roles: [{ ...nurse, roleId: '555000000201', odsCode: 'A20047', activities: [{ code: 'B0278', name: 'Manage appointments' }] }],
  },
  {
    uid: OMAR,
    family: 'Haddad',
    given: 'Omar',
    roles: [
      { ...clerk, roleId: OMARS_ROLES[0], odsCode: 'A20047' },
      { ...nurse, roleId: OMARS_ROLES[1], odsCode: 'B30012' },
    ],
  },
  { uid: JUDE, family: 'Farrow', given: 'Jude', title: 'Mx' },
  { uid: NELL, family: 'Oakes', given: 'Nell', authenticator: 'AAL2_TOTP' },
  { uid: PAT, family: 'Lowe', given: 'Pat', identityAssurance: 2 },
]

const keyPair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const CLIENT_KEY = keyPair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const { n = '', e = '' } = keyPair.publicKey.export({ format: 'jwk' })

export type GivenCis2 = {
  issuer: string
  cis2: Cis2
  simulator: Cis2Simulator
  /** Every request of the client, as it was sent. */
  requests: { url: string; body: string | undefined }[]
  logoutTokens: string[]
  fetch: Fetch
  another: (settings: Partial<Cis2Settings>) => Cis2
  browser: ReturnType<typeof openBrowser>
  /** From the application to CIS2 and back. */
  visit: (of: { uid: string; role?: string } & StartSignIn) => Promise<{ callbackUrl: string; kept: KeptSignIn }>
  signIn: (of: { uid: string; role?: string } & StartSignIn) => Promise<FinishOutcome>
}

export type GivenCis2Options = { issuer?: string; clientAlgorithm?: 'RS256' | 'RS512'; settings?: Partial<Cis2Settings>; now?: () => Date }

export async function givenCis2(t: TestContext, options: GivenCis2Options = {}): Promise<GivenCis2> {
  const logoutTokens: string[] = []
  const application = await givenListener(t, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    logoutTokens.push(new URLSearchParams(Buffer.concat(chunks).toString()).get('logout_token') ?? '')
    response.writeHead(200).end()
  })
  const decoded = decodeSpineValue({
    kind: 'spine',
    organisations: [{ odsCode: 'A20047', name: 'Dr Jones Practice' }],
    staff: STAFF,
    signInClients: [
      {
        clientId: CLIENT_ID,
        algorithm: options.clientAlgorithm ?? 'RS256',
        keys: [{ kty: 'RSA', kid: 'app-1', n, e }],
        redirectUrls: [REDIRECT_URI],
        postLogoutRedirectUrls: [SIGNED_OUT_URI],
        backChannelLogoutUrl: `${application}/back-channel`,
      },
    ],
  })
  assert.ok('file' in decoded, JSON.stringify(decoded))

  const { file } = decoded
  const now = options.now ?? (() => new Date())
  let issuer = options.issuer ?? ''
  const faults: unknown[] = []
  const simulator = createCis2Simulator({
    now: () => new Date(),
    newId: randomUUID,
    fetch,
    file: () => file,
    issuer: () => issuer,
    logFault: (error) => faults.push(error),
  })
  const server = await givenListener(t, simulator.listener)
  // Last: what throws here keeps nothing open.
  t.after(() => assert.deepEqual(faults, []))
  issuer ||= `${server}${CIS2_REALM_PATH}`

  const origin = new URL(issuer).origin
  const reach = (url: string) =>
    url.replace(/^(https?:\/\/[^/]+?)(:443)?(?=\/)/, (found, host) => (host === origin || found === origin ? server : found))
  const requests: GivenCis2['requests'] = []
  const throughGateway: Fetch = (url, init) => {
    requests.push({ url, body: init.body })
    return fetch(reach(url), init)
  }
  const another = (settings: Partial<Cis2Settings>) =>
    createCis2({
      fetch: throughGateway,
      now,
      timeoutMs: 5_000,
      issuer,
      clientId: CLIENT_ID,
      privateKey: CLIENT_KEY,
      keyId: 'app-1',
      algorithm: 'RS256',
      redirectUri: REDIRECT_URI,
      postLogoutRedirectUri: SIGNED_OUT_URI,
      acrValues: 'AAL3_ANY',
      requiredAssurance: 3,
      ...options.settings,
      ...settings,
    })
  const cis2 = another({})
  const browser = openBrowser({ reach, until: (url) => url.startsWith('https://app.example.nhs.uk/') })

  let atTheBrowser = ''
  const visit: GivenCis2['visit'] = async ({ uid, role, ...request }) => {
    if (uid !== atTheBrowser) browser.forget()
    atTheBrowser = uid
    const started = await cis2.startSignIn(request)
    assert.equal(started.kind, 'ready')
    assert.ok(started.kind === 'ready')
    await browser.open(started.url)
    if (!browser.arrived()) await browser.submit({ uid })
    if (role !== undefined) await browser.submit({ uid, role })
    return { callbackUrl: browser.url(), kept: started.keep }
  }
  const signIn: GivenCis2['signIn'] = async (of) => cis2.finishSignIn(await visit(of))
  return { issuer, cis2, simulator, requests, logoutTokens, fetch: throughGateway, another, browser, visit, signIn }
}

/** Somebody of whom nothing is wrong. */
export async function signedIn(given: GivenCis2, of: Parameters<GivenCis2['signIn']>[0]): Promise<SignedIn> {
  const outcome = await given.signIn(of)
  assert.equal(outcome.kind, 'signed-in', JSON.stringify(outcome))
  assert.ok(outcome.kind === 'signed-in')
  return outcome
}

async function givenListener(t: TestContext, listener: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  assert.ok(typeof address === 'object' && address)
  return `http://127.0.0.1:${address.port}`
}
