import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EncounterContent } from '../../encounter/encounters.ts'
import { givenAppointment } from './given/appointment.ts'
import { heldIn, lookAt, lookNamed, markOf, withSeen } from './held.ts'

function seen(...versions: string[]): EncounterContent {
  let content: EncounterContent = { by: 'nhs-number' }
  for (const version of versions)
    content = withSeen(content, { encounterId: 'e1', practiceName: 'High Street', seen: [givenAppointment({ version })] })
  return content
}

describe('Appointments that a user has been shown', () => {
  const mark = markOf('e1', givenAppointment())

  test('CON-08 a form names one of the versions that were shown, and no other', () => {
    const held = heldIn(seen('1', '2'), mark)
    assert.ok(held)
    assert.equal(lookNamed(held, lookAt(givenAppointment({ version: '1' })).id).appointment.version, '1')
    assert.equal(lookNamed(held, lookAt(givenAppointment({ version: '2' })).id).appointment.version, '2')
    assert.throws(() => lookNamed(held, lookAt(givenAppointment({ version: '3' })).id), { code: 'changed-meanwhile' })
  })

  test('the latest is what was shown last, also when it had been shown before, and few are kept', () => {
    assert.equal(heldIn(seen('1', '2', '1'), mark)?.looks.at(-1)?.appointment.version, '1')
    assert.equal(heldIn(seen(...'123456789abcdef'), mark)?.looks.length, 8)
  })

  test('an address says nothing of practice or appointment, and is another one’s in another encounter', () => {
    assert.match(mark, /^[0-9a-f]{16}$/)
    assert.notEqual(mark, markOf('e2', givenAppointment()))
    assert.equal(heldIn(seen('1'), 'constructor'), undefined)
  })
})
