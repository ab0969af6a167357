import { type Command, InvalidArgumentError } from 'commander'
import { isFqdn } from '../../../provider/tls/tls-settings.ts'

export type CertsOptions = {
  directory: string
  fqdn: string
  sspFqdn: string
  consumerFqdn: string
  days: number
  force: boolean
}

const HELP = `
Makes a root CA, a sub CA, and what they issue: for trying mutual TLS out and for tests, never for real use. DIRECTORY gets
the certificates and keys of a provider, an SSP and a consumer, revocation lists, and in bad/ one client certificate for each
way in which one can be wrong. The output says what each file is for, which settings the provider needs, and what to try.
docs/certificates.md has more.

The CAs' own keys are not kept, so nothing can be added later: make everything again with --force.

Exit codes: 0 done, 1 could not be written, or would overwrite something, 2 wrong usage.`

export function addCertsCommand(program: Command, run: (options: CertsOptions) => Promise<void>): void {
  program
    .command('certs')
    .description('make a private CA with good and bad certificates, to try mutual TLS')
    .argument('<directory>', 'where to; made if it is not there')
    .option('--fqdn <name>', "the provider's host name", hostName, 'localhost')
    .option('--ssp-fqdn <name>', 'what the SSP calls itself', hostName, 'ssp.localhost')
    .option('--consumer-fqdn <name>', 'what the consumer calls itself', hostName, 'consumer.localhost')
    .option('--days <days>', 'how long the good ones hold', wholeDays, 365)
    .option('--force', 'overwrite what an earlier run made', false)
    .addHelpText('after', HELP)
    .action(async (directory: string, options: Omit<CertsOptions, 'directory'>, command: Command) => {
      const names = [options.fqdn, options.sspFqdn, options.consumerFqdn]
      if (new Set(names).size < names.length)
        command.error('error: the three host names must differ: they tell who is who', { exitCode: 2 })
      await run({ directory, ...options })
    })
}

/** A common name holds 64 characters at most. */
function hostName(text: string): string {
  const name = text.toLowerCase()
  // "not-" comes before the SSP's in bad/wrong-fqdn.
  if (!isFqdn(name) || name.length > 60) throw new InvalidArgumentError('It must be a host name of at most 60 characters.')
  return name
}

function wholeDays(text: string): number {
  const days = Number(text)
  if (!/^\d{1,4}$/.test(text) || days < 1 || days > 3650) throw new InvalidArgumentError('It must be a number of days, 1 to 3650.')
  return days
}
