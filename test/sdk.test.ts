import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { apiPage } from '../scripts/sdk/api-page.ts'
import { buildSdk, packSdk } from '../scripts/sdk/build-sdk.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const TSC = join(root, 'node_modules/typescript/bin/tsc')
const run = promisify(execFile)
/** What a consumer may be made to install. Another one is a decision: write it down first. */
const ALLOWED = [
  ...['@types/fhir', 'cli-table3', 'commander', 'csv-parse', 'ical-generator', 'jose'],
  ...['ldapts', 'openid-client', 'saxes', 'write-excel-file', 'zod'],
]

/** Imports whose types would all be `any` without declarations: each expected error is one only if the types are there. */
const MISUSE = `import { openSession, parseNhsNumber } from 'gp-appointments-sdk'
import { parseXml } from 'gp-appointments-sdk/fhir'
// @ts-expect-error it may be undefined
export const length: number = parseNhsNumber('9990000018').length
// @ts-expect-error a text is no session's request
await openSession('9990000018')
// @ts-expect-error XML is text
parseXml(1)
`

describe('The package of the SDK', () => {
  let project: string
  let installed: string
  let manifest: { dependencies: Record<string, string>; exports: object }

  // As npm would leave it: the tarball's content, and beside it what its package.json names and nothing else.
  before(async () => {
    project = await mkdtemp(join(tmpdir(), 'sdk-consumer-'))
    const built = join(project, 'built')
    await mkdir(built)
    await buildSdk(built)
    const { filename } = await packSdk(built, project)
    await run('tar', ['-xzf', filename], { cwd: project })
    installed = join(project, 'node_modules/gp-appointments-sdk')
    await cp(join(project, 'package'), installed, { recursive: true })
    manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'))
    for (const name of [...Object.keys(manifest.dependencies), '@types/node']) {
      await mkdir(dirname(join(project, 'node_modules', name)), { recursive: true })
      await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name))
    }
    await writeFile(join(project, 'package.json'), '{ "type": "module" }')
    await writeFile(join(project, 'misuse.ts'), MISUSE)
    await writeFile(join(project, 'first-booking.ts'), await firstBooking())
    for (const name of await examples()) {
      const text = await readFile(join(root, 'examples', name), 'utf8')
      await writeFile(join(project, name), text.replaceAll('../src/consumer/index.ts', 'gp-appointments-sdk'))
    }
  })

  after(() => rm(project, { recursive: true }))

  test('holds the consumer and what it stands on, and nothing of a server', async () => {
    const files = await readdir(join(installed, 'dist'), { recursive: true, withFileTypes: true })
    const parts = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name).slice(installed.length + 1))
    assert.ok(parts.includes('dist/consumer/index.d.ts') && parts.includes('dist/cli/consumer/book.js'))
    assert.deepEqual(
      parts.filter((path) => !/^dist\/(nhs|fhir|spine|consumer|cli\/consumer)\/|^dist\/cli\/main\.js$/.test(path)),
      [],
    )
    assert.deepEqual((await readdir(installed)).sort(), ['LICENSE', 'README.md', 'bin', 'dist', 'package.json'])
  })

  test('depends on exact versions of a short list', () => {
    assert.deepEqual(Object.keys(manifest.dependencies).sort(), ALLOWED)
    for (const version of Object.values(manifest.dependencies)) assert.match(version, /^\d+\.\d+\.\d+$/)
  })

  for (const [moduleResolution, module] of [
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ]) {
    test(`its types hold for a strict consumer by ${moduleResolution}, those of the examples and of the first booking too`, async () => {
      const files = ['misuse.ts', 'first-booking.ts', ...(await examples())]
      const compilerOptions = {
        strict: true,
        noEmit: true,
        target: 'es2024',
        lib: ['es2024'],
        types: ['node'],
        skipLibCheck: false,
        module,
        moduleResolution,
      }
      await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
      await run(process.execPath, [TSC, '-p', project]).catch(({ stdout }) => assert.fail(stdout))
    })
  }

  test('without its types, the same check fails', async (t) => {
    // In a folder of its own: the compiler would find those of the folder above.
    const untyped = await mkdtemp(join(tmpdir(), 'sdk-untyped-'))
    t.after(() => rm(untyped, { recursive: true }))
    const withoutTypes = { recursive: true, filter: (path: string) => !path.endsWith('.d.ts') }
    await cp(installed, join(untyped, 'node_modules/gp-appointments-sdk'), withoutTypes)
    await writeFile(join(untyped, 'package.json'), '{ "type": "module" }')
    await writeFile(join(untyped, 'misuse.ts'), MISUSE)
    const compilerOptions = { strict: true, noEmit: true, target: 'es2024', module: 'nodenext', types: [] }
    await writeFile(join(untyped, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['misuse.ts'] }))

    const said = await run(process.execPath, [TSC, '-p', untyped]).then(
      () => '',
      ({ stdout }) => stdout,
    )
    assert.match(said, /TS7016/)
    assert.match(said, /TS2578/)
  })

  test('docs/consumer-api.md says what its declarations say', async () => {
    const page = await readFile(join(root, 'docs/consumer-api.md'), 'utf8')
    assert.ok(page.includes('### openSession\n'))
    assert.ok(page === apiPage(join(installed, 'dist')), 'docs/consumer-api.md is out of date: node scripts/write-consumer-api.ts')
  })

  test('loads from its doors, and gpa has the half of a consumer', async () => {
    const program = `import { openSession } from 'gp-appointments-sdk'; import { parseXml } from 'gp-appointments-sdk/fhir'
      console.log(typeof openSession, typeof parseXml)`
    const loaded = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: project })
    assert.equal(loaded.stdout, 'function function\n')

    const { stdout: help } = await run(process.execPath, [join(installed, 'bin/gpa.js'), '--help'])
    assert.match(help, /\bslots\b/)
    assert.match(help, /\bdoctor\b/)
    assert.doesNotMatch(help, /\b(import|migrate|audit|certs)\b/)
  })
})

describe('docs/consumer.md', () => {
  test('gets to the first booking in twenty lines', async () => {
    const lines = (await firstBooking()).split('\n').filter((line) => line.trim() !== '')
    assert.ok(lines.length > 5 && lines.length <= 20, `${lines.length} lines`)
  })
})

async function examples(): Promise<string[]> {
  return (await readdir(join(root, 'examples'))).filter((name) => name.endsWith('.ts'))
}

/** The first program of the page. */
async function firstBooking(): Promise<string> {
  const page = await readFile(join(root, 'docs/consumer.md'), 'utf8')
  const [, program] = /```ts\n([\s\S]*?)```/.exec(page) ?? []
  assert.ok(program, 'docs/consumer.md has no program')
  return program
}
