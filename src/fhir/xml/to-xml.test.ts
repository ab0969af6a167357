import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Resource, Slot } from '../types.ts'
import { toXml } from './to-xml.ts'

const SLOT: Slot = {
  resourceType: 'Slot',
  schedule: { reference: 'Schedule/1' },
  status: 'free',
  start: '2026-03-02T09:00:00+00:00',
  end: '2026-03-02T09:10:00+00:00',
}

const parameter = (parameter_: object) => toXml({ resourceType: 'Parameters', parameter: [{ name: 'x', ...parameter_ }] })

describe('Writing a resource in XML', () => {
  test('GEN-02 elements stand in the order of STU3, whatever theirs was', () => {
    const { status, ...rest } = SLOT
    const xml = toXml({
      ...rest,
      comment: 'x',
      extension: [{ valueCode: 'Video', url: 'urn:x' }],
      status,
      meta: { profile: ['urn:p'], versionId: '2' },
      id: '1',
    })
    assert.equal(
      xml,
      '<Slot xmlns="http://hl7.org/fhir"><id value="1"/><meta><versionId value="2"/><profile value="urn:p"/></meta>' +
        '<extension url="urn:x"><valueCode value="Video"/></extension><schedule><reference value="Schedule/1"/></schedule><status value="free"/>' +
        '<start value="2026-03-02T09:00:00+00:00"/><end value="2026-03-02T09:10:00+00:00"/><comment value="x"/></Slot>',
    )
  })

  test('GEN-02 a resource within another stands in its own element, and an id of a datatype is an attribute', () => {
    const bundle: Resource = { resourceType: 'Bundle', type: 'searchset', entry: [{ id: 'e', resource: { ...SLOT, id: '1' } }] }
    assert.match(toXml(bundle), /<entry id="e"><resource><Slot><id value="1"\/>.*<\/Slot><\/resource><\/entry><\/Bundle>$/)
  })

  test('GEN-02 ids and extensions of primitives are written with them, in lists at their place', () => {
    const extension = [{ url: 'urn:x', valueCode: 'y' }]
    const xml = toXml({
      resourceType: 'Patient',
      _birthDate: { extension },
      name: [{ family: 'A', _family: { id: 'f' }, given: ['B', null, 'C'], _given: [null, { extension }, { id: 'c' }] }],
    } as Resource)
    assert.equal(
      xml,
      '<Patient xmlns="http://hl7.org/fhir"><name><family id="f" value="A"/><given value="B"/><given><extension url="urn:x"><valueCode value="y"/></extension></given>' +
        '<given id="c" value="C"/></name><birthDate><extension url="urn:x"><valueCode value="y"/></extension></birthDate></Patient>',
    )
  })

  test('GEN-02 what XML reads otherwise is escaped', () => {
    const xml = toXml({ ...SLOT, comment: `<a href="b">'&amp;'</a>\t\r\n\u00e9😀` })
    assert.ok(xml.includes(`<comment value="&lt;a href=&quot;b&quot;&gt;'&amp;amp;'&lt;/a&gt;&#x9;&#xD;&#xA;\u00e9😀"/>`), xml)
  })

  test('GEN-02 numbers are written without exponents', () => {
    for (const [value, text] of [
      [0.5, '0.5'],
      [-1.25e-7, '-0.000000125'],
      [1e21, '1000000000000000000000'],
      [-1.5e22, '-15000000000000000000000'],
      [5e-324, `0.${'0'.repeat(323)}5`],
    ] as const) {
      assert.ok(parameter({ valueDecimal: value }).includes(`<valueDecimal value="${text}"/>`), text)
    }
    assert.ok(parameter({ valueBoolean: false }).includes('<valueBoolean value="false"/>'))
  })

  test('GEN-02 a narrative is written as it stands', () => {
    const div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>a &lt; b</p></div>'
    assert.ok(toXml({ ...SLOT, text: { status: 'generated', div } }).includes(`<text><status value="generated"/>${div}</text>`))
  })

  test('GEN-15 what has no place in XML is an error, and never left out', () => {
    const bad: object[] = [
      { colour: 'blue' },
      { _schedule: { id: 'x' } },
      { comment: 'a\u0001b' },
      { comment: 'a\ud800b' },
      { comment: null },
      { comment: {} },
      { comment: ['x'] },
      { overbooked: Number.NaN },
      { specialty: { text: 'x' } },
      { specialty: ['x'] },
      { schedule: 'x' },
      { schedule: [{}] },
      { contained: [{ id: 'x' }] },
      { contained: [{ resourceType: 'Medication' }] },
      { text: { div: '<div>x</div>' } },
      { text: { div: '<div xmlns="http://www.w3.org/1999/xhtml"></div></text><status value="busy"/><text>' } },
      { text: { div: '<div xmlns="http://www.w3.org/1999/xhtml">&nbsp;</div>' } },
      { text: { div: '<div xmlns="http://www.w3.org/1999/xhtml"/>', _div: { id: 'x' } } },
    ]
    for (const changes of bad) assert.throws(() => toXml({ ...SLOT, ...changes } as Resource), Error, JSON.stringify(changes))
    assert.throws(() => toXml({ resourceType: 'Medication' } as unknown as Resource))
  })
})
