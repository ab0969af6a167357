import { join } from 'node:path'
import { createPrivatePki } from '../../../certificates/private-pki.ts'
import { type CertificateFile, certificateFiles } from './certificate-files.ts'
import type { CertsOptions } from './certs-command.ts'
import { writeFiles } from './write-files.ts'

export type RunCertsDeps = { now: () => Date; write: (stream: 'stdout' | 'stderr', text: string) => void }

/** Returns the exit code. */
export async function runCerts({ now, write }: RunCertsDeps, options: CertsOptions): Promise<number> {
  const { directory, days, fqdn, sspFqdn, consumerFqdn } = options
  const pki = await createPrivatePki({ now: now(), days, fqdns: { provider: fqdn, ssp: sspFqdn, consumer: consumerFqdn } })
  const files = certificateFiles(pki)
  try {
    const { inTheWay } = await writeFiles(files, options)
    if (inTheWay.length > 0) {
      write('stderr', `${directory} has ${inTheWay.join(', ')} already, and nothing was written. --force overwrites.\n`)
      return 1
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    write('stderr', `${directory} cannot be written to (${error.code}).\n`)
    return 1
  }
  write('stdout', summary(options, files))
  return 0
}

const EXAMPLE_PORT = 8443

function summary({ directory, fqdn, sspFqdn, days }: CertsOptions, files: readonly CertificateFile[]): string {
  const open = files.filter(({ isSecret }) => !isSecret)
  const width = Math.max(...open.map(({ name }) => name.length))
  const list = (isBad: boolean) =>
    open.filter(({ name }) => name.startsWith('bad/') === isBad).map(({ name, isFor }) => `  ${name.padEnd(width)}  ${isFor}`)
  const at = (name: string) => shellWord(join(directory, name))

  const resolve = fqdn === 'localhost' ? '' : ` --resolve ${fqdn}:${EXAMPLE_PORT}:127.0.0.1`
  const curl = (client: string) =>
    `  curl -i --cacert ${at('ca.pem')} --cert ${at(`${client}.pem`)} --key ${at(`${client}.key`)}${resolve} https://${fqdn}:${EXAMPLE_PORT}/`
  return `${[
    `A private CA for ${days} days, in ${directory}. Each certificate has its key beside it, in a .key that only you can read.`,
    '',
    ...list(false),
    '',
    "Client certificates that a provider refuses with 495; all but bad/wrong-fqdn carry the SSP's FQDN:",
    '',
    ...list(true),
    '',
    'Settings of the provider (and no PROVIDER_PLAIN_HTTP):',
    '',
    `  PROVIDER_TLS_CERTIFICATE=${at('provider.pem')}`,
    `  PROVIDER_TLS_KEY=${at('provider.key')}`,
    `  PROVIDER_TLS_CLIENT_CA=${at('ca.pem')}`,
    `  PROVIDER_TLS_CRL=${at('crl.pem')}`,
    `  PROVIDER_SSP_FQDN=${sspFqdn}`,
    `  PROVIDER_BASE_URL=https://${fqdn}:${EXAMPLE_PORT}`,
    '',
    `Try it, with PROVIDER_PORT=${EXAMPLE_PORT}. An OperationOutcome (404: no practice was named) means that TLS let you in; 495 and nothing`,
    'else, that it did not; 496, that no certificate was shown:',
    '',
    curl('ssp'),
    curl('bad/revoked'),
  ].join('\n')}\n`
}

/** As a shell reads it. */
function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
