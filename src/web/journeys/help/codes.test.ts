import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { SPINE_ERRORS } from '../../../nhs/spine-errors.ts'
import { HELP } from './codes.ts'

const ANY = new Set(Object.values(HELP).flatMap(({ codes }) => Object.keys(codes)))

describe('Help for a refusal', () => {
  test('ERR-02 CON-11 every code of a practice has its own, told as the practice’s', () => {
    for (const { code } of Object.values(SPINE_ERRORS)) assert.ok(code in HELP.provider.codes, code)
  })

  test('CON-11 no code that the SDK has an advice for lacks its help', () => {
    const source = readFileSync(new URL('../../../consumer/advice.ts', import.meta.url), 'utf8')
    const [, table = ''] = /const ADVICE[^{]*\{([\s\S]*?)\n\}/.exec(source) ?? []
    const codes = [...table.matchAll(/^ {2}(?:'([^']+)'|([\w-]+)):/gm)].map(([, quoted, plain]) => quoted ?? plain ?? '')
    assert.ok(codes.length > 40, `${codes.length} were found`)
    assert.deepEqual(
      codes.filter((code) => !ANY.has(code)),
      [],
    )
  })
})
