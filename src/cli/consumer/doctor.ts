import {
  createTlsFetch,
  DIAGNOSIS,
  type DiagnosisStep,
  diagnose,
  type Finding,
  type OdsCode,
  type OwnTls,
  type ToDiagnose,
} from '../../consumer/index.ts'
import { ConfigError } from '../../nhs/config-error.ts'
import { type Config, parseConfig } from './config.ts'
import { describeFinding } from './doctor-text.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { paintsFor } from './layout.ts'
import { chosenPath } from './set-up.ts'

export type DoctorOptions = { config?: string; practice?: OdsCode; json?: true }

/** Looks at the settings and at all that they name, step by step, and says what is wrong. */
export async function doctor(io: Io, options: DoctorOptions): Promise<ExitCode> {
  const findings: Finding[] = []
  const paints = paintsFor(io)
  const tell = (finding: Finding) => {
    findings.push(finding)
    if (!options.json) io.print(describeFinding(finding, paints))
  }

  const config = await readSettings(io, chosenPath(io, options.config), tell)
  const files = config && (await readNamedFiles(io, config, tell))
  if (files) await examine(io, { config, files, practice: options.practice }, tell)

  const isWell = findings.every(({ state }) => state !== 'bad')
  if (options.json) io.print(JSON.stringify({ isWell, findings }, undefined, 2))
  else io.print(isWell ? '\nAll is well.' : `\n${paints.bad('Not all is well:')} ${stepsWith(findings, 'bad')}.`)
  return isWell ? EXIT.done : EXIT.refused
}

type Tell = (finding: Finding) => void

async function readSettings(io: Io, path: string, tell: Tell): Promise<Config | undefined> {
  const step: DiagnosisStep = 'settings'
  const read = await readWhole(io, path)
  if ('fault' in read) {
    const advice = '`npm start` starts the sandbox and writes one, or name yours with --config or GPA_CONFIG.'
    tell({ step, state: 'bad', says: `${path} ${read.fault}.`, advice })
    return undefined
  }
  try {
    const config = parseConfig(read.text)
    tell({ step, state: 'good', says: `${path} is complete` })
    return config
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const details = Object.fromEntries(error.faults.map(placeAndFault))
    tell({ step, state: 'bad', says: `${path} is not complete, or not as it should be.`, advice: 'Correct what is listed.', details })
    return undefined
  }
}

/** `pds.url: Invalid URL`. */
function placeAndFault(fault: string): [place: string, fault: string] {
  const [place = '', ...rest] = fault.split(': ')
  return [place, rest.join(': ')]
}

/** By the path of the setting that names each. */
async function readNamedFiles(io: Io, config: Config, tell: Tell): Promise<ReadonlyMap<string, string> | undefined> {
  const named = Object.entries({
    ...under('tls', config.tls),
    ...under('sds.ldap', 'ldap' in config.sds ? config.sds.ldap : undefined),
    ...under('pds.token', config.pds.token),
  }).filter(([setting]) => setting.endsWith('File'))
  const step: DiagnosisStep = 'files'
  if (named.length === 0) {
    tell({ step, state: 'skipped', says: 'the settings name none' })
    return new Map()
  }

  const read = await Promise.all(named.map(async ([setting, path]) => ({ setting, path, ...(await readWhole(io, path)) })))
  const missing = read.flatMap((file) => ('fault' in file ? [[file.setting, `${file.path} ${file.fault}`]] : []))
  if (missing.length > 0) {
    const advice = 'Put them there, readable for whoever runs this program, or correct the settings.'
    tell({ step, state: 'bad', says: 'Not every file that the settings name can be read.', advice, details: Object.fromEntries(missing) })
    return undefined
  }
  tell({ step, state: 'good', says: `${read.length} named, all of them there and readable` })
  return new Map(read.map((file) => [file.setting, 'text' in file ? file.text : '']))
}

function under(name: string, settings: object | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(settings ?? {}).map(([key, value]) => [`${name}.${key}`, String(value)]))
}

async function readWhole(io: Io, path: string): Promise<{ text: string } | { fault: string }> {
  try {
    const text = await io.readFile(path)
    return text === undefined ? { fault: 'is not there' } : { text }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
    return { fault: `cannot be read${code}` }
  }
}

async function examine(io: Io, of: { config: Config; files: ReadonlyMap<string, string>; practice: OdsCode | undefined }, tell: Tell) {
  const { config, files } = of
  const [first] = config.federation
  const practice = of.practice ?? first?.odsCode
  // A federation has at least one member, which is checked with the settings.
  if (practice === undefined) return
  const tls = config.tls && pemsOf(files, 'tls')
  const client = tls && createTlsFetch({ credentials: () => tls })
  const { now, newId } = io
  const settings = { ...settingsOf(config, files), tls, practice }
  try {
    await diagnose({ fetch: client?.fetch ?? io.fetch, now, newId, tell }, settings)
  } finally {
    client?.close()
  }
}

function settingsOf({ pds, sds, ssp, ...config }: Config, files: ReadonlyMap<string, string>): Omit<ToDiagnose, 'tls' | 'practice'> {
  const { manufacturer, ...application } = config.application
  const token = pds.token && {
    tokenUrl: pds.token.url,
    apiKey: pds.token.apiKey,
    kid: pds.token.keyId,
    privateKey: files.get('pds.token.privateKeyFile') ?? '',
  }
  return {
    pdsUrl: pds.url,
    token,
    sds: 'ldap' in sds ? { ldap: { url: sds.ldap.url, tls: { ...pemsOf(files, 'sds.ldap'), serverName: sds.ldap.serverName } } } : sds,
    sspUrl: ssp.url,
    application,
    manufacturer,
    asker: { user: config.user, organisation: config.organisation },
    timeoutMs: config.patience.call * 1000,
  }
}

function pemsOf(files: ReadonlyMap<string, string>, setting: string): OwnTls {
  const pem = (name: string) => files.get(`${setting}.${name}`) ?? ''
  return { ca: pem('caFile'), certificate: pem('certificateFile'), key: pem('keyFile') }
}

function stepsWith(findings: readonly Finding[], state: Finding['state']): string {
  return findings
    .filter((finding) => finding.state === state)
    .map(({ step }) => DIAGNOSIS[step])
    .join(', ')
}
