import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pino } from 'pino'
import { decodeSpineFile, type SpineFile } from '../dataset/spine-file.ts'
import { ConfigError } from '../nhs/config-error.ts'
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
  const { dataFile, providerTimeoutMs, ...addresses } = parseSimulatorConfig(process.env)
  const simulator = await startSimulator({
    data: await readSpineFile(dataFile),
    now: () => new Date(),
    newId: randomUUID,
    ...addresses,
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
  process.stdout.write(`${JSON.stringify({ apiUrl: simulator.apiUrl, sspUrl: simulator.sspUrl })}\n`)
}

try {
  await start()
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`)
  process.exitCode = 1
}
