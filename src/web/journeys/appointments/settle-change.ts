import { type Appointment, openPractice } from '../../../consumer/index.ts'
import { formatLocalDateTime } from '../../../nhs/local-time.ts'
import type { WebDeps } from '../../deps.ts'
import type { Acting } from '../../request.ts'
import { toProblem } from '../../views/to-problem.ts'
import type { ChangeWanted, WorkItem } from '../../work/work.ts'
import { endWork } from '../book/end-work.ts'

/** So long after it was last sent a request may still be on its way to the practice, as with a booking (`settle`). */
const UNDER_WAY_MS = 5 * 60_000

const LOOK = 'Open the patient, and look at the appointment: it shows what became of this.'

/** What became of a change whose answer nobody waited for, as the practice's appointment tells. Writes nothing there; undefined once it is known. */
export async function settleChange(deps: WebDeps, { asker, owner }: Acting, item: WorkItem): Promise<string | undefined> {
  const { practice, appointmentId, change } = item.content
  if (!change || appointmentId === undefined) return LOOK
  const at = openPractice(deps.spineOf(asker.organisation.odsCode), { practice: practice.odsCode, ...asker })
  const read = await at.readAppointment(appointmentId)
  if (read.kind !== 'read') {
    const { happened, advice } = toProblem(read)
    return `${happened} ${advice}`
  }

  const { work, now } = deps
  if (isMade(change.wanted, read.appointment)) {
    await endWork(work, owner, { id: item.id, state: 'done' })
    return undefined
  }
  // Under another version than it was asked for it cannot be made any more, nor can it on what is cancelled (APT-11, APT-12).
  const isOvertaken = read.appointment.status === 'cancelled' || read.appointment.version !== change.version
  const askAgainAt = new Date(item.changedAt.getTime() + UNDER_WAY_MS)
  const mayStillCome = now() < askAgainAt && !(isOvertaken && change.version !== undefined)
  if (mayStillCome) return `The practice does not show it so far, and it may still arrive. Ask again at ${timeOf(askAgainAt)}.`

  // By the version of the item: whoever is sending it once more at this moment has changed that first.
  const isTextsOfOthers = isOvertaken && change.wanted.kind === 'amend'
  const content = isTextsOfOthers ? { ...item.content, isOvertaken } : item.content
  return (await work.change(item, { state: 'not-done', content })) ? undefined : 'It is being sent once more. Look again in two minutes.'
}

const timeOf = (at: Date): string => formatLocalDateTime(at).slice(11, 16)

function isMade(wanted: ChangeWanted, { status, description, comment }: Appointment): boolean {
  if (wanted.kind === 'cancel') return status === 'cancelled'
  return status !== 'cancelled' && isSame(description, wanted.texts.description) && isSame(comment, wanted.texts.comment)
}

/** As FHIR has it: blanks around a text are none of it. */
const isSame = (one = '', other = ''): boolean => one.trim() === other.trim()
