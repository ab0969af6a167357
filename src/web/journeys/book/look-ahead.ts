import {
  type Asker,
  type ConsumerDeps,
  type Failure,
  type FederationPractice,
  findClashesAcross,
  type Offer,
  type Session,
} from '../../../consumer/index.ts'
import type { EncounterContent } from '../../encounter/encounters.ts'
import type { LookAhead } from './draft.ts'

/** The caller is waiting: what is not known by then is said to be not known. */
const CLASHES_MS = 5_000
/** Of a longer list the practices where the patient is most likely to have something are asked, and no others. */
const MOST_ASKED = 20

type Of = { session: Session; offer: Offer; content: Pick<EncounterContent, 'traced' | 'search'> }

/** What the practice, and for that day the others too, say before anything is written. Reads only. */
export async function lookAhead(
  deps: ConsumerDeps,
  asker: Asker,
  { session, offer, content }: Of,
): Promise<({ kind: 'seen' } & LookAhead) | Failure> {
  const federation = whoIsAsked(content)
  const wanted = { federation, deadlineMs: CLASHES_MS, patient: session.patient, wanted: offer }
  const [found, clashes] = await Promise.all([session.findPatient(), findClashesAcross(deps, asker, wanted)])
  if (found.kind !== 'known' && found.kind !== 'no-record') return found
  return {
    kind: 'seen',
    isKnown: found.kind === 'known',
    differences: found.kind === 'known' ? found.differences : [],
    clashes: { overlapping: clashes.overlapping, sameDay: clashes.sameDay },
    notKnownAt: [...clashes.notAsked, ...clashes.notRead].map(({ practice }) => practice.name),
  }
}

/** Where the patient is registered, and where slots were looked for. */
function whoIsAsked({ traced, search }: Of['content']): FederationPractice[] {
  const { registeredPractice } = traced ?? {}
  const own = registeredPractice
    ? [{ odsCode: registeredPractice.odsCode, name: registeredPractice.name ?? registeredPractice.odsCode }]
    : []
  const searched = search && search.practices.length <= MOST_ASKED ? search.practices : []
  return [...own, ...searched]
}
