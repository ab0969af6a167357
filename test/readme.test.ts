import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { PROVIDER_SETTINGS } from '../src/provider/config.ts'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

describe('The README', () => {
  test('its table of settings is what config.ts has', () => {
    const rows = Object.entries(PROVIDER_SETTINGS).map(
      ([name, { means, without }]) =>
        `| \`${name}\` | ${means} | ${without === undefined ? 'must be set' : without === '' ? '' : `\`${without}\``} |`,
    )
    const table = ['| setting | what it means | without it |', '|---|---|---|', ...rows].join('\n')
    assert.ok(readme.includes(table), `README.md should have this table:\n${table}`)
  })
})
