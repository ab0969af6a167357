import process from 'node:process'
import type { CertsOptions } from './certs-command.ts'
import { runCerts } from './run-certs.ts'

/** By the clock of this machine, on this terminal. */
export async function makeCertificates(options: CertsOptions): Promise<void> {
  const { stdout, stderr } = process
  const write = (stream: 'stdout' | 'stderr', text: string) => void (stream === 'stdout' ? stdout : stderr).write(text)
  process.exitCode = await runCerts({ now: () => new Date(), write }, options)
}
