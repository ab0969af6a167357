import { readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import pino from 'pino'
import { changeSupplierSwitch } from '../appointments/control/change-supplier-switch.ts'
import { runOperatorCommand } from '../cli/operator/run-operator-command.ts'
import type { SpineFileSource } from '../dataset/spine-file.ts'
import { findSupplierSwitchChanges } from '../directory/store/supplier-switch.ts'
import { importPractice } from '../import/import-practice.ts'
import { localDateOf } from '../nhs/local-time.ts'
import type { Database } from '../postgres/database.ts'
import { listenForCommands } from '../postgres/holder-socket.ts'
import { PROVIDER_SETTINGS } from '../provider/config.ts'
import { startProvider } from '../provider/start.ts'
import { openTls } from '../provider/tls/open-tls.ts'
import type { TlsConfig } from '../provider/tls/tls-settings.ts'
import type { Fetch } from '../spine/http.ts'
import { createTlsFetch } from '../spine/mutual-tls.ts'
import { startApiPage } from './api/start-api-page.ts'
import { type BookingAppKeys, bookingAppSettings, openBookingAppKeys, signInClientOf } from './booking-app.ts'
import { type CertificateFiles, FQDNS, openCertificates } from './certificates.ts'
import { consumerConfig } from './consumer-config.ts'
import { practiceFiles } from './dataset/practice-files.ts'
import { type SignInClient, spineFile } from './dataset/spine-file.ts'
import { firstAnswer } from './first-answer.ts'
import { type Judged, judged } from './judged.ts'
import type { SandboxOptions } from './options.ts'
import { startBookingApp } from './start-booking-app.ts'
import { type SimulatorProcess, startSimulatorProcess } from './start-simulator-process.ts'
import { welcome } from './welcome.ts'

export type SandboxDeps = { now: () => Date; newId: () => string }

/** What has been started, to be closed in reverse. */
export type Started = (() => Promise<unknown>)[]

/** Everything but the database, which is on its way. Resolves once a practice has answered through SDS and SSP. */
export async function startSandbox(
  deps: SandboxDeps,
  opening: Promise<Database>,
  of: { options: SandboxOptions; started: Started },
): Promise<SimulatorProcess> {
  const { options, started } = of
  const { dataDirectory } = options
  const log = pino(pino.destination({ dest: join(dataDirectory, 'provider.log'), sync: false }))
  started.push(async () => log.flush())
  const certificates = options.plain ? undefined : await openCertificates(join(dataDirectory, 'tls'), deps.now())
  const providerUrl = certificates ? `https://${FQDNS.server}:${options.port}` : `http://${options.host}:${options.port}`

  const toJudge = judged({ today: localDateOf(deps.now()), providerUrl, certificates })
  const appUrl = `http://localhost:${options.port + 6}`
  const appKeys = await openBookingAppKeys(dataDirectory)
  const signInClient = signInClientOf(appUrl, appKeys)
  const starting = startSpine(options, { providerUrl, certificates, toJudge: toJudge.spine, signInClient })
  started.push(() => starting.then((simulator) => simulator.close()).catch(() => undefined))
  const openingApp = starting.then((simulator) => openBookingApp(options, { appUrl, appKeys, simulator, certificates }))
  started.push(() => openingApp.then((app) => app.close()).catch(() => undefined))
  const [simulator, db] = await Promise.all([starting, openAndFill(deps, opening, toJudge.files)])

  const [consumerFetch, providerFetch] = await Promise.all([fetchAs(certificates, 'consumer'), fetchAs(certificates, undefined)])
  const tls = certificates && (await openTls({ now: deps.now, log }, providerTls(certificates)))
  const provider = await startProvider(
    { ...deps, db, log, fetch: providerFetch, tls },
    providerConfig(options, { providerUrl, apiUrl: simulator.apiUrl }),
  )
  started.push(() => provider.close())
  const apiPage = await startApiPage({ host: options.host, port: options.port + 7, providerUrl })
  started.push(() => apiPage.close())

  const config = consumerConfig(simulator, certificates)
  await writeFile(join(dataDirectory, 'gpa.json'), JSON.stringify(config, undefined, 2))
  const targets = await toJudge.targets(db, simulator.sspUrl)
  await writeFile(join(dataDirectory, 'target.json'), JSON.stringify(targets.direct, undefined, 2))
  await writeFile(join(dataDirectory, 'target-ssp.json'), JSON.stringify(targets.throughSsp, undefined, 2))
  if (!options.databaseUrl) {
    const listener = await listenForCommands({ directory: dataDirectory, run: (argv, io) => runOperatorCommand({ ...deps, db }, argv, io) })
    started.push(() => listener.close())
  }

  await Promise.all([openingApp, firstAnswer(config, { ...deps, fetch: consumerFetch })])
  process.stdout.write(
    welcome({
      appUrl,
      providerUrl,
      apiPageUrl: apiPage.url,
      ...simulator,
      dataDirectory: relative(process.cwd(), dataDirectory) || '.',
      database: options.databaseUrl ? 'PostgreSQL' : 'embedded PostgreSQL',
      firstAnswerSeconds: (performance.now() / 1000).toFixed(1),
    }),
  )
  return simulator
}

/** On a later day the import adds the days that have come into range, and changes nothing else. */
async function openAndFill({ now, newId }: SandboxDeps, opening: Promise<Database>, toJudge: Judged['files']): Promise<Database> {
  const files = [...practiceFiles({ today: localDateOf(now()) }), ...toJudge]
  const db = await opening
  // Once: what a developer has switched since stands.
  if ((await findSupplierSwitchChanges(db)).length === 0)
    await changeSupplierSwitch({ db, now }, { on: true, practices: [], by: 'the sandbox' })
  for (const file of files) await importPractice({ db, now, newId }, file)
  return db
}

async function startSpine(
  options: SandboxOptions,
  of: { providerUrl: string; certificates: CertificateFiles | undefined; toJudge: Judged['spine']; signInClient: SignInClient },
): Promise<SimulatorProcess> {
  const { providerUrl, certificates, toJudge, signInClient } = of
  const { dataDirectory, host, port, faultsFile } = options
  const path = join(dataDirectory, 'spine.json')
  const fqdns = certificates && FQDNS
  await writeFile(path, JSON.stringify(withJudged(spineFile({ providerBaseUrl: providerUrl, fqdns, signInClient }), toJudge), undefined, 2))
  const simulator = await startSimulatorProcess(
    {
      SIMULATOR_DATA: path,
      SIMULATOR_HOST: host,
      SIMULATOR_API_PORT: String(port + 1),
      SIMULATOR_SSP_PORT: String(port + 2),
      SIMULATOR_CONTROL_PORT: String(port + 3),
      SIMULATOR_CIS2_PORT: String(port + 5),
      SIMULATOR_CIS2_PLAIN: 'yes',
      ...(faultsFile !== undefined && { SIMULATOR_FAULTS: faultsFile }),
      // Directories speak LDAP over TLS alone.
      ...(certificates && { SIMULATOR_LDAP_PORT: String(port + 4), ...simulatorTls(certificates) }),
    },
    join(dataDirectory, 'simulator.log'),
  )
  // For `gpa sim`.
  await writeFile(join(dataDirectory, 'sim.json'), JSON.stringify({ controlUrl: simulator.controlUrl }, undefined, 2))
  return simulator
}

function openBookingApp(
  { host, port, dataDirectory, fresh }: SandboxOptions,
  of: { appUrl: string; appKeys: BookingAppKeys; simulator: SimulatorProcess; certificates: CertificateFiles | undefined },
) {
  const { appUrl: url, appKeys: keys, simulator, certificates } = of
  const { cis2Issuer = '' } = simulator
  const settings = bookingAppSettings({ url, host, port: port + 6, keys, simulator: { ...simulator, cis2Issuer }, certificates })
  return startBookingApp(settings, { logFile: join(dataDirectory, 'web.log'), fresh })
}

function withJudged(file: SpineFileSource, { people, organisations, dataSharing }: Judged['spine']): SpineFileSource {
  return {
    ...file,
    people: [...(file.people ?? []), ...people],
    organisations: [...(file.organisations ?? []), ...organisations],
    dataSharing: [...(file.dataSharing ?? []), ...dataSharing],
  }
}

function simulatorTls({ server, ssp, ca, expired }: CertificateFiles): Record<string, string> {
  return {
    SIMULATOR_TLS_CERTIFICATE: server.certificate,
    SIMULATOR_TLS_KEY: server.key,
    SIMULATOR_TLS_CA: ca,
    SIMULATOR_SSP_CERTIFICATE: ssp.certificate,
    SIMULATOR_SSP_KEY: ssp.key,
    SIMULATOR_EXPIRED_CERTIFICATE: expired.certificate,
    SIMULATOR_EXPIRED_KEY: expired.key,
  }
}

function providerTls({ server, ca, crl }: CertificateFiles): TlsConfig {
  return { certificate: server.certificate, key: server.key, clientCa: ca, crl, sspFqdn: FQDNS.ssp }
}

/** The provider asks PDS, which asks for no certificate. */
async function fetchAs(certificates: CertificateFiles | undefined, who: 'consumer' | undefined): Promise<Fetch> {
  if (!certificates) return fetch
  const read = (path: string) => readFile(path, 'utf8')
  const own = who && certificates[who]
  const credentials = {
    ca: await read(certificates.ca),
    ...(own && { certificate: await read(own.certificate), key: await read(own.key) }),
  }
  return createTlsFetch({ credentials: () => credentials }).fetch
}

function providerConfig({ host, port }: SandboxOptions, { providerUrl, apiUrl }: { providerUrl: string; apiUrl: string }) {
  return {
    host,
    port,
    baseUrl: providerUrl,
    routingSegment: PROVIDER_SETTINGS.ROUTING_SEGMENT.without,
    pdsUrl: `${apiUrl}/personal-demographics/FHIR/R4`,
    additionalAudiences: [],
    tokenSkewSeconds: Number(PROVIDER_SETTINGS.TOKEN_SKEW_SECONDS.without),
    dialect: PROVIDER_SETTINGS.DIALECT.without,
    bodyLimitBytes: Number(PROVIDER_SETTINGS.BODY_LIMIT_BYTES.without),
    temporaryRegistrationDays: Number(PROVIDER_SETTINGS.TEMPORARY_REGISTRATION_DAYS.without),
  }
}
