import type { Organisation } from '../../directory/model.ts'
import { SettingRefused } from '../../directory/setting-refused.ts'
import { findHealthcareServiceByDosId } from '../../directory/store/healthcare-services.ts'
import { findOrganisation } from '../../directory/store/organisations.ts'
import { formatLocalDateTime } from '../../nhs/local-time.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import type { Queryable } from '../../postgres/database.ts'
import { countAgainstCaps } from '../count-against-caps.ts'
import type { HeldSlot } from '../model.ts'
import { type Asking, bookingWindowAllows, capsAllow, embargoAllows, fits } from '../slot-availability.ts'
import { findCaps } from '../store/caps.ts'
import { findHeldSlots } from '../store/slots.ts'
import { capName } from './apply-cap.ts'

/** One rule, whether it lets the slot be seen, and the facts that it was judged by. */
export type Verdict = { rule: string; holds: boolean; because: string }

export type ExplainedSlot = { slot: HeldSlot; visible: boolean; verdicts: Verdict[] }

export type SlotQuestion = {
  practice: OdsCode
  slot: { id: string } | { start: Date }
  /** Who asks, as a search would say it. */
  organisationType?: string
  organisationCode?: string
  dosServiceId?: string
}

/** Why a slot is, or is not, seen by who asks: the rules that search applies, one by one (SLOT-06..08, SLOT-10, ADM-04). */
export async function explainSlot(deps: { db: Queryable; now: () => Date }, question: SlotQuestion): Promise<ExplainedSlot[]> {
  const { db } = deps
  const { practice, organisationType, organisationCode, dosServiceId } = question
  const organisation = await findOrganisation(db, practice)
  if (!organisation) throw new SettingRefused(`${practice} is no practice of this appointment book.`)

  const asker = { organisationTypes: listOf(organisationType), organisationCodes: listOf(organisationCode) }
  const slots = await findHeldSlots(db, practice, question.slot)
  const caps = await countAgainstCaps(db, practice, { caps: await findCaps(db, practice, asker), slots })
  const serviceId =
    dosServiceId === undefined ? undefined : ((await findHealthcareServiceByDosId(db, practice, dosServiceId))?.id ?? 'none')
  const asking = { asker, now: deps.now(), caps }
  return slots.map((slot) => {
    const verdicts = [
      ...ofPractice(organisation),
      ...ofSlot(slot),
      ...ofAsker(slot, asking),
      ...(serviceId === undefined ? [] : [ofService(slot, { organisation, serviceId })]),
    ]
    return { slot, visible: verdicts.every(({ holds }) => holds), verdicts }
  })
}

function listOf(value: string | undefined): string[] {
  return value === undefined ? [] : [value]
}

function ofPractice({ switches }: Organisation): Verdict[] {
  return [
    { rule: 'GP Connect', holds: switches.gpConnect, because: switches.gpConnect ? 'on' : 'off' },
    {
      rule: 'Appointment Management',
      holds: switches.appointmentManagement,
      because: switches.appointmentManagement ? 'on' : 'off',
    },
  ]
}

function ofSlot({ bookable, blocked, deliveryChannel, appointmentId }: HeldSlot): Verdict[] {
  return [
    {
      rule: 'released',
      holds: bookable,
      because: bookable ? 'marked bookable through GP Connect' : 'not marked bookable through GP Connect',
    },
    { rule: 'in use', holds: !blocked, because: blocked ? 'taken out of use' : 'not taken out of use' },
    { rule: 'no visit', holds: deliveryChannel !== 'Visit', because: deliveryChannel },
    {
      rule: 'free',
      holds: appointmentId === undefined,
      because: appointmentId === undefined ? 'nobody holds it' : `held by appointment ${appointmentId}`,
    },
  ]
}

function ofAsker(slot: HeldSlot, asking: Asking): Verdict[] {
  const { access, embargoMinutes, bookingWindowDays, start } = slot
  const { asker, now, caps } = asking
  const minutes = Math.floor((start.getTime() - now.getTime()) / 60_000)
  const used = caps.at(slot).map(({ cap, booked }) => `${capName(cap)}: ${booked} of ${cap.most} booked`)
  return [
    restriction('organisation type', access.allowedOrganisationTypes, asker.organisationTypes),
    restriction('organisation code', access.allowedOrganisationCodes, asker.organisationCodes),
    {
      rule: 'embargo',
      holds: embargoAllows(slot, now),
      because: embargoMinutes
        ? `until ${embargoMinutes} minutes before; ${minutes < 0 ? 'it has begun' : `it starts in ${minutes}`}`
        : 'none',
    },
    {
      rule: 'booking window',
      holds: bookingWindowAllows(slot, now),
      because:
        bookingWindowDays === undefined
          ? 'no limit'
          : `${bookingWindowDays} days after ${formatLocalDateTime(now).slice(0, 10)}; it is on ${formatLocalDateTime(start).slice(0, 10)}`,
    },
    { rule: 'caps', holds: capsAllow(slot, asking), because: used.length > 0 ? used.join('; ') : 'none for this organisation' },
  ]
}

function restriction(rule: string, allowed: readonly string[] | undefined, sent: readonly string[]): Verdict {
  const asks = sent.length > 0 ? `${sent.join(', ')} asks` : 'none was sent'
  return { rule, holds: fits(allowed, sent), because: allowed === undefined ? 'open to all' : `only ${allowed.join(', ')}; ${asks}` }
}

/** SLOT-10: where service filtering is off, what a search asks of it is ignored. */
function ofService({ schedule }: HeldSlot, of: { organisation: Organisation; serviceId: string }): Verdict {
  const { serviceFiltering, serviceFilteringOffered } = of.organisation.switches
  if (!serviceFiltering || !serviceFilteringOffered) return { rule: 'service', holds: true, because: 'service filtering is off: ignored' }
  const holds = schedule.healthcareServiceId === of.serviceId
  return { rule: 'service', holds, because: holds ? 'its schedule is of that service' : 'its schedule is not of that service' }
}
