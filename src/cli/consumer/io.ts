import type { Fetch } from '../../consumer/index.ts'

/** All that a command uses of the process it runs in. */
export type Io = {
  /** Text without a line's end. */
  print: (text: string) => void
  /** Progress, questions and failures, kept apart so that what is printed can be piped on. */
  printError: (text: string) => void
  colours: boolean
  environment: { GPA_CONFIG?: string | undefined; GPA_STATE?: string | undefined }
  /** Undefined if there is no such file. */
  readFile: (path: string) => Promise<string | undefined>
  /** `isPrivate`: whole or not at all, with its directory, for nobody else to read, and on the disk before it returns. A UsageFault if it cannot be. */
  writeFile: (path: string, content: string | Uint8Array, options?: { isPrivate: true }) => Promise<void>
  /** No matter whether it is there. */
  removeFile: (path: string) => Promise<void>
  /** The paths of a directory's files; none if there is no such directory. */
  listFiles: (directory: string) => Promise<string[]>
  /** All of it. */
  readStandardInput: () => Promise<string>
  /** Somebody who can be asked, and a screen that can be drawn on. Undefined in a script or a pipe. */
  terminal: Terminal | undefined
  fetch: Fetch
  now: () => Date
  newId: () => string
}

export type Terminal = {
  ask: (question: string) => Promise<string>
  /** As it is, beside what is printed. */
  draw: (text: string) => void
  rows: number
  columns: number
}
