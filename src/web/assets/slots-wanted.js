// What of the slots on the page is wanted: by the same rules as the server, which filters where there is no script.

const PARTS = { morning: [0, 720], afternoon: [720, 1080], evening: [1080, 1440] }
const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

export const weekdayOf = (day) => WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]
export const lower = (string) => (string ?? '').toLowerCase()

/** As the form has it. */
export function wantedIn(form) {
  const data = new FormData(form)
  const field = (name) => lower(String(data.get(name) ?? '').trim())
  return {
    ...{ channel: field('channel'), gender: field('gender'), role: field('role'), type: field('type') },
    ...{ place: field('place'), service: field('service'), part: PARTS[field('part')], minutes: Number(field('minutes')) },
    weekdays: data.getAll('weekday'),
    sort: field('sort'),
  }
}

const fits = (group, want) =>
  (!want.channel || group.channel === want.channel) &&
  (!want.gender || group.gender === want.gender) &&
  (!want.role || group.roleCode === want.role || group.role.includes(want.role)) &&
  group.type.includes(want.type) &&
  (group.place.includes(want.place) || group.at.includes(want.place)) &&
  group.service.includes(want.service) &&
  (want.weekdays.length === 0 || want.weekdays.includes(group.weekday))

/** The offers of a group that are wanted, each as the slots it takes. */
export function runsIn(group, want) {
  if (!fits(group, want)) return []
  const { slots } = group
  const { part, minutes } = want
  const inTime = part ? slots.filter(({ start, end }) => part[0] <= start && end <= part[1]) : slots
  return minutes ? joinAdjacent(inTime, minutes) : inTime.map((slot) => [slot])
}

/** As the server joins them: the soonest, in as few slots as will do, and no slot in two of them. */
function joinAdjacent(slots, minutes) {
  const free = new Set(slots)
  const joined = []
  for (const first of slots) {
    if (!free.has(first)) continue
    const target = first.start + minutes
    const reached = new Map([[first.end, [first]]])
    for (const slot of free) {
      if (slot.start >= target) break
      const before = reached.get(slot.start)
      if (before) reached.set(slot.end, [...before, slot])
    }
    const end = Math.min(...[...reached.keys()].filter((end) => end >= target))
    const run = reached.get(end)
    if (!run) continue
    const needed = run.slice(run.findLastIndex(({ start }) => end - start >= minutes))
    for (const slot of needed) free.delete(slot)
    joined.push(needed)
  }
  return joined
}
