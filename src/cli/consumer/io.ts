import type { Fetch } from '../../consumer/index.ts'

/** All that a command uses of the process it runs in. */
export type Io = {
  /** Text without a line's end. */
  print: (text: string) => void
  /** Progress and failures, kept apart so that what is printed can be piped on. */
  printError: (text: string) => void
  colours: boolean
  environment: { GPA_CONFIG?: string | undefined }
  /** Undefined if there is no such file. */
  readFile: (path: string) => Promise<string | undefined>
  fetch: Fetch
  now: () => Date
  newId: () => string
}

export const EXIT = { done: 0, refused: 1, usage: 2, noAnswer: 3 } as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
