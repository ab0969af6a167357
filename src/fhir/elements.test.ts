import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CODES, ELEMENTS, RESOURCE_TYPES } from './elements.generated.ts'
import { tableOf } from './elements.ts'
import { PRIMITIVES } from './primitives.ts'

describe('The element tables', () => {
  test('GEN-20 every type that an element names is known', () => {
    for (const type of Object.keys(ELEMENTS)) {
      for (const { types, name } of tableOf(type)?.elements ?? []) {
        for (const named of types) assert.ok(tableOf(named) ?? PRIMITIVES.get(named) ?? named === 'Resource', `${type}.${name}: ${named}`)
      }
    }
    for (const type of RESOURCE_TYPES) assert.ok(tableOf(type)?.isResource, type)
  })

  test('GEN-20 every required binding has its codes', () => {
    for (const [type, words] of Object.entries(ELEMENTS)) {
      for (const [, binding = ''] of words.matchAll(/=(\S+)/g)) assert.ok(CODES[binding], `${type}: ${binding}`)
    }
  })

  test('GEN-02 elements stand in XML order, with cardinality, attributes and choices', () => {
    assert.deepEqual(
      tableOf('Slot')
        ?.elements.slice(8)
        .map(({ name, isMandatory, repeats }) => `${name}${isMandatory ? '!' : ''}${repeats ? '*' : ''}`),
      [
        'identifier*',
        'serviceCategory',
        'serviceType*',
        'specialty*',
        'appointmentType',
        'schedule!',
        'status!',
        'start!',
        'end!',
        'overbooked',
        'comment',
      ],
    )
    assert.deepEqual(
      tableOf('Extension')?.elements.map(({ name, isAttribute, isChoice }) => ({ name, isAttribute, isChoice })),
      [
        { name: 'id', isAttribute: true, isChoice: false },
        { name: 'extension', isAttribute: false, isChoice: false },
        { name: 'url', isAttribute: true, isChoice: false },
        { name: 'value', isAttribute: false, isChoice: true },
      ],
    )
    assert.equal(tableOf('Bundle.entry')?.properties.get('link')?.type, 'Bundle.link')
    assert.equal(tableOf('Patient')?.properties.get('deceasedDateTime')?.type, 'dateTime')
  })
})
