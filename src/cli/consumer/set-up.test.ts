import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { ConfigError } from '../../nhs/config-error.ts'
import { parseNhsNumber } from '../../nhs/nhs-number.ts'
import { CONFIG } from './given/gpa.ts'
import { setUp } from './set-up.ts'

const TOKEN = { url: 'https://platform.test/oauth2/token', apiKey: 'an-api-key', keyId: 'key-1', privateKeyFile: 'pds.pem' }
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

async function given(files: Record<string, string>) {
  const sent: { url: string; authorization: string | undefined }[] = []
  const { spine } = await setUp(
    {
      environment: {},
      readFile: async (path) => files[path],
      fetch: async (url, { headers }) => {
        sent.push({ url, authorization: headers.Authorization })
        return url === TOKEN.url ? Response.json({ access_token: 'token-1', expires_in: '599' }) : new Response('', { status: 404 })
      },
      now: () => new Date('2026-03-02T08:00:00Z'),
      newId: () => '6f6e1a4e-0000-4000-8000-000000000001',
    },
    'gpa.json',
  )
  return { spine, sent }
}

const fileWith = (token: object) => JSON.stringify({ ...CONFIG, pds: { ...CONFIG.pds, token } })

describe('Setting up gpa', () => {
  test('with token settings, PDS is asked with a token', async () => {
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const { spine, sent } = await given({ 'gpa.json': fileWith(TOKEN), 'pds.pem': pem })
    const nhsNumber = parseNhsNumber('9000000009')
    assert.ok(nhsNumber)
    await spine.pds.retrieve(nhsNumber)
    assert.deepEqual(sent, [
      { url: TOKEN.url, authorization: undefined },
      { url: 'https://pds.test/Patient/9000000009', authorization: 'Bearer token-1' },
    ])
  })

  test('a key that is not there or is none, and settings that are not whole, are faults', async () => {
    const cases: [Record<string, string>, RegExp][] = [
      [{ 'gpa.json': fileWith(TOKEN) }, /pds\.token\.privateKeyFile: there is no file pds\.pem/],
      [{ 'gpa.json': fileWith(TOKEN), 'pds.pem': 'x' }, /private key .* no PEM/],
      [{ 'gpa.json': fileWith({ ...TOKEN, keyId: undefined }) }, /pds\.token\.keyId/],
    ]
    for (const [files, told] of cases) {
      await assert.rejects(given(files), (error) => error instanceof ConfigError && told.test(error.message))
    }
  })
})
