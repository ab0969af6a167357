import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import pino from 'pino'
import { changeSupplierSwitch } from '../appointments/control/change-supplier-switch.ts'
import { runOperatorCommand } from '../cli/operator/run-operator-command.ts'
import { findSupplierSwitchChanges } from '../directory/store/supplier-switch.ts'
import { importPractice } from '../import/import-practice.ts'
import { localDateOf } from '../nhs/local-time.ts'
import type { Database } from '../postgres/database.ts'
import { listenForCommands } from '../postgres/holder-socket.ts'
import { PROVIDER_SETTINGS } from '../provider/config.ts'
import { startProvider } from '../provider/start.ts'
import { consumerConfig } from './consumer-config.ts'
import { practiceFiles } from './dataset/practice-files.ts'
import { spineFile } from './dataset/spine-file.ts'
import { firstAnswer } from './first-answer.ts'
import type { SandboxOptions } from './options.ts'
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
  const providerUrl = `http://${options.host}:${options.port}`

  const starting = startSpine(options, providerUrl)
  started.push(() => starting.then((simulator) => simulator.close()).catch(() => undefined))
  const [simulator, db] = await Promise.all([starting, openAndFill(deps, opening)])

  const provider = await startProvider({ ...deps, db, log, fetch }, providerConfig(options, { providerUrl, apiUrl: simulator.apiUrl }))
  started.push(() => provider.close())

  const config = consumerConfig(simulator)
  await writeFile(join(dataDirectory, 'gpa.json'), JSON.stringify(config, undefined, 2))
  if (!options.databaseUrl) {
    const listener = await listenForCommands({ directory: dataDirectory, run: (argv, io) => runOperatorCommand({ ...deps, db }, argv, io) })
    started.push(() => listener.close())
  }

  await firstAnswer(config, { ...deps, fetch })
  process.stdout.write(
    welcome({
      providerUrl,
      ...simulator,
      dataDirectory: relative(process.cwd(), dataDirectory) || '.',
      database: options.databaseUrl ? 'PostgreSQL' : 'embedded PostgreSQL',
      firstAnswerSeconds: (performance.now() / 1000).toFixed(1),
    }),
  )
  return simulator
}

/** On a later day the import adds the days that have come into range, and changes nothing else. */
async function openAndFill({ now, newId }: SandboxDeps, opening: Promise<Database>): Promise<Database> {
  const files = practiceFiles({ today: localDateOf(now()) })
  const db = await opening
  // Once: what a developer has switched since stands.
  if ((await findSupplierSwitchChanges(db)).length === 0)
    await changeSupplierSwitch({ db, now }, { on: true, practices: [], by: 'the sandbox' })
  for (const file of files) await importPractice({ db, now, newId }, file)
  return db
}

async function startSpine({ dataDirectory, host, port }: SandboxOptions, providerUrl: string): Promise<SimulatorProcess> {
  const path = join(dataDirectory, 'spine.json')
  await writeFile(path, JSON.stringify(spineFile({ providerBaseUrl: providerUrl }), undefined, 2))
  return startSimulatorProcess(
    { SIMULATOR_DATA: path, SIMULATOR_HOST: host, SIMULATOR_API_PORT: String(port + 1), SIMULATOR_SSP_PORT: String(port + 2) },
    join(dataDirectory, 'simulator.log'),
  )
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
