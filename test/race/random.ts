/** Numbers from 0 up to 1: the same for the same seed. */
export type Random = () => number

/** mulberry32: short, fast and even enough to choose by. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function chooseFrom<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return items[Math.floor(random() * items.length)]
}

/** One of the names, each as often as its weight says. */
export function chooseByWeight<Name extends string>(random: Random, weights: Readonly<Record<Name, number>>): Name | undefined {
  const entries = Object.entries(weights) as [Name, number][]
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  return entries.find(([, weight]) => {
    left -= weight
    return left < 0
  })?.[0]
}
