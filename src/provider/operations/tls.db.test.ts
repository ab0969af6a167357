import assert from 'node:assert/strict'
import { randomUUID, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { connect } from 'node:tls'
import { parseProviderConfig } from '../config.ts'
import { startProvider } from '../start.ts'
import { givenTlsProvider, newPki } from '../tls/given-tls.ts'
import { createMetrics } from './metrics.ts'

describe('A provider with mutual TLS', () => {
  test('SEC-01 shows until when its certificate and revocation lists are good, also once they were renewed', async (t) => {
    // Given
    const { tls, files, pki } = await givenTlsProvider(t)
    const metrics = createMetrics({ stopping: false, tls }, { version: '1.2.3' })
    const shown = async (name: string) => Number(new RegExp(`^gpa_${name}_expiry_seconds (\\d+)$`, 'm').exec(await metrics.text())?.[1])
    const secondsUntil = (chain: string) => Math.floor(new X509Certificate(chain).validToDate.getTime() / 1000)
    assert.equal(await shown('certificate'), secondsUntil(pki.good.provider.chain))
    const lists = await shown('revocation_lists')
    assert.ok(lists > 0)

    // When
    const renewed = await newPki()
    await writeFile(files.certificate, renewed.good.provider.chain)
    await writeFile(files.key, renewed.good.provider.key)
    await writeFile(files.crl, pki.revocationLists.expired)
    await tls.reload()

    // Then
    assert.equal(await shown('certificate'), secondsUntil(renewed.good.provider.chain))
    assert.ok((await shown('revocation_lists')) < lists)
  })

  test('ends the connections on which nothing was asked, when it ends', async (t) => {
    // Given
    const { tls, practice, log } = await givenTlsProvider(t)
    const config = parseProviderConfig({
      PROVIDER_PORT: '0',
      PROVIDER_BASE_URL: 'http://provider.example',
      PROVIDER_PLAIN_HTTP: 'yes',
      PDS_URL: 'http://127.0.0.1:9/nowhere',
      GPA_DATA: 'the database is open already',
    })
    const provider = await startProvider({ db: practice.db, now: () => practice.now, newId: randomUUID, log, fetch, tls }, config)
    const silent = connect({ port: provider.port, host: '127.0.0.1', rejectUnauthorized: false })
    await once(silent, 'secureConnect')
    const ended = once(silent.resume(), 'close')

    // When
    await provider.close()

    // Then
    await ended
  })
})
