import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { givenPractice, spineCode } from '../../../test/given/practice.ts'
import { SYSTEMS } from '../../fhir/urls.ts'

describe('Find a practitioner', () => {
  test('ORG-01 by SDS user id, and only this practice’s', async (t) => {
    const practice = await givenPractice(t)
    await givenPractice(t, { file: { practitioners: [{ key: 'other', sdsUserId: '999888777666', family: 'Other' }] } })

    const found = await practice.call('findPractitioner', `/Practitioner?identifier=${SYSTEMS.sdsUserId}|555000111222`)
    const none = await practice.call('findPractitioner', `/Practitioner?identifier=${SYSTEMS.sdsUserId}%7C999888777666`)

    assert.equal(found.status, 200)
    assert.equal(found.body.entry.length, 1)
    assert.equal(found.body.entry[0].resource.id, practice.practitioners.patel)
    assert.equal(none.status, 200)
    assert.equal('entry' in none.body, false)
  })
})

describe('Find an organisation', () => {
  test('ORG-01 GEN-19 by ODS code: the practice itself, and nobody else', async (t) => {
    const practice = await givenPractice(t)
    const other = await givenPractice(t)

    const found = await practice.call('findOrganization', `/Organization?identifier=${SYSTEMS.odsOrganisationCode}|${practice.odsCode}`)
    assert.equal(found.body.entry[0].resource.id, practice.organisationId)
    for (const code of [other.odsCode, 'nonsense', practice.odsCode.toLowerCase()]) {
      const none = await practice.call('findOrganization', `/Organization?identifier=${SYSTEMS.odsOrganisationCode}|${code}`)
      assert.equal(none.status, 200)
      assert.equal('entry' in none.body, false)
    }
  })

  test('ORG-01 DIFF-04 a missing, repeated, foreign or blank identifier is refused in its own code', async (t) => {
    const assured = await givenPractice(t)
    const specified = await givenPractice(t, { config: { dialect: 'specification' } })
    const searches = [
      ['findOrganization', '/Organization', SYSTEMS.odsOrganisationCode],
      ['findPractitioner', '/Practitioner', SYSTEMS.sdsUserId],
    ] as const
    for (const [name, path, system] of searches) {
      const cases: [string, [number, string], [number, string]][] = [
        ['', [400, 'BAD_REQUEST'], [400, 'BAD_REQUEST']],
        [`identifier=${system}|1&identifier=${system}|2`, [400, 'BAD_REQUEST'], [400, 'BAD_REQUEST']],
        ['identifier=https://other.example|1', [400, 'INVALID_IDENTIFIER_SYSTEM'], [400, 'INVALID_IDENTIFIER_SYSTEM']],
        ['identifier=1', [422, 'INVALID_PARAMETER'], [400, 'INVALID_IDENTIFIER_SYSTEM']],
        [`identifier=${system}|`, [422, 'INVALID_PARAMETER'], [400, 'INVALID_IDENTIFIER_VALUE']],
      ]
      for (const [query, expected, expectedByText] of cases) {
        const reply = await assured.call(name, `${path}?${query}`)
        assert.deepEqual([reply.status, spineCode(reply)], expected, query)
        const byText = await specified.call(name, `${path}?${query}`)
        assert.deepEqual([byText.status, spineCode(byText)], expectedByText, query)
      }
    }
  })
})
