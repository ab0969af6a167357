import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { INTERACTION_IDS, type InteractionId } from '../../src/nhs/interaction-ids.ts'
import { type OdsCode, parseOdsCode } from '../../src/nhs/ods-code.ts'
import type { DirectoryFault, Sds } from '../../src/spine/sds.ts'

/** A directory that holds test/sds/spine-source.ts, and what it was told. */
export type GivenSds = (t: TestContext) => Promise<{ sds: Sds; faults: DirectoryFault[] }>

const slots = INTERACTION_IDS.searchFreeSlots
const ELM = {
  kind: 'found',
  serviceRoot: 'https://Provider.Example.org:4433/ZZ001/STU3/1/gpconnect',
  asid: '999000000011',
  partyKey: 'ZZ001-820001',
}

export function ods(code: string): OdsCode {
  const parsed = parseOdsCode(code)
  assert.ok(parsed, code)
  return parsed
}

/** The same questions to each directory: the FHIR API, the simulated LDAP server and a real one (issue 5). */
export function testLookUps(name: string, given: GivenSds): void {
  const lookUp = ({ sds }: { sds: Sds }, odsCode: string, interactionId: InteractionId = slots) =>
    sds.lookUp({ odsCode: ods(odsCode), interactionId })

  describe(`SDS by ${name}`, () => {
    test('CON-04 a practice: its address to the byte, its party key, and the provider’s ASID where consumers have theirs too', async (t) => {
      const directory = await given(t)
      assert.deepEqual(await lookUp(directory, 'ZZ001'), ELM)
      assert.deepEqual(directory.faults, [])
    })

    test('CON-04 an address that ends in a slash keeps it', async (t) => {
      const outcome = await lookUp(await given(t), 'ZZ002')
      assert.ok(outcome.kind === 'found')
      assert.equal(outcome.serviceRoot, 'https://provider.example.org/ZZ002/STU3/1/gpconnect/')
      assert.equal(outcome.asid, '999000000021')
    })

    test('CON-04 a record without an address serves nobody', async (t) => {
      assert.deepEqual(await lookUp(await given(t), 'ZZ003'), { kind: 'not-enabled', nothingAt: 'address' })
    })

    test('CON-04 no record: an unknown practice, one without systems, and an interaction that only a consumer there has', async (t) => {
      const directory = await given(t)
      for (const [odsCode, interactionId] of [
        ['ZZ009', slots],
        ['ZZ005', slots],
        ['ZZ001', INTERACTION_IDS.bookAppointment],
        ['ZZ001', INTERACTION_IDS.cancelAppointment],
      ] as const) {
        assert.deepEqual(await lookUp(directory, odsCode, interactionId), { kind: 'not-enabled', nothingAt: 'endpoint' })
      }
    })

    test('CON-04 an organisation that only consumes is not one to send to, but has ASIDs of its own', async (t) => {
      const directory = await given(t)
      assert.deepEqual(await lookUp(directory, 'ZZ004'), { kind: 'not-enabled', nothingAt: 'endpoint' })
      const own = await directory.sds.ownAsid({ odsCode: ods('ZZ004'), interactionId: slots, manufacturer: ods('ZZX02') })
      assert.deepEqual(own, { kind: 'found', asid: '999000000041' })
    })

    test('own ASID: by organisation, interaction and supplier, all three', async (t) => {
      const { sds } = await given(t)
      const own = (odsCode: string, manufacturer: string, interactionId: InteractionId = slots) =>
        sds.ownAsid({ odsCode: ods(odsCode), interactionId, manufacturer: ods(manufacturer) })
      assert.deepEqual(await own('ZZ001', 'ZZX02'), { kind: 'found', asid: '999000000012' })
      assert.deepEqual(await own('ZZ001', 'ZZX03'), { kind: 'found', asid: '999000000013' })
      for (const outcome of [
        await own('ZZ001', 'ZZX09'),
        await own('ZZ009', 'ZZX02'),
        await own('ZZ001', 'ZZX03', INTERACTION_IDS.bookAppointment),
      ]) {
        assert.deepEqual(outcome, { kind: 'not-enabled', nothingAt: 'system' })
      }
    })

    test('several records where there may be one: the first is taken, and the fault is told', async (t) => {
      const { sds, faults } = await given(t)
      const asked = { odsCode: ods('ZZ004'), interactionId: slots }
      assert.deepEqual(await sds.ownAsid({ ...asked, manufacturer: ods('ZZX03') }), { kind: 'found', asid: '999000000042' })
      assert.deepEqual(faults, [{ kind: 'more-than-one', of: 'own-system', count: 2, ...asked }])
    })

    test('what means something in a filter means itself in a value', async (t) => {
      // Given an organisation with two systems, which all of these would find if they were read as a filter
      const { sds } = await given(t)
      const hostile = ['*', 'ZZX0*', 'ZZX02)(objectClass=*', '\\2a', '(', ')', '\\', 'ZZX02\0', 'é*ü']

      // When, Then
      for (const value of hostile) {
        // Only what no parser let through could be like this.
        const supplier = value as OdsCode
        const interaction = value as InteractionId
        const asked = { odsCode: ods('ZZ004'), interactionId: slots, manufacturer: ods('ZZX02') }
        const nothing = { kind: 'not-enabled', nothingAt: 'system' }
        assert.deepEqual(await sds.ownAsid({ ...asked, manufacturer: supplier }), nothing, value)
        assert.deepEqual(await sds.ownAsid({ ...asked, interactionId: interaction }), nothing, value)
        assert.deepEqual(await sds.ownAsid({ ...asked, odsCode: supplier }), nothing, value)
      }
    })

    test('many at once are all answered, each its own', async (t) => {
      const directory = await given(t)
      const asked = Array.from({ length: 60 }, (_, index) => ['ZZ001', 'ZZ002', 'ZZ009'][index % 3] ?? '')
      const outcomes = await Promise.all(asked.map((odsCode) => lookUp(directory, odsCode)))
      assert.deepEqual(
        outcomes.map((outcome) => (outcome.kind === 'found' ? outcome.asid : outcome.kind)),
        asked.map((odsCode) => ({ ZZ001: '999000000011', ZZ002: '999000000021' })[odsCode] ?? 'not-enabled'),
      )
    })

    test('whoever has given up is told so, before and during', async (t) => {
      const { sds } = await given(t)
      const asked = { odsCode: ods('ZZ001'), interactionId: slots }
      assert.deepEqual(await sds.lookUp({ ...asked, signal: AbortSignal.abort() }), { kind: 'unavailable', reason: 'given-up' })

      const caller = new AbortController()
      const outcome = sds.lookUp({ ...asked, signal: caller.signal })
      caller.abort()
      assert.deepEqual(await outcome, { kind: 'unavailable', reason: 'given-up' })
      assert.deepEqual(await sds.lookUp(asked), ELM)
    })
  })
}
