import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { decodePracticeFile, practiceFileJsonSchema } from './practice-file.ts'
import { decodeSpineFile, spineFileJsonSchema } from './spine-file.ts'

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

describe('what is published of the data files', () => {
  for (const [name, schema, decode] of [
    ['practice', practiceFileJsonSchema, decodePracticeFile],
    ['spine', spineFileJsonSchema, decodeSpineFile],
  ] as const) {
    test(`the JSON Schema of the ${name} file is the one that the decoder works by (scripts/write-schemas.ts writes it)`, () => {
      assert.deepEqual(JSON.parse(textOf(`docs/schemas/${name}.schema.json`)), JSON.parse(JSON.stringify(schema())))
    })

    test(`the example of the ${name} file is sound`, () => {
      const decoded = decode(textOf(`examples/${name}.json`))
      assert.ok('file' in decoded, JSON.stringify(decoded))
    })
  }
})
