import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pino } from 'pino'
import { parseJson } from '../dataset/parse-json.ts'
import { decodeSpineFile, type SpineFile } from '../dataset/spine-file.ts'
import { ConfigError } from '../nhs/config-error.ts'
import { decodeFaultScript, type FaultScript } from './faults/fault-script.ts'
import type { ListedOrganisations } from './ods/organisation-record.ts'
import { readNationalList } from './ods/read-national-list.ts'
import { readTlsFiles } from './read-tls-files.ts'
import { parseSimulatorConfig } from './simulator-config.ts'
import { type Simulator, startSimulator } from './start-simulator.ts'

/** Standard output has one line, for whoever started this process; everything else is logged to standard error. */
const log = pino({ base: { process: 'simulator' } }, pino.destination({ dest: 2, sync: false }))

async function readSpineFile(path: string): Promise<SpineFile> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError([`SIMULATOR_DATA: ${path} cannot be read (${cause.code})`])
  })
  const decoded = decodeSpineFile(text)
  if ('faults' in decoded) throw new ConfigError(decoded.faults.map(({ place, message }) => `${path}: ${place} ${message}`))
  return decoded.file
}

async function readOdsFile(path: string): Promise<ListedOrganisations> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError([`SIMULATOR_ODS: ${path} cannot be read (${cause.code})`])
  })
  try {
    return readNationalList(text)
  } catch (error) {
    throw error instanceof ConfigError ? new ConfigError(error.faults.map((fault) => `SIMULATOR_ODS: ${path}: ${fault}`)) : error
  }
}

async function readFaultScript(path: string): Promise<FaultScript> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError([`SIMULATOR_FAULTS: ${path} cannot be read (${cause.code})`])
  })
  const json = parseJson(text)
  if ('faults' in json) throw new ConfigError(json.faults.map(({ message }) => `${path}: ${message}`))
  const decoded = decodeFaultScript(json.value)
  if ('faults' in decoded) throw new ConfigError(decoded.faults.map((fault) => `${path}: ${fault}`))
  return decoded.script
}

async function reload(simulator: Simulator, path: string): Promise<void> {
  try {
    simulator.replaceData(await readSpineFile(path))
    log.info('data file read again')
  } catch (error) {
    // A slip in an edited file must not take down what is running.
    log.error(error instanceof ConfigError ? { faults: error.faults } : { err: error }, 'data file refused, the former stays in use')
  }
}

async function start(): Promise<void> {
  const { dataFile, providerTimeoutMs, tls, faultsFile, controlPort, odsFile, ...addresses } = parseSimulatorConfig(process.env)
  const simulator = await startSimulator({
    data: await readSpineFile(dataFile),
    readData: () => readSpineFile(dataFile),
    faults: faultsFile === undefined ? undefined : await readFaultScript(faultsFile),
    controlPort,
    now: () => new Date(),
    newId: randomUUID,
    ...addresses,
    ...(tls && { tls: await readTlsFiles(tls) }),
    ...(odsFile !== undefined && { listed: await readOdsFile(odsFile) }),
    ...(providerTimeoutMs !== undefined && { providerTimeoutMs }),
    audit: (entry) => log.info(entry, 'ssp'),
    logFault: (err) => log.error({ err }, 'unexpected fault'),
  })

  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await simulator.close()
    if (process.connected) process.disconnect()
    log.flush()
  }
  process.on('SIGHUP', () => void reload(simulator, dataFile))
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  // Whoever started this process with a channel, and is gone without a word, has no use for it.
  process.on('disconnect', () => void stop())
  const { apiUrl, sspUrl, controlUrl, ldapUrl, cis2Issuer } = simulator
  process.stdout.write(`${JSON.stringify({ apiUrl, sspUrl, controlUrl, ldapUrl, cis2Issuer })}\n`)
}

try {
  await start()
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`)
  process.exitCode = 1
}
