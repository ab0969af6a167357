import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, type TestContext, test } from 'node:test'
import { connect, type TLSSocket } from 'node:tls'
import fc from 'fast-check'
import { BerReader, BerWriter, Client, type SearchOptions } from 'ldapts'
import { givenLdapServer } from './given-ldap.ts'

/** The library's client as it comes, without ours around it. */
async function givenLibraryClient(t: TestContext) {
  const { server, tls, problems } = await givenLdapServer(t)
  const client = new Client({ url: server.url, tlsOptions: { ca: tls.ca, cert: tls.certificate, key: tls.key } })
  t.after(() => client.unbind())
  const names = async (base: string, options: SearchOptions) => (await client.search(base, options)).searchEntries.map(({ dn }) => dn)
  return { client, names, server, tls, problems }
}

/** One byte after the other, and what comes back until the server ends it. */
async function givenRawClient(t: TestContext, { server, tls }: Awaited<ReturnType<typeof givenLdapServer>>) {
  const socket: TLSSocket = connect({
    host: 'localhost',
    port: Number(new URL(server.url).port),
    ca: tls.ca,
    cert: tls.certificate,
    key: tls.key,
  })
  t.after(() => socket.destroy())
  socket.on('error', () => {})
  await once(socket, 'secureConnect')
  return socket
}

function message(tag: number, write: (writer: BerWriter) => void, messageId = 1): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(messageId)
  writer.startSequence(tag)
  write(writer)
  writer.endSequence()
  writer.endSequence()
  return writer.buffer
}

async function nextResult(socket: TLSSocket): Promise<{ messageId: number | null; tag: number | null; result: number | null }> {
  const [bytes] = await once(socket, 'data')
  const reader = new BerReader(bytes)
  reader.readSequence()
  const messageId = reader.readInt()
  const tag = reader.readSequence()
  return { messageId, tag, result: tag === 0x64 ? null : reader.readEnumeration() }
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 0,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

describe('The simulated LDAP directory, bind', () => {
  test('anonymous alone; a name, a password or SASL is refused by its own code', async (t) => {
    const { client } = await givenLibraryClient(t)
    assert.equal(await codeOf(client.bind('', '')), 0)
    assert.equal(await codeOf(client.bind('cn=x,o=nhs', 'secret')), 49)
    assert.equal(await codeOf(client.bind('', 'secret')), 49)
    assert.equal(await codeOf(client.bind('cn=x,o=nhs', '')), 53)
    assert.equal(await codeOf(client.bind('EXTERNAL')), 7)
    assert.equal(await codeOf(client.bind('', '')), 0)
  })

  test('another version than 3 is a protocol error', async (t) => {
    const socket = await givenRawClient(t, await givenLdapServer(t))
    socket.write(
      message(0x60, (writer) => {
        writer.writeInt(2)
        writer.writeString('')
        writer.writeString('', 0x80)
      }),
    )
    assert.deepEqual(await nextResult(socket), { messageId: 1, tag: 0x61, result: 2 })
  })
})

describe('The simulated LDAP directory, search', () => {
  const all = '(objectClass=*)'

  test('base, one level and sub-tree, whatever the case and the spaces of the base', async (t) => {
    const { names } = await givenLibraryClient(t)
    assert.deepEqual(await names('OU = services , O=NHS', { scope: 'base', filter: all }), ['ou=Services,o=nhs'])
    assert.deepEqual(await names('o=nhs', { scope: 'one', filter: all }), ['ou=Services,o=nhs', 'ou=organisations,o=nhs'])
    assert.equal((await names('ou=organisations,o=nhs', { scope: 'sub', filter: all })).length, 6)
    assert.ok((await names('', { scope: 'sub', filter: all })).includes('uniqueIdentifier=999000000011,ou=Services,o=nhs'))
  })

  test('each interaction has an MHS record of its own, under a CPA id and without an ASID', async (t) => {
    const { client } = await givenLibraryClient(t)
    const { searchEntries } = await client.search('ou=services,o=nhs', { filter: '(&(objectClass=nhsMhs)(nhsIDCode=ZZ001))' })
    assert.equal(searchEntries.length, 2)
    for (const entry of searchEntries) {
      assert.match(String(entry.uniqueIdentifier), /^S\d+A\d+$/)
      assert.equal(entry.nhsMhsCPAId, entry.uniqueIdentifier)
      assert.equal(typeof entry.nhsMhsSvcIA, 'string')
      assert.ok(!('nhsAsSvcIA' in entry))
    }
  })

  test('organisations, by their code', async (t) => {
    const { client } = await givenLibraryClient(t)
    const { searchEntries } = await client.search('ou=organisations, o=nhs', {
      filter: '(uniqueidentifier=zz004)',
      attributes: ['nhsIDCode', 'O', 'postalAddress', 'postalCode'],
    })
    assert.deepEqual(searchEntries, [
      {
        dn: 'uniqueIdentifier=ZZ004,ou=organisations,o=nhs',
        nhsIDCode: 'ZZ004',
        o: 'Urgent Care Hub (North)',
        postalAddress: 'Unit 1$2 Mill \\24treet$Leeds',
        postalCode: 'LS1 6AE',
      },
    ])
  })

  test('attributes: those asked for, all, none, or their names alone', async (t) => {
    const { client } = await givenLibraryClient(t)
    const first = async (options: SearchOptions) =>
      (await client.search('uniqueIdentifier=ZZ001,ou=organisations,o=nhs', { scope: 'base', filter: all, ...options })).searchEntries[0]
    const dn = 'uniqueIdentifier=ZZ001,ou=organisations,o=nhs'
    assert.deepEqual(await first({ attributes: ['NHSIDCODE'] }), { dn, nhsIDCode: 'ZZ001' })
    assert.deepEqual(await first({ attributes: ['1.1'] }), { dn, '1.1': [] })
    assert.deepEqual(await first({ attributes: ['o'], returnAttributeValues: false }), { dn, o: [] })
    assert.equal(Object.keys((await first({ attributes: ['*', 'o'] })) ?? {}).length, 6)
  })

  test('a limit of the client’s is kept, and told', async (t) => {
    const { client, names } = await givenLibraryClient(t)
    assert.equal((await names('o=nhs', { filter: all, sizeLimit: 3 })).length, 3)
    assert.equal(await codeOf(client.search('ou=nowhere,o=nhs')), 32)
    assert.equal(await codeOf(client.search('nowhere')), 34)
  })

  test('says at its root what it holds', async (t) => {
    const { client } = await givenLibraryClient(t)
    const { searchEntries } = await client.search('', { scope: 'base', filter: all })
    assert.deepEqual(searchEntries, [{ dn: '', objectClass: 'top', namingContexts: 'o=nhs', supportedLDAPVersion: '3' }])
  })
})

describe('The simulated LDAP directory, all else', () => {
  test('it is read-only, and has no extensions', async (t) => {
    const { client } = await givenLibraryClient(t)
    assert.equal(await codeOf(client.add('cn=x,o=nhs', { cn: 'x' })), 53)
    assert.equal(await codeOf(client.del('o=nhs')), 53)
    assert.equal(await codeOf(client.modifyDN('o=nhs', 'o=other')), 53)
    assert.equal(await codeOf(client.compare('o=nhs', 'o', 'nhs')), 53)
    assert.equal(await codeOf(client.exop('1.3.6.1.4.1.4203.1.11.3')), 2)
    assert.equal(await codeOf(client.search('o=nhs')), 0)
  })

  test('an abandoned question is not answered, and the next one is', async (t) => {
    const socket = await givenRawClient(t, await givenLdapServer(t))
    const abandon = Buffer.from([0x30, 0x06, 0x02, 0x01, 0x07, 0x50, 0x01, 0x05])
    const bind = message(
      0x60,
      (writer) => {
        writer.writeInt(3)
        writer.writeString('')
        writer.writeString('', 0x80)
      },
      8,
    )
    // In two pieces, the second of which begins within a message.
    const bytes = Buffer.concat([abandon, bind])
    socket.write(bytes.subarray(0, 11))
    socket.write(bytes.subarray(11))
    assert.deepEqual(await nextResult(socket), { messageId: 8, tag: 0x61, result: 0 })
  })

  test('an operation that does not exist, or a message without end, ends the connection with a notice', async (t) => {
    const given = await givenLdapServer(t)
    for (const bytes of [
      message(0x7f, () => {}),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.from([0x30, 0x80, 0x02, 0x01]),
      Buffer.concat([Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]), Buffer.alloc(70_000)]),
      Buffer.from([0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x00]),
    ]) {
      const socket = await givenRawClient(t, given)
      const ended = once(socket, 'end')
      socket.write(bytes)
      assert.deepEqual(await nextResult(socket), { messageId: 0, tag: 0x78, result: 2 })
      await ended
    }
    assert.deepEqual(given.problems, [])
  })

  test('no bytes whatever make it fail: only what is no LDAP is refused', async (t) => {
    // Given a good search, of which some bytes are replaced
    const given = await givenLdapServer(t)
    const search = message(0x63, (writer) => {
      writer.writeString('ou=services,o=nhs')
      writer.writeEnumeration(2)
      writer.writeEnumeration(0)
      writer.writeInt(0)
      writer.writeInt(0)
      writer.writeBoolean(false)
      writer.startSequence(0xa0)
      writer.startSequence(0xa3)
      writer.writeString('nhsIDCode')
      writer.writeString('ZZ001')
      writer.endSequence()
      writer.startSequence(0xa4)
      writer.writeString('nhsMHSPartyKey')
      writer.startSequence()
      writer.writeString('ZZ', 0x80)
      writer.writeString('1', 0x82)
      writer.endSequence()
      writer.endSequence()
      writer.endSequence()
      writer.startSequence()
      writer.writeString('uniqueIdentifier')
      writer.endSequence()
    })
    const changes = fc.array(fc.tuple(fc.nat(search.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })

    // When, Then
    await fc.assert(
      fc.asyncProperty(changes, async (replaced) => {
        const bytes = Buffer.from(search)
        for (const [at, byte] of replaced) bytes[at] = byte
        const socket = await givenRawClient(t, given)
        const ended = once(socket, 'close')
        socket.resume()
        socket.end(bytes)
        await ended
      }),
      { numRuns: 150 },
    )
    assert.deepEqual(given.problems, [])
    const socket = await givenRawClient(t, given)
    socket.write(search)
    assert.equal((await nextResult(socket)).tag, 0x64)
  })
})
