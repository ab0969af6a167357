import assert from 'node:assert/strict'
import { appendFile, copyFile, rename, writeFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { givenTlsProvider, keptConnection, newPki } from './given-tls.ts'

describe('Certificates, key and revocation lists that change', () => {
  test('SEC-01 the SSP, revoked after the start, is refused on new connections and on one that was kept', async (t) => {
    // Given
    const { files, pki, tls, ask } = await givenTlsProvider(t)
    const agent = keptConnection(t)
    const before = await ask({ agent })

    // When
    await writeFile(files.crl, pki.revocationLists.sspRevoked)
    await tls.reload()
    const kept = await ask({ agent })

    // Then
    assert.deepEqual([before.status, kept.reused, kept.status], [200, true, 495])
    assert.equal((await ask()).status, 495)

    // When the next list has it no more
    await writeFile(files.crl, pki.revocationLists.current)
    await tls.reload()

    // Then
    assert.equal((await ask({ agent })).status, 200)
  })

  test('SEC-01 a connection that was kept is refused when its authority is trusted no more', async (t) => {
    // Given
    const { files, tls, ask } = await givenTlsProvider(t)
    const agent = keptConnection(t)
    assert.equal((await ask({ agent })).status, 200)

    // When
    const other = await newPki()
    await writeFile(files.clientCa, other.authorities)
    await writeFile(files.crl, other.revocationLists.current)
    await tls.reload()

    // Then
    const kept = await ask({ agent })
    assert.deepEqual([kept.reused, kept.status], [true, 495])
    assert.equal((await ask({ as: other.good.ssp })).status, 200)
  })

  test('SEC-01 nobody is let in by a revocation list that is out of date, and the log says so', async (t) => {
    // Given
    const { files, pki, tls, ask, lines } = await givenTlsProvider(t)

    // When
    await writeFile(files.crl, pki.revocationLists.expired)
    await tls.reload()

    // Then
    assert.equal((await ask()).status, 495)
    assert.ok(lines().some(({ level, msg }) => level === 50 && /^a revocation list is out of date/.test(String(msg))))
    assert.ok(lines().some(({ because, handshake }) => because === 'CRL_HAS_EXPIRED' && handshake === 'CRL_HAS_EXPIRED'))

    // When there is a newer one
    await writeFile(files.crl, pki.revocationLists.current)
    await tls.reload()

    // Then
    assert.equal((await ask()).status, 200)
  })

  test('files that cannot be used leave those before in use, and the log names every fault', async (t) => {
    // Given
    const { files, tls, ask, lines } = await givenTlsProvider(t)
    const other = await newPki()

    // When a certificate has come without its key, and half a list
    await writeFile(files.certificate, other.good.provider.chain)
    await writeFile(files.crl, '-----BEGIN X509 CRL-----\nMII')
    await tls.reload()

    // Then
    assert.equal((await ask()).status, 200)
    const faults = lines().flatMap(({ level, faults = [] }) => (level === 50 ? faults : [])) as string[]
    assert.deepEqual(
      faults.map((fault) => fault.split(' ', 1)[0]),
      ['PROVIDER_TLS_KEY', 'PROVIDER_TLS_CRL'],
    )
  })

  test('a renewed certificate is shown on new connections, without a restart', async (t) => {
    // Given
    const { files, tls, ask } = await givenTlsProvider(t)
    const agent = keptConnection(t)
    const before = await ask({ agent })
    const renewed = await newPki()

    // When
    await writeFile(files.certificate, renewed.good.provider.chain)
    await writeFile(files.key, renewed.good.provider.key)
    await tls.reload()

    // Then a connection that was there goes on
    assert.deepEqual([before.status, (await ask({ agent })).status], [200, 200])
    assert.equal((await ask({ ca: renewed.authorities })).status, 200)
    await assert.rejects(ask(), { name: 'Error' })
  })

  for (const [how, replace] of [
    ['written over', (path: string, text: string) => writeFile(path, text)],
    [
      'moved into place',
      async (path: string, text: string) => {
        await copyFile(path, `${path}.new`)
        await writeFile(`${path}.new`, text)
        await rename(`${path}.new`, path)
      },
    ],
  ] as const) {
    test(`SEC-01 a revocation list that is ${how} is noticed without being told`, async (t) => {
      // Given a provider that looks often
      const { files, pki, ask } = await givenTlsProvider(t, { everyMs: 10 })
      assert.equal((await ask()).status, 200)

      // When
      await replace(files.crl, pki.revocationLists.sspRevoked)

      // Then, sooner or later
      while ((await ask()).status !== 495) await new Promise((resolve) => setTimeout(resolve, 10))
    })
  }

  test('files that stay as they are, are not read again', async (t) => {
    const { files, ask, lines } = await givenTlsProvider(t, { everyMs: 10 })
    const readings = () => lines().filter(({ msg }) => msg === 'certificates, key and revocation lists were read again').length
    await appendFile(files.crl, '\n')
    while (readings() < 1) await ask()
    for (let look = 0; look < 10; look += 1) await ask()
    assert.equal(readings(), 1)
  })
})
