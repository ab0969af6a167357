import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseAsid } from '../../nhs/asid.ts'
import { parseOdsCode } from '../../nhs/ods-code.ts'
import { bearerToken } from '../bearer-token.ts'
import { checkIdentityAgrees, toGpConnectUser, toRequestingOrganisation } from './gp-connect-identity.ts'
import type { Person, Role } from './outcomes.ts'

const ods = (text: string) => parseOdsCode(text) ?? assert.fail()
const asid = parseAsid('200000020047') ?? assert.fail()
const person: Person = { uid: '555000000001', family: 'Jones', given: ['Claire', 'Ann'], title: 'Dr', name: 'Dr Claire Jones' }
const role: Role = { roleId: '555000000201', odsCode: ods('A20047'), jobRoleCode: 'R8001', activityCodes: [] }
const local = { id: '7d7ba7ff-66a7-4c6c-a5b1-3d9fb1bd1b5a', localIdentifier: { system: 'https://app.example.nhs.uk/users', value: '42' } }
const user = toGpConnectUser({ person, role, local })
const organisation = { odsCode: role.odsCode, name: 'Dr Jones Practice', asid }

describe('CIS2 identity in GP Connect requests', () => {
  test('SEC-04 the token names the person, their user id, role profile and organisation', () => {
    // When
    const token = bearerToken({
      user,
      organisation,
      application: {
        issuer: 'https://app.example.nhs.uk',
        device: { system: 'https://app.example.nhs.uk/device', value: '1', model: 'App', version: '1' },
      },
      audience: 'https://provider.example.nhs.uk/A20047/STU3/1/gpconnect',
      interaction: 'searchFreeSlots',
      now: new Date('2026-03-02T08:00:00Z'),
    })

    // Then
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const { id, identifier, name } = claims.requesting_practitioner
    assert.deepEqual([claims.sub, id], [local.id, local.id])
    assert.deepEqual(identifier, [
      { system: 'https://fhir.nhs.uk/Id/sds-user-id', value: '555000000001' },
      { system: 'https://fhir.nhs.uk/Id/sds-role-profile-id', value: '555000000201' },
      local.localIdentifier,
    ])
    assert.deepEqual(name, [{ family: 'Jones', given: ['Claire', 'Ann'], prefix: ['Dr'] }])
    assert.equal(claims.requesting_organization.identifier[0].value, 'A20047')
  })

  test('SEC-04 somebody without a role is named without one', () => {
    assert.equal(toGpConnectUser({ person, local }).sdsRoleProfileId, undefined)
  })

  test('CON-05 the organisation is that of the role, by the name that CIS2 or else the directory gives', async () => {
    // Given
    const asked: string[] = []
    const nameOf = async (odsCode: string) => {
      asked.push(odsCode)
      return odsCode === 'B30012' ? 'The Directory’s Name' : undefined
    }
    const organisations = [{ odsCode: ods('A20047'), name: 'DR JONES PRACTICE' }]
    const at = (odsCode: string) => toRequestingOrganisation({ nameOf }, { role: { ...role, odsCode: ods(odsCode) }, organisations, asid })

    // When, Then
    assert.deepEqual(await at('A20047'), { odsCode: 'A20047', name: 'DR JONES PRACTICE', asid })
    assert.deepEqual(await at('B30012'), { odsCode: 'B30012', name: 'The Directory’s Name', asid })
    assert.equal(await at('C40012'), undefined)
    assert.deepEqual(asked, ['B30012', 'C40012'])
  })

  const whole = { person, role, user, organisation, asidOwner: ods('A20047'), bookingOrganisation: ods('A20047') }
  const other = ods('B30012')
  const disagreements: [string, Partial<Parameters<typeof checkIdentityAgrees>[0]>][] = [
    ['other-person', { user: { ...user, sdsUserId: '555000000009' } }],
    ['other-person', { user: toGpConnectUser({ person: { ...person, uid: '555000000009' }, role, local }) }],
    ['other-role', { user: toGpConnectUser({ person, local }) }],
    ['other-organisation', { organisation: { ...organisation, odsCode: other }, asidOwner: other, bookingOrganisation: other }],
    ['other-organisation', { role: { ...role, odsCode: other } }],
    ['asid-of-another-organisation', { asidOwner: other }],
    ['asid-of-another-organisation', { asidOwner: undefined }],
    ['booking-for-another-organisation', { bookingOrganisation: other }],
  ]
  for (const [index, [because, change]] of disagreements.entries()) {
    test(`CON-05 nothing is sent for ${because} (${index + 1})`, () => {
      const outcome = checkIdentityAgrees({ ...whole, ...change })
      assert.ok(outcome.kind === 'disagrees')
      assert.equal(outcome.because, because)
      assert.doesNotMatch(outcome.says, /Jones|\d/)
    })
  }

  test('CON-05 role, token, Ssp-From and booking that name one organisation agree', () => {
    assert.deepEqual(checkIdentityAgrees(whole), { kind: 'agrees' })
    const { bookingOrganisation: _, ...search } = whole
    assert.deepEqual(checkIdentityAgrees(search), { kind: 'agrees' })
  })
})
