import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { decodeSpineValue, type SpineFile } from '../../dataset/spine-file.ts'
import { ConfigError } from '../../nhs/config-error.ts'
import { decodeFaultScript } from '../faults/fault-script.ts'
import type { Faults } from '../faults/faults.ts'
import type { SspAuditEntry } from '../ssp/ssp.ts'

export type ControlDeps = {
  faults: Faults
  data: () => SpineFile
  replaceData: (data: SpineFile) => void
  /** Reads the data file again; throws a ConfigError. Absent where the data came from no file. */
  readData?: (() => Promise<SpineFile>) | undefined
  /** The SSP's latest entries, oldest first. */
  audit: () => readonly SspAuditEntry[]
  /** What else can be done, by name: `cis2/rotate-keys`. */
  actions: Readonly<Record<string, () => unknown>>
  logFault: (error: unknown) => void
}

type Reply = { status: number; body: unknown }
type Handler = (deps: ControlDeps, asked: { body: unknown; query: URLSearchParams }) => Reply | Promise<Reply>

const ok = (body: unknown): Reply => ({ status: 200, body })
const refused = (faults: readonly string[]): Reply => ({ status: 400, body: { faults } })

const HANDLERS: Readonly<Record<string, Handler>> = {
  'GET /faults': ({ faults }) => ok({ seed: faults.seed(), rules: faults.list() }),
  'PUT /faults': ({ faults }, { body }) => replaceFaults(faults, body),
  'POST /faults': ({ faults }, { body }) => {
    const rules = faults.list().map(({ where, when, what }) => ({ where, ...(when && { when }), what }))
    return replaceFaults(faults, { kind: 'faults', seed: faults.seed(), rules: [...rules, body] })
  },
  'DELETE /faults': ({ faults }) => replaceFaults(faults, { kind: 'faults' }),
  'GET /data': ({ data }) => ok(data()),
  'PATCH /data': (deps, { body }) => patchData(deps, body),
  'POST /data/reload': reloadData,
  'GET /audit': ({ audit }, { query }) => {
    const last = Number(query.get('last') ?? '20')
    return Number.isInteger(last) && last > 0 ? ok(audit().slice(-last)) : refused(['last: must be a whole number above nought'])
  },
  'GET /actions': ({ actions }) => ok(Object.keys(actions)),
}

/** Changes the simulated Spine while it runs. For this machine alone: it has no lock. */
export function createControl(deps: ControlDeps): RequestListener {
  return (request, response) => {
    void answer(deps, request).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => {
        deps.logFault(error)
        send(response, 500, { faults: ['The simulator failed: its log says how.'] })
      },
    )
  }
}

async function answer(deps: ControlDeps, request: IncomingMessage): Promise<Reply> {
  // A page in a browser on this machine has no business here.
  if (request.headers.origin !== undefined) return { status: 403, body: { faults: ['Not from a browser.'] } }
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://control')
  const key = `${request.method} ${pathname}`
  const action = request.method === 'POST' ? deps.actions[pathname.slice(1)] : undefined
  if (action) return ok({ done: pathname.slice(1), result: await action() })

  const handler = Object.hasOwn(HANDLERS, key) ? HANDLERS[key] : undefined
  if (!handler) {
    const known = [...Object.keys(HANDLERS), ...Object.keys(deps.actions).map((action) => `POST /${action}`)]
    return { status: 404, body: { faults: [`There is no ${key} here: there are ${known.join(', ')}.`] } }
  }
  const body = await readJson(request)
  return 'faults' in body ? refused(body.faults) : handler(deps, { body: body.value, query })
}

function replaceFaults(faults: Faults, value: unknown): Reply {
  const decoded = decodeFaultScript(value)
  if ('faults' in decoded) return refused(decoded.faults)
  faults.replace(decoded.script)
  return ok({ seed: faults.seed(), rules: faults.list() })
}

/** What is named replaces what was there: people, organisations, dataSharing. */
function patchData({ data, replaceData }: ControlDeps, change: unknown): Reply {
  if (typeof change !== 'object' || change === null) return refused(['the body: must be an object'])
  const decoded = decodeSpineValue({ ...data(), ...change, kind: 'spine' })
  if ('faults' in decoded) return refused(decoded.faults.map(({ place, message }) => `${place}: ${message}`))
  replaceData(decoded.file)
  return ok(sizeOf(decoded.file))
}

async function reloadData({ readData, replaceData }: ControlDeps): Promise<Reply> {
  if (!readData) return refused(['the data came from no file'])
  try {
    const data = await readData()
    replaceData(data)
    return ok(sizeOf(data))
  } catch (error) {
    if (error instanceof ConfigError) return refused(error.faults)
    throw error
  }
}

function sizeOf({ people, organisations, dataSharing }: SpineFile) {
  return { people: people.length, organisations: organisations.length, dataSharing: dataSharing.length }
}

async function readJson(request: IncomingMessage): Promise<{ value: unknown } | { faults: string[] }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    return { value: text === '' ? undefined : JSON.parse(text) }
  } catch {
    return { faults: ['the body: is no JSON'] }
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
