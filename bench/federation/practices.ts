import { createRandom } from '../../test/race/random.ts'

/** What one simulated practice does with a search: `ms` after it came. */
export type Behaviour = { odsCode: string; does: 'answers' | 'fails' | 'hangs'; ms: number }

export const FASTEST_MS = 50
export const SLOWEST_MS = 3_000
const [FAILING, HANGING] = [0.03, 0.02]

/**
 * The same practices for the same seed. Latencies are spread evenly over the orders of magnitude: half are below 400 ms, a few near three
 * seconds. The extremes are there for certain.
 */
export function practicesOf(count: number, seed: number): Behaviour[] {
  const random = createRandom(seed)
  const [failing, hanging] = [Math.round(count * FAILING), Math.round(count * HANGING)]
  const practices = Array.from({ length: count }, (_, index): Behaviour => {
    const does = index < failing ? 'fails' : index < failing + hanging ? 'hangs' : 'answers'
    const ms = index === count - 1 ? FASTEST_MS : index === count - 2 ? SLOWEST_MS : FASTEST_MS * (SLOWEST_MS / FASTEST_MS) ** random()
    return { odsCode: `F${String(index).padStart(4, '0')}`, does, ms: Math.round(ms) }
  })
  return shuffled(practices, random)
}

/** So that neither the quick nor the broken ones come first. */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}
