import {
  type Appointment,
  type ClashesAcross,
  type Difference,
  type Failure,
  findClashesAcross,
  type Offer,
  type Session,
} from '../../consumer/index.ts'
import type { SetUp } from './set-up.ts'

/** What the user should know before it is booked; nothing is written. */
export type LookAhead = {
  /** False: the patient will be registered as temporary. */
  isKnown: boolean
  differences: readonly Difference[]
  clashes: ClashesAcross
}

/** However long a search of the federation may take: somebody waits to hear whether they can have this slot. */
const LONGEST_MS = 5_000

/** Asks the practice for the patient, and the federation for what they have on that day. */
export async function lookAhead(
  { config, spine, asker }: SetUp,
  session: Session,
  of: { offer: Offer; butFor?: Appointment },
): Promise<({ kind: 'seen' } & LookAhead) | Failure> {
  const found = await session.findPatient()
  if (found.kind !== 'known' && found.kind !== 'no-record') return found
  const clashes = await findClashesAcross(spine, asker, {
    federation: config.federation,
    patient: session.patient,
    wanted: of.offer,
    butFor: of.butFor,
    deadlineMs: Math.min(config.patience.federation * 1000, LONGEST_MS),
  })
  const isKnown = found.kind === 'known'
  return { kind: 'seen', isKnown, differences: isKnown ? found.differences : [], clashes }
}
