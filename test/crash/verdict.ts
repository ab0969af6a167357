/** What was told of one case, and what of it was not true. */
export type Verdict = {
  say: (what: string) => void
  holds: (isTrue: boolean, what: string) => void
  said: () => string
  untrue: () => readonly string[]
}

export function createVerdict(): Verdict {
  const [said, untrue]: [string[], string[]] = [[], []]
  return {
    say: (what) => void said.push(what),
    holds(isTrue, what) {
      if (!isTrue) untrue.push(what)
    },
    said: () => said.join(', '),
    untrue: () => untrue,
  }
}
