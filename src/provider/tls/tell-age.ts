import type { Logger } from 'pino'
import type { Credentials } from './read-credentials.ts'

const DAY_MS = 86_400_000

/** Says in the log what is about to go out of date, or has: once for each, however often it is asked. */
export function tellAge({ now, log }: { now: () => Date; log: Logger }): (credentials: Credentials) => void {
  let told = ''
  return ({ identity, trust }) => {
    const certificate = ageOf(identity.certificate.validToDate, now())
    const lists = new Date(Math.min(...trust.authorities.map(({ revocations }) => revocations.until.getTime())))
    const revocationLists = ageOf(lists, now())

    const state = `${certificate} ${revocationLists} ${identity.certificate.fingerprint256} ${lists.getTime()}`
    if (state === told) return
    told = state
    const until = { certificateUntil: identity.certificate.validToDate, revocationListsUntil: lists }
    if (certificate === 'over') log.error(until, "this provider's certificate has expired: clients will refuse it")
    if (certificate === 'ending') log.warn(until, "this provider's certificate expires within a day")
    if (revocationLists === 'over') log.error(until, 'a revocation list is out of date: no client is let in until there is a newer one')
    if (revocationLists === 'ending') log.warn(until, 'a revocation list is out of date within a day: then no client will be let in')
  }
}

function ageOf(until: Date, now: Date): 'good' | 'ending' | 'over' {
  const left = until.getTime() - now.getTime()
  return left < 0 ? 'over' : left < DAY_MS ? 'ending' : 'good'
}
