import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { INTERACTION_IDS } from '../nhs/interaction-ids.ts'
import { parseOdsCode } from '../nhs/ods-code.ts'
import type { DirectoryFault } from './sds.ts'
import { type DirectoryRecords, type EndpointRecord, lookUpIn } from './sds-look-up.ts'
import { unavailable } from './unavailable.ts'

const ADDRESS = 'https://provider.test/B86013/STU3/1/gpconnect'
const [odsCode, manufacturer] = [parseOdsCode('B86013'), parseOdsCode('X26')]
assert.ok(odsCode && manufacturer)
const ASKED = { odsCode, interactionId: INTERACTION_IDS.searchFreeSlots }

function given(endpoints: EndpointRecord[], systems: string[] = ['200000000985']) {
  const partyKeys: string[] = []
  const faults: DirectoryFault[] = []
  const records: DirectoryRecords = {
    endpoints: async () => endpoints,
    systemsByPartyKey: async ({ partyKey }) => {
      partyKeys.push(partyKey)
      return systems
    },
    systemsByManufacturer: async () => systems,
  }
  return { sds: lookUpIn(records, (fault) => faults.push(fault)), partyKeys, faults }
}

describe('A look-up in the directory', () => {
  test('CON-04 several endpoints are a fault of the directory: told, and the first with an address is taken, with its own party key', async () => {
    const { sds, partyKeys, faults } = given([
      { address: undefined, partyKey: 'A' },
      { address: ADDRESS, partyKey: 'B' },
      { address: `${ADDRESS}/other`, partyKey: 'C' },
    ])
    const outcome = await sds.lookUp(ASKED)
    assert.deepEqual(outcome, { kind: 'found', serviceRoot: ADDRESS, asid: '200000000985', partyKey: 'B' })
    assert.deepEqual(partyKeys, ['B'])
    assert.deepEqual(faults, [{ kind: 'more-than-one', of: 'endpoint', count: 3, ...ASKED }])
  })

  test('CON-04 several systems under one party key likewise', async () => {
    const { sds, faults } = given([{ address: ADDRESS, partyKey: 'B' }], ['200000000001', '200000000002'])
    const outcome = await sds.lookUp(ASKED)
    assert.ok(outcome.kind === 'found')
    assert.equal(outcome.asid, '200000000001')
    assert.deepEqual(faults, [{ kind: 'more-than-one', of: 'system', count: 2, ...ASKED }])
  })

  test('each step that finds nothing is named', async () => {
    const nothingAt = (place: string) => ({ kind: 'not-enabled', nothingAt: place })
    assert.deepEqual(await given([]).sds.lookUp(ASKED), nothingAt('endpoint'))
    assert.deepEqual(await given([{ address: undefined, partyKey: 'B' }]).sds.lookUp(ASKED), nothingAt('address'))
    assert.deepEqual(await given([{ address: ADDRESS, partyKey: 'B' }], []).sds.lookUp(ASKED), nothingAt('system'))
    assert.deepEqual(await given([], []).sds.ownAsid({ ...ASKED, manufacturer }), nothingAt('system'))
  })

  test('a record without party key, or an ASID that is none, is no answer', async () => {
    const nonsense = unavailable('unexpected-answer')
    assert.deepEqual(await given([{ address: ADDRESS, partyKey: undefined }]).sds.lookUp(ASKED), nonsense)
    assert.deepEqual(await given([{ address: ADDRESS, partyKey: 'B' }], ['S20001A000182']).sds.lookUp(ASKED), nonsense)
    assert.deepEqual(await given([], ['']).sds.ownAsid({ ...ASKED, manufacturer }), nonsense)
  })
})
