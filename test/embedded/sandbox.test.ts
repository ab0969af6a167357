import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { freePorts } from '../given/free-ports.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

type Ran = { code: number; stdout: string; stderr: string }

/** A sandbox in a folder of its own, and `gpa` as somebody in another terminal runs it. */
async function givenSandbox(t: { after: (fn: () => unknown) => void }) {
  const directory = await mkdtemp(join(tmpdir(), 'gpa-'))
  const port = await freePorts(8)
  const env = { ...process.env, GPA_DATA: directory, GPA_CONFIG: join(directory, 'gpa.json'), DATABASE_URL: '' }
  let running: ChildProcess | undefined

  const stop = async () => {
    if (!running || running.exitCode !== null) return running?.exitCode
    running.kill('SIGINT')
    await once(running, 'exit')
    return running.exitCode
  }
  t.after(async () => {
    await stop()
    await rm(directory, { recursive: true, force: true })
  })

  const start = async (): Promise<string> => {
    const child = spawn(process.execPath, ['src/sandbox/main.ts', '--port', String(port)], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running = child
    let printed = ''
    for await (const chunk of child.stdout) {
      printed += String(chunk)
      if (printed.includes('Ctrl-C')) break
    }
    return printed
  }

  const gpa = (...args: string[]): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(process.execPath, ['bin/gpa.js', ...args], { cwd: ROOT, env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr })
      })
    })
  return { start, stop, gpa }
}

describe('The sandbox', () => {
  test('one command shows a whole booking: with a record, without one, and again after a restart', async (t) => {
    // Given
    const { start, stop, gpa } = await givenSandbox(t)
    const printed = await start()
    assert.match(printed, /B86013 The North Leeds Medical Practice/)
    assert.match(printed, /9990000018/)
    const [, app = ''] = /Book appointments: +(http:\/\/localhost:\d+) +\(sign in as Mr Dev Ackroyd/.exec(printed) ?? []
    const toCis2 = (await fetch(`${app}/sign-in/start`, { redirect: 'manual' })).headers.get('location') ?? ''
    assert.match((await fetch(toCis2, { redirect: 'manual' })).headers.get('location') ?? '', /\/sign-in\//)
    assert.match(printed, /SSP +https:\/\/localhost:/)

    // When one practice is searched, and the federation
    const practices = await gpa('practices')
    assert.equal(practices.stdout.match(/answers/g)?.length, 3, practices.stderr)
    const one = JSON.parse((await gpa('slots', 'B86013', '--json')).stdout)
    const all = JSON.parse((await gpa('slots', '--json', '--channel', 'In-person')).stdout)
    assert.deepEqual(new Set(one.slots.map(({ practice }: { practice: { odsCode: string } }) => practice.odsCode)), new Set(['B86013']))
    assert.equal(new Set(all.slots.map(({ practice }: { practice: { odsCode: string } }) => practice.odsCode)).size, 3)

    // Then a patient with a record is booked, and one without is registered first
    const [first, second] = one.slots
    const known = await gpa('book', '9990000018', first.slot, '--description', 'Sore throat', '--yes')
    assert.equal(known.code, 0, known.stderr)
    assert.match(known.stdout, /^Booked\./)
    assert.doesNotMatch(known.stdout, /9990000018|temporary/)
    const newcomer = await gpa('book', '999 000 0220', second.slot, '--description', 'Rash', '--yes', '--json')
    assert.equal(newcomer.code, 0, newcomer.stderr)

    // And a slot that has gone is refused
    const gone = await gpa('book', '9990000026', first.slot, '--description', 'Cough', '--yes')
    assert.equal(gone.code, 1)
    assert.match(gone.stderr, /not free any more/)

    // And an operator's command is carried out by the sandbox, which holds the data
    const imported = await gpa('import', 'examples/practice.json')
    assert.equal(imported.code, 0, imported.stderr)

    // And a fault can be had, and is told as what it is
    assert.equal((await gpa('sim', 'faults', 'add', '--practice', 'B86022', 'status', '502')).code, 0)
    const faulty = await gpa('slots', 'B86022')
    assert.equal(faulty.code, 3)
    assert.match(faulty.stderr + faulty.stdout, /could not be reached/)
    assert.equal((await gpa('sim', 'faults', 'clear')).stdout, 'Nothing goes wrong.\n')

    // And what was booked is there after a restart
    assert.equal(await stop(), 0)
    await start()
    const { appointment } = JSON.parse(newcomer.stdout)
    const read = await gpa('appointment', 'B86013', appointment.id)
    assert.equal(read.code, 0, read.stderr)
    assert.match(read.stdout, /Rash/)
    assert.equal(await stop(), 0)
  })
})
