import { addDays, localDateOf } from '../nhs/local-time.ts'
import type { Appointment } from './appointment.ts'
import { type Clashes, clashesWith } from './clashes.ts'
import type { Failure } from './failure.ts'
import { soonestFirst } from './list-appointments.ts'
import { listAppointmentsAcross } from './list-appointments-across.ts'
import type { Offer } from './offer.ts'
import type { Asker, LineDeps } from './practice-line.ts'
import type { TracedPatient } from './trace-patient.ts'
import type { AcrossRequest, FederationPractice } from './watch-across.ts'

export type ClashesSearch = AcrossRequest & {
  patient: TracedPatient
  /** What is to be booked. Its practice is asked too, whether it is of the federation or not. */
  wanted: Pick<Offer, 'start' | 'end' | 'practice'>
  /** When rescheduling: the old appointment, which is not in its own way. Its practice is asked too. */
  butFor?: Pick<Appointment, 'practice' | 'id'> | undefined
}

/** Appointments are soonest first, and practices in the federation's order. */
export type ClashesAcross = Clashes & {
  /**
   * `clashes`: there are some, and perhaps more where somebody could not be asked. `none`: every practice has told all it has, and nothing
   * is on that day. `not-known`: nothing was found, but not everything was told; show who could not be asked.
   */
  kind: 'clashes' | 'none' | 'not-known'
  /** What the patient has there is not known. */
  notAsked: readonly { practice: FederationPractice; failure: Failure }[]
  /** These sent appointments that could not be read, so many of them: any may be on that day. */
  notRead: readonly { practice: FederationPractice; appointments: number }[]
}

/**
 * What the user should know before booking: the patient's other appointments on that local day, at any practice of the federation. It
 * reads only, registers nobody, and ends by the deadline with what is known by then.
 */
export async function findClashesAcross(deps: LineDeps & { now: () => Date }, asker: Asker, search: ClashesSearch): Promise<ClashesAcross> {
  const { wanted, butFor } = search
  const federation = practicesOf(search)
  // One that began the evening before may reach into it.
  const from = addDays(localDateOf(new Date(wanted.start)), -1)
  const to = localDateOf(new Date(wanted.end))

  const held: Appointment[] = []
  const [failures, unread] = [new Map<FederationPractice, Failure>(), new Map<FederationPractice, number>()]
  for await (const { practice, outcome } of listAppointmentsAcross(deps, asker, { ...search, federation, from, to })) {
    if (outcome.kind === 'no-record') continue
    if (outcome.kind === 'listed') {
      held.push(...outcome.appointments)
      if (outcome.unusable > 0) unread.set(practice, outcome.unusable)
    } else failures.set(practice, outcome)
  }

  const others = held.filter(({ practice, id }) => practice !== butFor?.practice || id !== butFor.id)
  const clashes = clashesWith(wanted, others.sort(soonestFirst))
  const notAsked = inOrder(federation, failures).map(([practice, failure]) => ({ practice, failure }))
  const notRead = inOrder(federation, unread).map(([practice, appointments]) => ({ practice, appointments }))
  const isAny = clashes.overlapping.length + clashes.sameDay.length > 0
  const isAllKnown = notAsked.length + notRead.length === 0
  return { kind: isAny ? 'clashes' : isAllKnown ? 'none' : 'not-known', ...clashes, notAsked, notRead }
}

/** Each once, by the name that the federation gives it. */
function practicesOf({ federation, wanted, butFor }: ClashesSearch): FederationPractice[] {
  const { odsCode, name } = wanted.practice
  const own = { odsCode, name: name ?? odsCode }
  const old = butFor ? [{ odsCode: butFor.practice, name: butFor.practice }] : []
  const named = new Map<string, FederationPractice>()
  for (const practice of [...federation, own, ...old]) if (!named.has(practice.odsCode)) named.set(practice.odsCode, practice)
  return [...named.values()]
}

function inOrder<What>(federation: readonly FederationPractice[], of: Map<FederationPractice, What>): [FederationPractice, What][] {
  return federation.flatMap((practice) => {
    const what = of.get(practice)
    return what === undefined ? [] : [[practice, what]]
  })
}
