import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { reach } from '../../../test/architecture/reach.ts'
import { readSource } from '../../../test/architecture/read-source.ts'

const src = fileURLToPath(new URL('../..', import.meta.url))
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readSource(`src/${path}`, readFileSync(`${src}/${path}`, 'utf8')))

describe('gpa --help', () => {
  // It shall be there in 150 ms, which a test cannot measure; what costs time is what is loaded.
  test('loads the commands’ descriptions, and neither the SDK nor a library that a command needs', () => {
    const { files, packages } = reach(sources, 'src/cli/consumer/program.ts', ['static', 'reexport'])
    const outside = files.filter((path) => !path.startsWith('src/cli/consumer/') && !path.startsWith('src/nhs/'))
    assert.deepEqual(outside, [])
    assert.deepEqual(
      packages.filter((name) => !name.startsWith('node:')),
      ['commander'],
    )
  })
})
