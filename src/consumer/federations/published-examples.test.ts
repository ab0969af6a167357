import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { readFederationCsv } from './federation-csv.ts'
import { readFederationJson } from './federation-json.ts'

describe('docs/data-files.md', () => {
  test('its examples of a federation are sound, and say the same', async () => {
    const page = readFileSync(new URL('../../../docs/data-files.md', import.meta.url), 'utf8')
    const example = (language: string) => new RegExp(`## Federations[\\s\\S]*?\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? ''
    const [json, csv] = [readFederationJson(example('json')), await readFederationCsv(example('csv'))]
    assert.ok('federation' in json && 'practices' in csv, JSON.stringify([json, csv]))
    assert.deepEqual(json.federation.practices, csv.practices)
  })
})
