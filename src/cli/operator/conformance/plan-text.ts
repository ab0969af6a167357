import type { Plan } from '../../../conformance/run/select-scenarios.ts'
import type { Target } from '../../../conformance/target/decode-target.ts'

/** What a run will do, before it does it. */
export function planText(target: Target, { toRun, toSkip, mostSlots, bookings, registrations }: Plan, isWhole: boolean): string {
  const lines = [
    `${toRun.length} scenarios against ${target.serviceRoot}${target.ssp === undefined ? '' : ` through ${target.ssp}`}; ${toSkip.length} are skipped for want of data.`,
    bookings === 0
      ? 'Nothing is booked.'
      : `${bookings === 1 ? 'One of them books' : `${bookings} of them book`}, ${mostSlots === 1 ? 'one slot' : `${mostSlots} slots`} at once at most, and ${bookings === 1 ? 'cancels' : 'cancel'} again: what is cancelled stays in the practice's book.`,
    ...(registrations === 0 ? [] : [`${peopleAre(registrations)} registered at most, as temporary: that cannot be undone from here.`]),
    ...(isWhole
      ? ['', ...toRun.map(({ id, title }) => `  ${id}  ${title}`), ...toSkip.map(({ scenario, reason }) => `- ${scenario.id}  ${reason}`)]
      : []),
  ]
  return `${lines.join('\n')}\n`
}

function peopleAre(count: number): string {
  return count === 1 ? 'One person is' : `${count} people are`
}
