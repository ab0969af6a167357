/** One at a time, first come first served. */
export type Turns = {
  take(): Promise<() => void>
  isTaken(): boolean
  waiting(): number
}

/** Whoever has waited for `patienceMs` is refused, so that a holder that waits for itself is an error and not a silence. */
export function createTurns(patienceMs: number): Turns {
  const waiting: (() => void)[] = []
  let taken = false

  function give(): () => void {
    let given = false
    return () => {
      if (given) return
      given = true
      const next = waiting.shift()
      if (next) next()
      else taken = false
    }
  }

  return {
    take() {
      if (!taken) {
        taken = true
        return Promise.resolve(give())
      }

      return new Promise((resolve, reject) => {
        const start = () => {
          clearTimeout(patience)
          resolve(give())
        }
        const patience = setTimeout(() => {
          waiting.splice(waiting.indexOf(start), 1)
          reject(new Error(`The database was busy with another transaction for ${patienceMs / 1000} seconds`))
        }, patienceMs)
        waiting.push(start)
      })
    },
    isTaken: () => taken,
    waiting: () => waiting.length,
  }
}
