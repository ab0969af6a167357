import { type GivenPractice, givenPractice } from '../../../consumer/given/practice.ts'
import { type GivenSpine, givenSpine } from '../../../consumer/given/spine.ts'
import type { ConfigFile } from '../config.ts'
import { runGpa } from '../program.ts'

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

/** Runs `gpa` as typed, against a Spine of its own. */
export async function gpa(line: readonly string[], given: GivenSpine & { files?: Record<string, string> } = {}) {
  const { fetch, now, newId, sent } = givenSpine(given)
  const [printed, errors]: [string[], string[]] = [[], []]
  const files = given.files ?? { './data/gpa.json': JSON.stringify(CONFIG) }
  const io = {
    print: (text: string) => printed.push(text),
    printError: (text: string) => errors.push(text),
    colours: false,
    environment: {},
    readFile: async (path: string) => files[path],
    fetch,
    now,
    newId,
  }
  const exitCode = await runGpa(io, line)
  return { exitCode, output: printed.join('\n'), errors: errors.join('\n'), sent, posts: sent.filter(({ method }) => method === 'POST') }
}

export const oneOf = (practice: GivenPractice): GivenSpine => ({ practices: { B86013: givenPractice(practice) } })

/** The handle of the only slot, as the table prints it. */
export async function givenHandle(given: GivenSpine = {}): Promise<string> {
  const { output } = await gpa(['slots', 'B86013'], given)
  const handle = /B86013\/\S+/.exec(output)?.[0] ?? ''
  if (!handle.startsWith(SLOT)) throw new Error(`no slot in ${output}`)
  return handle
}

export const book = async (more: readonly string[], given: GivenSpine = {}) =>
  gpa(['book', '900 000 0009', await givenHandle(given), '--description', 'Blood pressure check', ...more], given)
