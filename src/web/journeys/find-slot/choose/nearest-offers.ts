/** By the clock, as the button said it: `2026-07-06T09:10`. Of two hours that clocks show alike either will do. */
export function nearestOffers<Free extends { start: string }>(
  wanted: string,
  offers: readonly Free[],
  { now, most }: { now: Date; most: number },
): Free[] {
  const distance = ({ start }: Free) => Math.abs(onTheClock(start) - onTheClock(wanted))
  return offers
    .filter(({ start }) => Date.parse(start) > now.getTime())
    .sort((one, other) => distance(one) - distance(other))
    .slice(0, most)
}

/** Only to be compared with another: a button does not say the offset. */
const onTheClock = (localDateTime: string): number => Date.parse(`${localDateTime.slice(0, 16)}:00Z`)
