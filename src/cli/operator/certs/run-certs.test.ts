import assert from 'node:assert/strict'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { Command, CommanderError } from 'commander'
import { parseProviderConfig } from '../../../provider/config.ts'
import { readCredentials } from '../../../provider/tls/read-credentials.ts'
import { addCertsCommand } from './certs-command.ts'
import { runCerts } from './run-certs.ts'

/** `gpa certs ...`, as typed. */
async function gpa(...typed: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' }
  const write = (stream: 'stdout' | 'stderr', text: string) => {
    written[stream] += text
  }
  let exitCode = 0
  const program = new Command('gpa').exitOverride().configureOutput({ writeErr: (text) => write('stderr', text) })
  addCertsCommand(program, async (options) => {
    exitCode = await runCerts({ now: () => new Date(), write }, options)
  })
  try {
    await program.parseAsync(['certs', ...typed], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    exitCode = 2
  }
  return { exitCode, ...written }
}

async function givenDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'gpa-certs-'))
  t.after(() => rm(directory, { recursive: true }))
  return directory
}

const filesIn = async (directory: string) =>
  (await readdir(directory, { recursive: true, withFileTypes: true })).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  )

describe('gpa certs', () => {
  test('SEC-01 the settings that it prints are what a provider needs, and the files are good for it', async (t) => {
    // Given
    const directory = await givenDirectory(t)

    // When
    const { exitCode, stdout } = await gpa(directory, '--fqdn', 'provider.example', '--ssp-fqdn', 'SSP.example')

    // Then
    assert.equal(exitCode, 0)
    const settings = Object.fromEntries([...stdout.matchAll(/^ {2}(PROVIDER_\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]))
    const { tls } = parseProviderConfig({ ...settings, PROVIDER_PORT: '0', PDS_URL: 'https://pds.example', GPA_DATA: 'data' })
    assert.ok(tls)
    assert.equal(tls.sspFqdn, 'ssp.example')
    const { identity } = await readCredentials(tls)
    assert.equal(identity.certificate.subject, 'CN=provider.example')
    assert.equal(identity.certificate.subjectAltName, 'DNS:provider.example')
  })

  test('every certificate has its key beside it, which only its owner can read, and is named in the output', async (t) => {
    // Given a key of an earlier run that everybody could read, and one that was left unfinished
    const directory = await givenDirectory(t)
    await writeFile(join(directory, 'ssp.key'), 'old')
    await chmod(join(directory, 'ssp.key'), 0o644)
    await writeFile(join(directory, 'provider.key.unfinished'), 'old')

    // When
    const { stdout } = await gpa(join(directory), '--force')

    // Then
    const files = await filesIn(directory)
    const keys = files.filter((path) => path.endsWith('.key'))
    assert.equal(keys.length, 10)
    for (const path of keys) {
      assert.equal((await stat(path)).mode & 0o777, 0o600, path)
      const certificate = new X509Certificate(await readFile(path.replace(/key$/, 'pem')))
      assert.ok(certificate.checkPrivateKey(createPrivateKey(await readFile(path))), path)
    }
    for (const path of files.filter((name) => name.endsWith('.pem'))) assert.ok(stdout.includes(path.slice(directory.length + 1)), path)
    assert.deepEqual(
      files.filter((path) => !/\.(pem|key)$/.test(path)),
      [],
    )
  })

  test('one file in the way, and nothing is written', async (t) => {
    // Given
    const directory = await givenDirectory(t)
    await writeFile(join(directory, 'crl.pem'), 'somebody needs this')

    // When
    const { exitCode, stderr, stdout } = await gpa(directory)

    // Then
    assert.deepEqual([exitCode, stdout], [1, ''])
    assert.match(stderr, /has crl\.pem already/)
    assert.deepEqual(await filesIn(directory), [join(directory, 'crl.pem')])
    assert.equal(await readFile(join(directory, 'crl.pem'), 'utf8'), 'somebody needs this')
  })

  test('a place that cannot be written to is said', async (t) => {
    const directory = await givenDirectory(t)
    await writeFile(join(directory, 'file'), '')
    const { exitCode, stderr } = await gpa(join(directory, 'file', 'deeper'))
    assert.equal(exitCode, 1)
    assert.match(stderr, /ENOTDIR/)
  })

  const wrong: [string, string[]][] = [
    ['without a directory', []],
    ['with a URL for a name', ['x', '--fqdn', 'https://provider.example']],
    ['with a wildcard', ['x', '--ssp-fqdn', '*.example']],
    ['with a name too long for a certificate', ['x', '--fqdn', `${'a'.repeat(61)}`]],
    ['with one name for two', ['x', '--ssp-fqdn', 'localhost']],
    ['for no days', ['x', '--days', '0']],
    ['for a day and a half', ['x', '--days', '1.5']],
  ]
  for (const [how, typed] of wrong) {
    test(`${how} is wrong usage`, async () => {
      const { exitCode, stderr } = await gpa(...typed)
      assert.equal(exitCode, 2)
      assert.match(stderr, /^error: /)
    })
  }
})
