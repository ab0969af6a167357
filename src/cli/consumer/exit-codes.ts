export const EXIT = { done: 0, refused: 1, usage: 2, noAnswer: 3, uncertain: 4 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The one table: help and docs/cli.md have it from here. */
export const EXIT_MEANINGS: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [EXIT.done, 'done'],
  [EXIT.refused, 'refused, not possible, or not wanted after all: no appointment was changed'],
  [EXIT.usage, 'wrong usage or configuration, or a write without --yes where nobody can be asked: nothing was sent'],
  [EXIT.noAnswer, 'somebody did not answer: no appointment was changed, and what is printed may not be all'],
  [EXIT.uncertain, 'it is not known, or only half done, what was asked for: do what is printed ("gpa settle" finds out)'],
]

export const EXIT_CODES = ['', 'Exit codes:', ...EXIT_MEANINGS.map(([code, meaning]) => `  ${code}  ${meaning}`)].join('\n')
