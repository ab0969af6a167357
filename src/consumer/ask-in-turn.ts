/**
 * So many are under way in the beginning, and one more after each of these whiles: all at once would hold the first answer up until the
 * last connection is made. Once somebody has answered, so many more are looked up at a time.
 */
const AT_FIRST = 3
const ONE_MORE_EVERY_MS = 20
const MORE_AFTER_THE_FIRST = 16

export type Turns<Item> = {
  items: Iterable<Item>
  /** How many are under way at a time, from the look-up to the answer. */
  atOnce: number
  /** Asked before each turn: none begins once it says no. */
  goOn: () => boolean
}

/** Asks each in its turn; whoever asks tells when an item has been looked up. Resolves when all have ended, rejects with the first that does. */
export async function askInTurn<Item>(turns: Turns<Item>, ask: (item: Item, lookedUp: () => void) => Promise<void>): Promise<void> {
  const { items, atOnce, goOn } = turns
  const all = Promise.withResolvers<void>()
  const waiting = items[Symbol.iterator]()
  const count = { underWay: 0, lookUps: 0, atMost: AT_FIRST }
  let hasAnyEnded = false

  function begin(): void {
    const held = () => (hasAnyEnded ? count.lookUps : count.underWay)
    while (goOn() && count.underWay < atOnce && held() < count.atMost) {
      const next = waiting.next()
      if (next.done) break
      turn(next.value)
    }
    if (count.underWay === 0) all.resolve()
  }

  function turn(item: Item): void {
    let isLookedUp = false
    const lookedUp = () => {
      if (isLookedUp) return
      isLookedUp = true
      count.lookUps -= 1
      begin()
    }
    count.underWay += 1
    count.lookUps += 1
    ask(item, lookedUp).then(() => {
      if (!hasAnyEnded) count.atMost += MORE_AFTER_THE_FIRST
      hasAnyEnded = true
      count.underWay -= 1
      lookedUp()
      begin()
    }, all.reject)
  }

  const timer = setInterval(() => {
    count.atMost += 1
    begin()
  }, ONE_MORE_EVERY_MS)
  try {
    begin()
    await all.promise
  } finally {
    clearInterval(timer)
  }
}
