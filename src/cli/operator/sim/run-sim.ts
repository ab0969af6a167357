import type { SimAsked, SimOptions } from './sim-commands.ts'

export type SimDeps = {
  readFile: (path: string) => Promise<string>
  fetch: (url: string, init: { method: string; body?: string; signal: AbortSignal }) => Promise<Response>
  write: (stream: 'stdout' | 'stderr', text: string) => void
  /** Of the sandbox, which writes sim.json there. */
  dataDirectory: string
}

const TIMEOUT_MS = 10_000

/** Returns the exit code. */
export async function runSim(deps: SimDeps, asked: SimAsked, options: SimOptions): Promise<number> {
  const fail = (text: string) => {
    deps.write('stderr', `${text}\n`)
    return 1
  }
  const url = options.url ?? (await controlUrl(deps))
  if (url === undefined)
    return fail(`There is no sim.json in ${deps.dataDirectory}: start the sandbox with npm start, or name the control API with --url.`)

  try {
    const { method, path, body } = await requestFor(deps, asked)
    const reply = await deps.fetch(`${url}${path}`, {
      method,
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const answer: unknown = await reply.json()
    if (!reply.ok) return fail(faultsOf(answer).join('\n') || `The simulator answered ${reply.status}.`)
    deps.write('stdout', `${options.json || asked.what === 'show data' ? JSON.stringify(answer, undefined, 2) : toText(asked, answer)}\n`)
    return 0
  } catch (error) {
    return fail(whyNot(error, url))
  }
}

async function controlUrl({ readFile, dataDirectory }: SimDeps): Promise<string | undefined> {
  try {
    const { controlUrl } = JSON.parse(await readFile(`${dataDirectory}/sim.json`))
    return typeof controlUrl === 'string' ? controlUrl : undefined
  } catch {
    return undefined
  }
}

async function requestFor({ readFile }: SimDeps, asked: SimAsked): Promise<{ method: string; path: string; body?: string }> {
  switch (asked.what) {
    case 'list faults':
      return { method: 'GET', path: '/faults' }
    case 'clear faults':
      return { method: 'DELETE', path: '/faults' }
    case 'add fault':
      return { method: 'POST', path: '/faults', body: JSON.stringify(asked.rule) }
    case 'play faults':
      return { method: 'PUT', path: '/faults', body: await readFile(asked.file) }
    case 'show data':
      return { method: 'GET', path: '/data' }
    case 'reload data':
      return { method: 'POST', path: '/data/reload' }
    case 'change data':
      return { method: 'PATCH', path: '/data', body: await readFile(asked.file) }
    case 'audit':
      return { method: 'GET', path: `/audit?last=${asked.last}` }
    case 'do':
      return { method: 'POST', path: `/${asked.action.split('/').map(encodeURIComponent).join('/')}` }
  }
}

function toText(asked: SimAsked, answer: unknown): string {
  if (asked.what === 'audit') return listOf(answer).map(auditLine).join('\n') || 'Nothing went through the SSP yet.'
  if (asked.what === 'do') return 'Done.'
  if (asked.what.endsWith('data')) {
    const { people, organisations, dataSharing } = fieldsOf(answer)
    return `The simulator now knows ${people} people, ${organisations} organisations and ${dataSharing} rules of data sharing.`
  }
  return listOf(fieldsOf(answer).rules).map(ruleLine).join('\n') || 'Nothing goes wrong.'
}

function ruleLine(rule: Fields): string {
  const { service, practice, interaction } = fieldsOf(rule.where)
  const { kind, ...parameters } = fieldsOf(rule.what)
  const words = [service, practice, interaction, kind, ...Object.values(parameters)].filter((word) => word !== undefined)
  const [[how, count] = ['always', '']] = Object.entries(fieldsOf(rule.when))
  return `${words.join(' ')}, ${[how, count].join(' ').trim()}: played ${rule.played} of ${rule.asked} times`
}

function auditLine(entry: Fields): string {
  const { time, status, method, url, from, to, ended, durationMs } = entry
  return `${time} ${status} ${from} -> ${to} ${method} ${url} ${ended === 'complete' ? '' : `(${ended}) `}${durationMs} ms`
}

type Fields = Readonly<Record<string, unknown>>

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : []
}

function faultsOf(answer: unknown): string[] {
  const { faults } = fieldsOf(answer)
  return Array.isArray(faults) ? faults.map(String) : []
}

function whyNot(error: unknown, url: string): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'ENOENT') return 'There is no such file.'
  return `The simulator does not answer at ${url}: is the sandbox running?`
}
