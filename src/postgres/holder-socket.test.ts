import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { type CommandIo, listenForCommands, sendCommand } from './holder-socket.ts'

const module = new URL('./holder-socket.ts', import.meta.url).href

async function givenDirectory(t: TestContext, ...deeper: string[]): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'gp-socket-'))
  t.after(() => rm(root, { recursive: true, force: true }))
  const directory = join(root, ...deeper)
  await mkdir(directory, { recursive: true })
  return directory
}

type Run = (argv: readonly string[], io: CommandIo) => Promise<number>

async function givenHolder(t: TestContext, directory: string, run: Run): Promise<void> {
  const listener = await listenForCommands({ directory, run })
  t.after(() => listener.close())
}

function terminal(properties: { columns?: number; isTTY?: boolean } = {}) {
  const written: string[] = []
  let arrived = () => {}
  const first = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const write = (text: string) => {
    written.push(text)
    arrived()
  }
  return { written, first, write, ...properties }
}

describe('Commands for the holder of a directory', () => {
  test('are carried out there, with their output and exit code here', async (t) => {
    // Given
    const directory = await givenDirectory(t)
    let heard: unknown
    await givenHolder(t, directory, async (argv, { write, ...rest }) => {
      heard = { argv, ...rest }
      write('stdout', 'one\ntwo\n')
      write('stderr', 'é…\n')
      return 3
    })
    const stdout = terminal({ columns: 120, isTTY: true })
    const stderr = terminal()

    // When
    const exit = await sendCommand({ directory, argv: ['import', 'a b.json'], stdout, stderr })

    // Then
    assert.equal(exit, 3)
    assert.deepEqual(heard, { argv: ['import', 'a b.json'], columns: 120, interactive: true, cwd: process.cwd() })
    assert.deepEqual([stdout.written.join(''), stderr.written.join('')], ['one\ntwo\n', 'é…\n'])
  })

  test('show their progress while they run', async (t) => {
    // Given a command that goes on only when its first line was seen
    const directory = await givenDirectory(t)
    let seen = () => {}
    const goOn = new Promise<void>((resolve) => {
      seen = resolve
    })
    await givenHolder(t, directory, async (_argv, io) => {
      io.write('stdout', 'half\n')
      await goOn
      io.write('stdout', 'done\n')
      return 0
    })
    const stdout = terminal()

    // When
    const exit = sendCommand({ directory, argv: [], stdout, stderr: terminal() })
    await stdout.first
    seen()

    // Then
    assert.equal(await exit, 0)
    assert.equal(stdout.written.join(''), 'half\ndone\n')
  })

  test('find nobody where nobody holds', async (t) => {
    // Given, When
    const short = await givenDirectory(t)
    const long = await givenDirectory(t, 'x'.repeat(120))

    // Then
    for (const directory of [short, long, join(short, 'missing')]) {
      assert.equal(await sendCommand({ directory, argv: [], stdout: terminal(), stderr: terminal() }), undefined)
    }
  })

  test('find nobody where a holder was killed, and the next holder takes its place', async (t) => {
    for (const directory of [await givenDirectory(t), await givenDirectory(t, 'x'.repeat(120))]) {
      // Given a holder that was killed and could not tidy up
      const script = `import { listenForCommands } from ${JSON.stringify(module)}
        await listenForCommands({ directory: process.argv[1], run: async () => 1 })
        console.log('listening')`
      const child = spawn(process.execPath, ['--input-type=module', '--eval', script, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
      t.after(() => child.kill('SIGKILL'))
      await once(child.stdout, 'data')
      const send = () => sendCommand({ directory, argv: [], stdout: terminal(), stderr: terminal() })
      assert.equal(await send(), 1)
      child.kill('SIGKILL')
      await once(child, 'exit')
      assert.notDeepEqual(await readdir(directory), [])

      // When, Then
      assert.equal(await send(), undefined)
      await givenHolder(t, directory, async () => 2)
      assert.equal(await send(), 2)
    }
  })

  test('can be sent by the user of the holder alone', async (t) => {
    // Given
    const directory = await givenDirectory(t)

    // When
    await givenHolder(t, directory, async () => 0)

    // Then
    const { mode } = await stat(join(directory, 'holder.sock'))
    assert.equal(mode & 0o777, 0o600)
  })

  test('work in a directory whose path is too long for a socket, and leave nothing', async (t) => {
    // Given
    const directory = await givenDirectory(t, 'x'.repeat(120))
    const listener = await listenForCommands({ directory, run: async () => 7 })

    // When
    const exit = await sendCommand({ directory, argv: [], stdout: terminal(), stderr: terminal() })
    await listener.close()

    // Then
    assert.equal(exit, 7)
    assert.deepEqual(await readdir(directory), [])
  })

  test('are finished when the caller goes away, and the holder serves the next', async (t) => {
    // Given a caller that leaves in the middle
    const directory = await givenDirectory(t)
    let goOn = () => {}
    const left = new Promise<void>((resolve) => {
      goOn = resolve
    })
    let finish = () => {}
    const finished = new Promise<void>((resolve) => {
      finish = resolve
    })
    await givenHolder(t, directory, async (argv, io) => {
      io.write('stdout', 'started\n')
      if (argv[0] === 'quick') return 0
      await left
      for (let line = 0; line < 1000; line += 1) io.write('stdout', 'nobody reads this\n')
      finish()
      return 0
    })
    const caller = createConnection(join(directory, 'holder.sock'))
    caller.write(`${JSON.stringify({ argv: ['slow'], cwd: '/', interactive: false })}\n`)
    await once(caller, 'data')

    // When
    caller.destroy()
    goOn()
    await finished

    // Then
    assert.equal(await sendCommand({ directory, argv: ['quick'], stdout: terminal(), stderr: terminal() }), 0)
  })

  test('say so when the holder goes away in the middle', async (t) => {
    // Given
    const directory = await givenDirectory(t)
    const listener = await listenForCommands({
      directory,
      run: async (_argv, io) => {
        io.write('stdout', 'started\n')
        return new Promise(() => {})
      },
    })
    const stdout = terminal()
    const exit = sendCommand({ directory, argv: [], stdout, stderr: terminal() })
    await stdout.first

    // When, Then
    await Promise.all([listener.close(), assert.rejects(exit, /stopped before it had finished/)])
  })

  test('that fail say why and exit with 1', async (t) => {
    // Given
    const directory = await givenDirectory(t)
    await givenHolder(t, directory, async () => {
      throw new Error('no such practice')
    })
    const stderr = terminal()

    // When
    const exit = await sendCommand({ directory, argv: [], stdout: terminal(), stderr })

    // Then
    assert.equal(exit, 1)
    assert.equal(stderr.written.join(''), 'no such practice\n')
  })

  test('that cannot be read are refused', async (t) => {
    // Given
    const directory = await givenDirectory(t)
    await givenHolder(t, directory, async () => 0)

    for (const nonsense of ['{"argv": 1}', 'null', 'not JSON']) {
      // When
      const caller = createConnection(join(directory, 'holder.sock')).setEncoding('utf8')
      caller.write(`${nonsense}\n`)
      const [first] = await once(caller, 'data')
      caller.destroy()

      // Then
      assert.match(String(first), /"stream":"stderr"/)
    }
  })

  test('a file that is no socket is replaced', async (t) => {
    // Given
    const directory = await givenDirectory(t)
    await writeFile(join(directory, 'holder.sock'), 'left by somebody')

    // When
    await givenHolder(t, directory, async () => 0)

    // Then
    assert.equal(await sendCommand({ directory, argv: [], stdout: terminal(), stderr: terminal() }), 0)
  })
})
