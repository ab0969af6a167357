import { decodeTarget, decodeTargetValue, type Target } from '../../../conformance/target/decode-target.ts'
import { ConfigError } from '../../../nhs/config-error.ts'
import type { ConformanceOptions } from './conformance-command.ts'

export type ReadFile = (path: string) => Promise<string>

/** From the file, or from what was typed. */
export async function readTarget(
  readFile: ReadFile,
  { options, dataDirectory }: { options: ConformanceOptions; dataDirectory: string },
): Promise<Target> {
  const { rate, timeout } = options
  const decoded =
    options.url === undefined ? await fromFile(readFile, options.target ?? `${dataDirectory}/target.json`) : fromWords(options.url, options)
  if ('faults' in decoded) throw new ConfigError(decoded.faults)
  return {
    ...decoded.target,
    ...(rate !== undefined && { requestsPerSecond: rate }),
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
  }
}

async function fromFile(readFile: ReadFile, path: string) {
  const text = await readFile(path).catch((error: unknown) => {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    if (!isAbsent) throw error
    throw new ConfigError([`There is no ${path}: name a target with --target or --url, or start the sandbox, which writes one.`])
  })
  return decodeTarget(text)
}

/** Who asks is invented: a provider that is asked directly has no directory to look it up in. */
const ASKER = { asid: '200000999999', odsCode: 'X99998', name: 'Conformance runner', type: 'urgent-care' } as const

function fromWords(url: string, { asid, plainHttp, target }: ConformanceOptions) {
  if (target !== undefined) throw new ConfigError(['--url stands in the place of --target: give one of them.'])
  if (asid === undefined) throw new ConfigError(["--url needs --asid: the practice's."])
  return decodeTargetValue({ serviceRoot: url, asid, plainHttp: plainHttp ?? false, consumer: ASKER })
}
