import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { ConfigError } from '../nhs/config-error.ts'
import type { Identity } from './listen.ts'
import type { SimulatorTlsFiles } from './simulator-config.ts'
import type { SimulatorTls } from './start-simulator.ts'

/** A ConfigError names every file that cannot be read or used. */
export async function readTlsFiles(files: SimulatorTlsFiles): Promise<SimulatorTls> {
  const faults: string[] = []
  const read = (path: string) =>
    readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      faults.push(`${path} cannot be read (${cause.code})`)
      return ''
    })
  const identity = async (paths: { certificate: string; key: string }): Promise<Identity> => {
    const [certificate, key] = await Promise.all([read(paths.certificate), read(paths.key)])
    if (certificate !== '' && key !== '' && !isUsable({ certificate, key })) faults.push(`${paths.certificate} and ${paths.key} do not fit`)
    return { certificate, key }
  }

  const [server, ssp, ca, expired] = await Promise.all([
    identity(files.server),
    identity(files.ssp),
    read(files.ca),
    files.expired && identity(files.expired),
  ])
  if (faults.length > 0) throw new ConfigError(faults)
  return { server, ssp, ca, ...(expired && { expired }) }
}

function isUsable({ certificate, key }: Identity): boolean {
  try {
    createSecureContext({ cert: certificate, key })
    return true
  } catch {
    return false
  }
}
