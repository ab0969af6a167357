export type Updates<Update> = {
  push: (update: Update) => void
  /** Nothing follows: what was pushed is still yielded. */
  end: () => void
  fail: (error: unknown) => void
  all: () => AsyncGenerator<Update, void, undefined>
}

/** From those who tell to the one who reads, who may be slower: nothing waits for him, and nothing is lost. */
export function createUpdates<Update>(): Updates<Update> {
  const told: Update[] = []
  let more = Promise.withResolvers<void>()
  let state: { kind: 'open' | 'ended' } | { kind: 'failed'; error: unknown } = { kind: 'open' }

  function change(to: typeof state): void {
    if (state.kind === 'open') state = to
    more.resolve()
  }

  return {
    push(update) {
      told.push(update)
      more.resolve()
    },
    end: () => change({ kind: 'ended' }),
    fail: (error) => change({ kind: 'failed', error }),
    async *all() {
      for (;;) {
        more = Promise.withResolvers()
        yield* told.splice(0)
        if (told.length > 0) continue
        if (state.kind === 'failed') throw state.error
        if (state.kind === 'ended') return
        await more.promise
      }
    },
  }
}
