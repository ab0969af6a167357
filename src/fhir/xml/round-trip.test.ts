import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { RESOURCE_TYPES } from '../elements.generated.ts'
import { type Property, tableOf } from '../elements.ts'
import type { Resource } from '../types.ts'
import { anyResource, anyText } from './given-resource.ts'
import { parseXml } from './parse-xml.ts'
import { toXml } from './to-xml.ts'

function read(xml: string): unknown {
  const parsed = parseXml(xml)
  assert.equal(parsed.kind, 'parsed', JSON.stringify(parsed))
  return parsed.kind === 'parsed' ? parsed.value : undefined
}

type Wrap = (node: object) => object

function sampleOf({ name, type, primitive, element }: Property): object {
  const NUMBERS: Record<string, unknown> = { boolean: true, integer: -7, unsignedInt: 0, positiveInt: 7, decimal: 1e-7 }
  const xhtml = '<div xmlns="http://www.w3.org/1999/xhtml">x</div>'
  const sample =
    type === 'xhtml' ? xhtml : primitive ? (NUMBERS[type] ?? 'text') : type === 'Resource' ? { resourceType: 'Slot', id: 'x' } : { id: 'x' }
  if (!primitive || element.isAttribute || type === 'xhtml') return { [name]: element.repeats ? [sample] : sample }
  const sibling = { id: 'x', extension: [{ url: 'urn:x', valueCode: 'y' }] }
  return element.repeats
    ? { [name]: [sample, null, sample], [`_${name}`]: [null, sibling, sibling] }
    : { [name]: sample, [`_${name}`]: sibling }
}

/** The same document as another writer would have it: another prefix, other quotes, blanks, comments and character references. */
function otherwise(xml: string): string {
  return xml
    .replace(/<(\/?)([A-Za-z])/g, '<$1f:$2')
    .replace(' xmlns="', ' xmlns:f="')
    .replace(/<([\w:]+)([^<>]*)\/>/g, '<$1$2></$1 >')
    .replaceAll('><', '>\r\n  <!-- > & < --><')
    .replace(
      / ([\w:]+)="([^"]*)"/g,
      (_match, name, value) =>
        `\n ${name} = '${value.replace(/&[^;]*;|[a-m']/g, (text: string) => (text.startsWith('&') ? text : `&#${text.charCodeAt(0)};`))}'`,
    )
    .replace(/^/, '\ufeff<?xml version="1.0" encoding="utf-8"?>\n')
}

describe('A resource in XML and in JSON', () => {
  test('GEN-02 JSON to XML and back loses nothing, whatever the tables allow', () => {
    fc.assert(
      fc.property(anyResource, (resource) => {
        assert.deepEqual(read(toXml(resource)), resource)
      }),
      { numRuns: 500 },
    )
  })

  test('GEN-02 XML to JSON and back loses nothing, however the XML is written', () => {
    fc.assert(
      fc.property(anyResource, (resource) => {
        // Given a document without narrative, whose text is a matter of its own
        const xml = toXml(resource)
        fc.pre(!xml.includes('<div'))

        // When
        const value = read(otherwise(xml))

        // Then
        assert.deepEqual(value, resource)
        assert.equal(toXml(value as Resource), xml)
      }),
      { numRuns: 300 },
    )
  })

  test('GEN-02 each property of each type survives, with its id and extensions', () => {
    const seen = new Set<string>()
    const check = (type: string, wrap: Wrap) => {
      if (seen.has(type)) return
      seen.add(type)
      for (const property of tableOf(type)?.properties.values() ?? []) {
        const resource = wrap(sampleOf(property))
        assert.deepEqual(read(toXml(resource as Resource)), resource, `${type}.${property.name}`)
        if (tableOf(property.type)) check(property.type, (node) => wrap({ [property.name]: property.element.repeats ? [node] : node }))
      }
    }
    for (const type of RESOURCE_TYPES) check(type, (node) => ({ resourceType: type, ...node }))
    assert.ok(seen.has('Timing.repeat') && seen.has('CapabilityStatement.messaging.event') && seen.has('Extension'))
  })

  test('GEN-02 any text survives, as an element and as an attribute', () => {
    fc.assert(
      fc.property(anyText, anyText, (comment, id) => {
        const resource: Resource = { resourceType: 'Schedule', comment, actor: [{ id, display: comment }] }
        assert.deepEqual(read(toXml(resource)), resource)
      }),
    )
  })
})
