/**
 * What the practice's rules of release come to (SLOT-06..08, ADM-03), written a second time and in another way than the product does it:
 * from the appointments themselves, one possible booker at a time, with the calendar of the runtime.
 */
export type GivenSlot = {
  schedule: string
  start: Date
  allowedTypes?: readonly string[] | undefined
  allowedCodes?: readonly string[] | undefined
  embargoMinutes?: number | undefined
  bookingWindowDays?: number | undefined
}
export type GivenCap = {
  per: 'session' | 'day'
  organisationType?: string | undefined
  organisationCode?: string | undefined
  most: number
}
export type GivenBooking = {
  schedule: string
  start: Date
  cancelled: boolean
  by?: { code: string; type?: string | undefined } | undefined
}
export type GivenAsker = { types: readonly string[]; codes: readonly string[] }

const london = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit' })

/** Somebody who was named in the search could book it. */
export function isOpenTo(
  slot: GivenSlot,
  of: { asker: GivenAsker; now: Date; caps: readonly GivenCap[]; bookings: readonly GivenBooking[] },
): boolean {
  if (isTooSoon(slot, of.now) || isTooFar(slot, of.now)) return false

  const types = of.asker.types.length > 0 ? of.asker.types : [undefined]
  const codes = of.asker.codes.length > 0 ? of.asker.codes : [undefined]
  for (const type of types) {
    for (const code of codes) {
      const mayEnter =
        (!slot.allowedTypes || slot.allowedTypes.some((one) => one === type)) &&
        (!slot.allowedCodes || slot.allowedCodes.some((one) => one === code))
      if (mayEnter && of.caps.every((cap) => hasRoom(cap, { slot, type, code, bookings: of.bookings }))) return true
    }
  }
  return false
}

function isTooSoon({ start, embargoMinutes }: GivenSlot, now: Date): boolean {
  if (!embargoMinutes) return false
  const closes = new Date(start)
  closes.setUTCMinutes(closes.getUTCMinutes() - embargoMinutes)
  return now > closes
}

function isTooFar({ start, bookingWindowDays }: GivenSlot, now: Date): boolean {
  if (bookingWindowDays === undefined) return false
  return (Date.parse(london.format(start)) - Date.parse(london.format(now))) / 86_400_000 > bookingWindowDays
}

function hasRoom(
  cap: GivenCap,
  of: { slot: GivenSlot; type: string | undefined; code: string | undefined; bookings: readonly GivenBooking[] },
): boolean {
  if (cap.organisationType !== undefined && cap.organisationType !== of.type) return true
  if (cap.organisationCode !== undefined && cap.organisationCode !== of.code) return true
  let taken = 0
  for (const { schedule, start, cancelled, by } of of.bookings) {
    if (cancelled || !by) continue
    if (cap.organisationType !== undefined && cap.organisationType !== by.type) continue
    if (cap.organisationCode !== undefined && cap.organisationCode !== by.code) continue
    if (cap.per === 'session' ? schedule === of.slot.schedule : london.format(start) === london.format(of.slot.start)) taken += 1
  }
  return taken < cap.most
}
