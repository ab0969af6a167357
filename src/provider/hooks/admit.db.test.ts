import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { givenPractice, SWITCHED_ON, spineCode } from '../../../test/given/practice.ts'
import type { InteractionOfProvider } from '../../../test/given/request-headers.ts'
import { INTERACTIONS } from '../interactions.ts'

const switchedTo = (t: TestContext, settings: { gpConnect?: boolean; appointmentManagement?: boolean }) =>
  givenPractice(t, { file: { settings } })

describe('Enablement', () => {
  for (const [what, settings] of [
    ['a new practice', {}],
    ['GP Connect alone is on', { gpConnect: true }],
    ['Appointment Management alone is on', { appointmentManagement: true }],
  ] as const) {
    test(`ADM-04 ORG-04 ${what}: everything but /metadata is 403 ACCESS DENIED, Foundations too`, async (t) => {
      const practice = await switchedTo(t, settings)
      for (const name of Object.keys(INTERACTIONS) as InteractionOfProvider[]) {
        const { path, method } = INTERACTIONS[name]
        const reply = await practice.call(name, path.replace(':id', '1'), { method, ...(method !== 'GET' && { body: {} }) })
        if (name === 'readMetadata') assert.equal(reply.status, 200)
        else assert.deepEqual([reply.status, spineCode(reply)], [403, 'ACCESS DENIED'], name)
      }
    })
  }

  test('ADM-04 switched on, it answers', async (t) => {
    const practice = await switchedTo(t, SWITCHED_ON)
    const reply = await practice.call('readOrganization', `/Organization/${practice.organisationId}`)
    assert.equal(reply.status, 200)
  })

  test('ADM-04 a fault of the token hides it not; who did not come through the SSP learns nothing of it', async (t) => {
    const practice = await switchedTo(t, {})

    const withoutToken = await practice.call('findPatient', '/Patient', { headers: { authorization: undefined } })
    const withoutHeaders = await practice.call('findPatient', '/Patient', { headers: { 'ssp-from': undefined } })

    assert.deepEqual([withoutToken.status, spineCode(withoutToken)], [403, 'ACCESS DENIED'])
    assert.equal(withoutToken.headers['www-authenticate'], undefined)
    assert.deepEqual([withoutHeaders.status, spineCode(withoutHeaders)], [400, 'BAD_REQUEST'])
  })

  test('SEC-08 ADM-04 which organisations may talk is left to the SSP: any well-formed ASID is answered', async (t) => {
    const practice = await switchedTo(t, SWITCHED_ON)
    const reply = await practice.call('readOrganization', `/Organization/${practice.organisationId}`, {
      headers: { 'ssp-from': '999999999999' },
    })
    assert.equal(reply.status, 200)
  })
})
