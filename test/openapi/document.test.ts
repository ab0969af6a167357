import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { apiDocument } from '../../src/openapi/document.ts'
import { INTERACTIONS } from '../../src/provider/interactions.ts'
import { checkedAgainst, examplesIn } from './read-document.ts'

const document = apiDocument()

describe('The description of the API', () => {
  test('docs/openapi.json is current: node scripts/write-openapi.ts writes it', () => {
    const written = readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')
    assert.equal(written, `${JSON.stringify(document, undefined, 2)}\n`)
  })

  test('is OpenAPI 3.1, and every reference in it leads somewhere', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)))
    assert.ok(valid, JSON.stringify(errors, undefined, 1))
    assert.equal(validator.version, '3.1')

    const text = JSON.stringify(document)
    for (const [, section = '', name = ''] of text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      assert.ok(Object.hasOwn(Reflect.get(document.components, section), name), `${section}/${name}`)
    }
  })

  test('INT-01 has every interaction of the provider, under its verb, path, id and scope', () => {
    for (const { id, method, path, scope } of Object.values(INTERACTIONS)) {
      const operation = document.paths[path.replace(':id', '{id}')]?.[method.toLowerCase()]
      const text = JSON.stringify(operation)
      assert.ok(text?.includes(`"${id}"`), `${id} is not described`)
      assert.ok(text.includes(`\`${scope}\``), `${id} has another scope`)
    }
    const ids = JSON.stringify(document.paths).match(/"urn:nhs:names:services:gpconnect:fhir:[^"]+"/g) ?? []
    assert.equal(ids.length, Object.keys(INTERACTIONS).length)
  })

  test('every example is what its schema says', () => {
    const examples = examplesIn(document)
    assert.ok(examples.length > 100, `only ${examples.length} examples were found`)
    assert.deepEqual(examples.flatMap(checkedAgainst(document)), [])
  })

  test('every schema is used', () => {
    const text = JSON.stringify(document)
    const unused = Object.keys(document.components.schemas).filter((name) => !text.includes(`"#/components/schemas/${name}"`))
    // What no schema can refer to: the token is no body.
    assert.deepEqual(unused, ['BearerClaims'])
  })
})
