import type { Logger } from 'pino'
import type { Credentials } from './read-credentials.ts'

const DAY_MS = 86_400_000

/** Says in the log what is about to go out of date, or has: once for each, however often it is asked. */
export function tellAge({ now, log }: { now: () => Date; log: Logger }): (credentials: Credentials) => void {
  let told = ''
  return (credentials) => {
    const { certificate: certificateUntil, revocationLists: lists } = expiryOf(credentials)
    const certificate = ageOf(certificateUntil, now())
    const revocationLists = ageOf(lists, now())

    const state = `${certificate} ${revocationLists} ${credentials.identity.certificate.fingerprint256} ${lists.getTime()}`
    if (state === told) return
    told = state
    const until = { certificateUntil, revocationListsUntil: lists }
    if (certificate === 'over') log.error(until, "this provider's certificate has expired: clients will refuse it")
    if (certificate === 'ending') log.warn(until, "this provider's certificate expires within a day")
    if (revocationLists === 'over') log.error(until, 'a revocation list is out of date: no client is let in until there is a newer one')
    if (revocationLists === 'ending') log.warn(until, 'a revocation list is out of date within a day: then no client will be let in')
  }
}

/** When this provider's certificate goes out of date, and when the first of the revocation lists does. */
export function expiryOf({ identity, trust }: Credentials): { certificate: Date; revocationLists: Date } {
  const lists = Math.min(...trust.authorities.map(({ revocations }) => revocations.until.getTime()))
  return { certificate: identity.certificate.validToDate, revocationLists: new Date(lists) }
}

function ageOf(until: Date, now: Date): 'good' | 'ending' | 'over' {
  const left = until.getTime() - now.getTime()
  return left < 0 ? 'over' : left < DAY_MS ? 'ending' : 'good'
}
