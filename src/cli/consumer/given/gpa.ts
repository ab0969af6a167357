import { type GivenPractice, givenPractice } from '../../../consumer/given/practice.ts'
import { type GivenSpine, givenSpine } from '../../../consumer/given/spine.ts'
import type { ConfigFile } from '../config.ts'
import type { Io } from '../io.ts'
import { runGpa } from '../program.ts'
import { UsageFault } from '../usage-fault.ts'

export const CONFIG: ConfigFile = {
  pds: { url: 'https://pds.test' },
  sds: { url: 'https://sds.test', apiKey: 'k' },
  ssp: { url: 'https://ssp.test' },
  application: { issuer: 'https://hub.test', device: { system: 'https://hub.test/Id/device', value: 'd', model: 'Hub', version: '1' } },
  organisation: {
    odsCode: 'Y00001',
    name: 'Leeds Hub',
    type: 'urgent-care',
    telecom: [{ system: 'phone', value: '0113' }],
    asid: '200000000001',
  },
  user: { id: 'u1', family: 'Jones', localIdentifier: { system: 'https://hub.test/Id/user', value: 'cj' } },
  federation: [
    { odsCode: 'B86013', name: 'The Surgery' },
    { odsCode: 'B86014', name: 'The Other One' },
  ],
}

/** How the handle of the slot that every practice offers begins. */
export const SLOT = 'B86013/2026-03-02T09:00/'

/** What is beside the Spine: files, and somebody at a terminal who answers each question in turn. */
export type GivenDesk = {
  files?: Record<string, string>
  answers?: readonly string[]
  standardInput?: string
  colours?: boolean
  /** After so many private files the disk is full. */
  roomFor?: number
  /** Nothing can be removed any more. */
  isFrozen?: boolean
}

/** A process for `gpa` to run in, of which nothing reaches this one. */
export function givenDesk({
  files = {},
  answers,
  standardInput = '',
  colours = false,
  roomFor = Number.POSITIVE_INFINITY,
  isFrozen = false,
}: GivenDesk = {}) {
  const [printed, errors, asked, drawn]: [string[], string[], string[], string[]] = [[], [], [], []]
  const held = new Map<string, string | Uint8Array>(Object.entries(files))
  const writes: { path: string; isPrivate: boolean }[] = []
  const toAnswer = answers?.values()
  const textOf = (content: string | Uint8Array) => (typeof content === 'string' ? content : Buffer.from(content).toString('latin1'))
  const io: Pick<Io, keyof ReturnType<typeof desk>> = desk()
  return { io, printed, errors, asked, drawn, held, writes }

  function desk() {
    return {
      print: (text: string) => void printed.push(text),
      printError: (text: string) => void errors.push(text),
      colours,
      environment: {},
      readFile: async (path: string) => {
        const content = held.get(path)
        return content === undefined ? undefined : textOf(content)
      },
      writeFile: async (path: string, content: string | Uint8Array, options?: { isPrivate: true }) => {
        if (options?.isPrivate && writes.length >= roomFor) throw new UsageFault(`${path} cannot be written (ENOSPC).`)
        if (path.startsWith('nowhere/')) throw new UsageFault(`${path} cannot be written (ENOENT).`)
        writes.push({ path, isPrivate: options?.isPrivate === true })
        held.set(path, content)
      },
      removeFile: async (path: string) => {
        if (isFrozen) throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' })
        held.delete(path)
      },
      listFiles: async (directory: string) => [...held.keys()].filter((path) => path.startsWith(`${directory}/`)),
      readStandardInput: async () => standardInput,
      terminal: toAnswer && {
        ask: async (question: string) => {
          asked.push(question)
          const { value } = toAnswer.next()
          return value ?? ''
        },
        draw: (text: string) => void drawn.push(text),
        rows: 24,
        columns: 100,
      },
    }
  }
}

/** Runs `gpa` as typed, against a Spine of its own. */
export async function gpa(line: readonly string[], given: GivenSpine & GivenDesk = {}) {
  const { fetch, now, newId, sent } = givenSpine(given)
  const desk = givenDesk({ ...given, files: { ...(given.files ?? { './data/gpa.json': JSON.stringify(CONFIG) }) } })
  const exitCode = await runGpa({ ...desk.io, fetch, now, newId }, line)
  const posts = sent.filter(({ method }) => method === 'POST')
  return { ...desk, exitCode, output: desk.printed.join('\n'), errors: desk.errors.join('\n'), sent, posts }
}

export const oneOf = (practice: GivenPractice): GivenSpine => ({ practices: { B86013: givenPractice(practice) } })

/** The handle of the only slot, as the table prints it. */
export async function givenHandle(given: GivenSpine = {}): Promise<string> {
  const { output } = await gpa(['slots', 'B86013'], given)
  const handle = /B86013\/\S+/.exec(output)?.[0] ?? ''
  if (!handle.startsWith(SLOT)) throw new Error(`no slot in ${output}`)
  return handle
}

/** As a script does, unless there are `answers`. */
export const book = async (more: readonly string[], given: GivenSpine & GivenDesk = {}) => {
  const yes = given.answers ? [] : ['--yes']
  return gpa(['book', '900 000 0009', await givenHandle(given), '--description', 'Blood pressure check', ...yes, ...more], given)
}
