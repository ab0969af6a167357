import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { ConfigError } from '../nhs/config-error.ts'
import { openPdsAccess } from './open-pds-access.ts'

async function open(t: TestContext, pem: string | undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'pds-key-'))
  t.after(() => rm(folder, { recursive: true }))
  const privateKey = join(folder, 'pds.pem')
  if (pem !== undefined) await writeFile(privateKey, pem)
  const asked: string[] = []
  const authorize = await openPdsAccess(
    {
      fetch: async (url) => {
        asked.push(url)
        return Response.json({ access_token: 'token-1', expires_in: '599' })
      },
      now: () => new Date('2026-03-02T08:00:00Z'),
      newId: () => 'id-1',
    },
    { tokenUrl: 'https://platform.test/oauth2/token', apiKey: 'an-api-key', keyId: 'key-1', privateKey },
  )
  return { authorize, asked }
}

describe('Access of the provider to PDS', () => {
  test('by a key in a file, and asked for by the first who needs it', async (t) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { authorize, asked } = await open(t, String(privateKey.export({ type: 'pkcs8', format: 'pem' })))
    assert.deepEqual(asked, [])
    assert.equal(await authorize(), 'token-1')
    assert.deepEqual(asked, ['https://platform.test/oauth2/token'])
  })

  test('a file that is not there or holds no key is a fault that names the setting, and says nothing of what is in it', async (t) => {
    const cases: [string | undefined, RegExp][] = [
      [undefined, /PDS_PRIVATE_KEY: .*pds\.pem cannot be read \(ENOENT\)/],
      ['some secret text', /PDS_PRIVATE_KEY: .*pds\.pem: .*no PEM/],
    ]
    for (const [pem, told] of cases) {
      await assert.rejects(
        open(t, pem),
        (error) => error instanceof ConfigError && told.test(error.message) && !error.message.includes('secret'),
      )
    }
  })
})
