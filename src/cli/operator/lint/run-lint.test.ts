import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Command } from 'commander'
import { givenRequest, NOW, ROOT } from './given/request.ts'
import { addLintCommand, type LintCommandOptions } from './lint-command.ts'
import { runLint } from './run-lint.ts'

async function gpaLint(input: string, args: readonly string[] = []) {
  const said: string[] = []
  const complained: string[] = []
  let asked: { file: string | undefined; options: LintCommandOptions } | undefined
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined })
  addLintCommand(program, async (file, options) => {
    asked = { file, options }
  })
  await program.parseAsync(['lint', ...args], { from: 'user' })
  assert.ok(asked)
  const io = { print: (text: string) => void said.push(text), complain: (text: string) => void complained.push(text) }
  const exitCode = await runLint({ ...io, readInput: async () => input, now: () => NOW }, asked.file, asked.options)
  return { exitCode, said: said.join('\n'), complained: complained.join('\n') }
}

describe('gpa lint', () => {
  test('ends with 0 where nothing is wrong, and says what it could not check', async () => {
    const { exitCode, said } = await gpaLint(givenRequest())
    assert.equal(exitCode, 0)
    assert.match(said, /^GET \/metadata \(readMetadata\): passes/)
    assert.match(said, /Not checked: whether Ssp-To/)
  })

  test('ends with 1 where something is, and explains it', async () => {
    const { exitCode, said } = await gpaLint(givenRequest({ claims: { reason_for_request: 'audit' } }))
    assert.equal(exitCode, 1)
    assert.match(said, /refused with 400 BAD_REQUEST/)
    assert.match(
      said,
      /1\. claim reason_for_request\n {3}answer {3}400 BAD_REQUEST: .*\n {3}rule {5}SEC-04: .*\n {3}instead {2}"directcare"/,
    )
    assert.match(said, /With these mended/)
  })

  test('ends with 2 where the text is no request, and says in which line', async () => {
    const { exitCode, complained } = await gpaLint(`GET ${ROOT}/metadata\nno header\n`)
    assert.deepEqual([exitCode, complained], [2, 'This is no request. Line 2: expected a header, such as: Accept: application/fhir+json.'])
  })

  test('reads the request line with LF, and a file that begins with a byte order mark', async () => {
    const { exitCode } = await gpaLint(`\uFEFF${givenRequest().replaceAll('\r\n', '\n')}`)
    assert.equal(exitCode, 0)
  })

  test('SEC-07 repeats no token and no NHS number', async () => {
    for (const args of [[], ['--json']]) {
      const given = { interaction: 'findPatient', target: `${ROOT}/Patient?identifier=9990000018`, claims: { sub: '9990000018' } } as const
      const { said } = await gpaLint(givenRequest({ ...given, headers: { Accept: 'application/9990000018' } }), args)
      assert.doesNotMatch(said, /9990000018|eyJ/)
    }
  })

  test('writes JSON for a program', async () => {
    const { said } = await gpaLint(givenRequest({ headers: { 'Ssp-TraceID': undefined } }), ['--json'])
    const { interaction, answer, faults } = JSON.parse(said)
    assert.deepEqual(
      [interaction, answer.status, faults[0].at, faults[0].requirement],
      ['readMetadata', 400, 'header Ssp-TraceID', 'SEC-02'],
    )
  })

  test('reads a curl command', async () => {
    // Given
    const [line = '', ...rest] = givenRequest({ headers: { 'Ssp-TraceID': undefined } }).split('\r\n')
    const headers = rest.filter((header) => header !== '').map((header) => `-H '${header}'`)
    const command = ['curl -sS --cert a.pem', ...headers, `"${line.split(' ')[1]}"`].join(' \\\n  ')
    // When
    const { exitCode, said } = await gpaLint(command)
    // Then
    assert.equal(exitCode, 1)
    assert.match(said, /1\. header Ssp-TraceID/)
    assert.doesNotMatch(said, /\n2\. /)
  })

  test('takes the body of a curl command, and POST with it', async () => {
    const { said } = await gpaLint(`curl ${ROOT}/Appointment -H 'Content-Type: application/fhir+json' -d '{"resourceType": "Slot"}'`)
    assert.match(said, /^POST \/Appointment \(bookAppointment\)/)
    assert.match(said, /Appointment\.resourceType/)
  })

  test('a moment without offset is no moment', async () => {
    await assert.rejects(gpaLint(givenRequest(), ['--at', '2026-03-02T09:00:00']), /date and time with its offset/)
  })
})
