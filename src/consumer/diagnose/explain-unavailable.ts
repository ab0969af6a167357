import type { Unavailable, UnavailableReason } from '../../spine/unavailable.ts'
import { bad, type Details, type Verdict } from './finding.ts'

const WORDS = {
  'no-connection': ['cannot be connected to.', 'Look at the line of its connection; if there is none, at its host and port.'],
  'timed-out': ['did not answer in time.', 'Try again in a minute; if it stays so, raise patience.call or ask its status page.'],
  'given-up': ['was not waited for.', 'Try again.'],
  'broken-off': ['hung up in the middle.', 'Try again; if it stays so, something on the way cuts connections: ask the network’s keeper.'],
  'rate-limited': ['has had too many requests of this system.', 'Wait a minute, then try again.'],
  'not-authorised': [
    'does not let this system in.',
    'Check the API key: is it of this environment, and has the application been granted this API?',
  ],
  failed: ['is in trouble itself.', 'Try again in a few minutes; its status page may know more.'],
  'unexpected-answer': ['answered with something else than it should.', 'Check that the URL is of this service: scheme, host and path.'],
} as const satisfies Record<UnavailableReason, readonly [says: string, advice: string]>

export function explainUnavailable(name: string, { reason }: Pick<Unavailable, 'reason'>, details: Details): Verdict {
  const [says, advice] = WORDS[reason]
  return bad(`${name} ${says}`, advice, details)
}
