import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { checkShape } from '../check-shape.ts'
import { isResourceType, type Resource } from '../types.ts'
import { anyResource } from './given-resource.ts'
import { parseXml } from './parse-xml.ts'
import { toXml } from './to-xml.ts'

const appointment = (children: string, attributes = '') => `<Appointment xmlns="http://hl7.org/fhir"${attributes}>${children}</Appointment>`
const STATUS = '<status value="booked"/>'
const PARTICIPANT = '<participant><actor><reference value="Patient/1"/></actor><status value="accepted"/></participant>'
const MOMENTS = '<start value="2026-03-02T09:00:00+00:00"/><end value="2026-03-02T09:10:00+00:00"/>'
const booking = (children: string) => appointment(`${STATUS}${MOMENTS}${children}${PARTICIPANT}`)

function readValue(xml: string): unknown {
  const parsed = parseXml(xml)
  assert.equal(parsed.kind, 'parsed', JSON.stringify(parsed))
  return parsed.kind === 'parsed' ? parsed.value : undefined
}

function reasonFor(xml: string): string {
  const parsed = parseXml(xml)
  assert.equal(parsed.kind, 'malformed', `${xml.slice(0, 200)}: ${JSON.stringify(parsed)}`)
  return parsed.kind === 'malformed' ? parsed.reason : ''
}

function faultsOf(xml: string): string[] {
  const parsed = parseXml(xml)
  assert.equal(parsed.kind, 'invalid', `${xml.slice(0, 200)}: ${JSON.stringify(parsed)}`)
  return parsed.kind === 'invalid' ? parsed.faults.map(({ path, message }) => `${path}: ${message}`) : []
}

describe('Reading an XML body', () => {
  test('GEN-02 it gives what JSON would', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <!-- a booking -->
      <Appointment xmlns="http://hl7.org/fhir" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://hl7.org/fhir a.xsd">
        <id value="1"/>
        <contained><Organization><id value="booker"/><name value="Leeds &amp; Hub"/><alias value="A"/><alias id="b"/></Organization></contained>
        <extension url="urn:x"><valueReference id="r"><reference value="#booker"/></valueReference></extension>
        <status value="booked"><extension url="urn:y"><valueBoolean value="true"/></extension></status>
        <minutesDuration value="10"/>
        <slot><reference value="Slot/1"/></slot>
        <slot><reference value="Slot/2"/></slot>
        <comment value="one&#10;two
three"/>
      </Appointment>`
    assert.deepEqual(readValue(xml), {
      resourceType: 'Appointment',
      id: '1',
      contained: [{ resourceType: 'Organization', id: 'booker', name: 'Leeds & Hub', alias: ['A', null], _alias: [null, { id: 'b' }] }],
      extension: [{ url: 'urn:x', valueReference: { id: 'r', reference: '#booker' } }],
      status: 'booked',
      _status: { extension: [{ url: 'urn:y', valueBoolean: true }] },
      minutesDuration: 10,
      slot: [{ reference: 'Slot/1' }, { reference: 'Slot/2' }],
      comment: 'one\ntwo three',
    })
  })

  test('GEN-02 elements are read in any order', () => {
    const swapped = appointment(
      `${PARTICIPANT}<slot><reference value="Slot/1"/></slot>${MOMENTS}<slot><reference value="Slot/2"/></slot>${STATUS}`,
    )
    const ordered = appointment(
      `${STATUS}${MOMENTS}<slot><reference value="Slot/1"/></slot><slot><reference value="Slot/2"/></slot>${PARTICIPANT}`,
    )
    assert.deepEqual(readValue(swapped), readValue(ordered))
  })

  test('GEN-02 numbers and booleans are read as JSON has them; what is none stays text, which its shape refuses', () => {
    const read = (element: string, value: string) => {
      const value_ = readValue(`<Parameters xmlns="http://hl7.org/fhir"><parameter><${element} value="${value}"/></parameter></Parameters>`)
      return Object.values((value_ as { parameter: [object] }).parameter[0])[0]
    }
    for (const [element, text, value] of [
      ['valueBoolean', 'false', false],
      ['valueBoolean', '0', '0'],
      ['valueInteger', '-12', -12],
      ['valueInteger', '012', '012'],
      ['valueInteger', '1.5', '1.5'],
      ['valuePositiveInt', '+5', 5],
      ['valueDecimal', '-0.50', -0.5],
      ['valueDecimal', '1e3', '1e3'],
      ['valueDecimal', '9'.repeat(400), '9'.repeat(400)],
      ['valueString', '12', '12'],
      ['valueString', '', ''],
    ] as const) {
      assert.equal(read(element, text), value, `${element} ${text}`)
    }
  })

  test('GEN-02 a narrative is the text of its div, self-contained', () => {
    const div = (source: string, root = 'xmlns="http://hl7.org/fhir" xmlns:h="http://www.w3.org/1999/xhtml"') => {
      const slot = readValue(`<Slot ${root}><text><status value="generated"/>${source}</text></Slot>`) as { text: { div: string } }
      return slot.text.div
    }
    const plain = `<div xmlns='http://www.w3.org/1999/xhtml' xml:lang="en" >\n<p>a &lt; b&#160;<br /><!-- c --></p> </div >`
    assert.equal(div(plain), plain)
    assert.equal(div(plain.replace('\n', '\r\n')), plain)
    assert.equal(
      div('<h:div><h:p title="&quot;1\n2">a &lt; <![CDATA[<b>]]></h:p><h:br/></h:div>'),
      '<div xmlns="http://www.w3.org/1999/xhtml"><p title="&quot;1 2">a &lt; &lt;b&gt;</p><br/></div>',
    )
    assert.equal(
      div('<div xmlns="http://www.w3.org/1999/xhtml" xmlns:x="urn:x"><b x:y="1"/><q xmlns="urn:q"/></div>'),
      '<div xmlns="http://www.w3.org/1999/xhtml"><b xmlns:x="urn:x" x:y="1"/><q xmlns="urn:q"/></div>',
    )
  })

  test('GEN-20 what STU3 does not define is a fault with its place, and never dropped', () => {
    const only = 'expected only elements that STU3 defines for'
    const attribute = 'expected only attributes that STU3 defines for it'
    for (const [xml, ...expected] of [
      [booking('<colour value="blue"/>'), `Appointment.colour: ${only} Appointment`],
      [booking('<slot><reference value="Slot/1"/><type value="Slot"/></slot>'), `Appointment.slot[0].type: ${only} Reference`],
      [booking('<comment value="x" colour="blue"/>'), `Appointment.comment.colour: ${attribute}`],
      [booking('<serviceCategory value="x"><text value="y"/></serviceCategory>'), `Appointment.serviceCategory.value: ${attribute}`],
      [booking('<comment value="x" xml:id="blue"/>'), `Appointment.comment.?: ${attribute}`],
      [
        booking('<extension><url value="urn:x"/><valueCode value="y"/></extension>'),
        `Appointment.extension[0].url: ${only} Extension`,
        'Appointment.extension[0].url: expected a value: url is mandatory',
      ],
      [booking('<comment value="x"><b value="y"/></comment>'), `Appointment.comment.b: ${only} Element`],
      [
        booking('<resourceType value="Slot"/><__proto__ value="x"/>'),
        `Appointment.resourceType: ${only} Appointment`,
        `Appointment.?: ${only} Appointment`,
      ],
      [booking('<colour><deep><deeper>text</deeper></deep></colour>'), `Appointment.colour: ${only} Appointment`],
      [appointment(`${STATUS}${MOMENTS}${PARTICIPANT}`, ' status="booked"'), `Appointment.status: ${attribute}`],
    ] as [string, ...string[]][]) {
      assert.deepEqual(faultsOf(xml), expected)
    }
  })

  test('GEN-20 another namespace, or none, is a fault with its place', () => {
    const fhir = 'expected the namespace http://hl7.org/fhir'
    assert.deepEqual(faultsOf(`<Appointment>${STATUS}</Appointment>`), [`Appointment: ${fhir}`])
    assert.deepEqual(faultsOf('<html xmlns="http://www.w3.org/1999/xhtml"><body>Proxy says no</body></html>'), [`html: ${fhir}`])
    assert.deepEqual(faultsOf('<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"/>'), [`Envelope: ${fhir}`])
    assert.deepEqual(faultsOf(booking('<comment xmlns="" value="x"/>')), [`Appointment.comment: ${fhir}`])
    assert.deepEqual(faultsOf(booking('<x:comment xmlns:x="urn:x" value="x"/>')), [`Appointment.comment: ${fhir}`])
    assert.deepEqual(faultsOf(booking('<text><status value="empty"/><div>x</div></text>')), [
      'Appointment.text.div: expected the namespace http://www.w3.org/1999/xhtml',
      'Appointment.text.div: expected a value: div is mandatory',
    ])
    assert.deepEqual(faultsOf('<Medication xmlns="http://hl7.org/fhir"/>'), ['Medication: expected a resource type that GP Connect uses'])
  })

  test('GEN-20 a resource stands alone within its element', () => {
    const parameter = (resource: string) =>
      faultsOf(
        `<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="x"/><resource>${resource}</resource></parameter></Parameters>`,
      )[0]
    const place = 'Parameters.parameter[0].resource'
    assert.equal(parameter(''), `${place}: expected a resource`)
    assert.equal(parameter('<Patient/><Patient/>'), `${place}: expected a single resource`)
    assert.equal(parameter('<Medication/>'), `${place}: expected a resource type that GP Connect uses`)
    assert.equal(parameter('<Patient xmlns="urn:x"/>'), `${place}: expected the namespace http://hl7.org/fhir`)
    assert.equal(
      parameter('<Patient><colour value="x"/></Patient>'),
      `${place}.colour: expected only elements that STU3 defines for Patient`,
    )
  })

  test('GEN-20 text between elements, an element twice and one that says nothing are faults', () => {
    assert.deepEqual(faultsOf(booking('booked')), ['Appointment: expected no text between elements'])
    assert.deepEqual(faultsOf(booking('<![CDATA[booked]]>')), ['Appointment: expected no text between elements'])
    assert.deepEqual(faultsOf(booking('<comment value="x">y</comment>')), ['Appointment.comment: expected no text between elements'])
    assert.deepEqual(faultsOf(booking('<comment value="x"/><comment value="y"/>')), ['Appointment.comment: expected a single element'])
    assert.deepEqual(faultsOf(booking('<comment/>')), ['Appointment.comment: expected a value, or an extension'])
    assert.deepEqual(faultsOf('<Patient xmlns="http://hl7.org/fhir"><name><given/><given value="x"/></name></Patient>'), [
      'Patient.name[0].given[0]: expected a value, or an extension',
    ])
  })

  test('GEN-20 the faults of its shape are told beside those of its XML', () => {
    assert.deepEqual(faultsOf(appointment(`<colour value="blue"/><status value="Booked"/>${MOMENTS}`)), [
      'Appointment.colour: expected only elements that STU3 defines for Appointment',
      'Appointment.status: expected one of proposed, pending, booked, arrived, fulfilled, cancelled, noshow, entered-in-error',
      'Appointment.participant: expected a value: participant is mandatory',
    ])
    assert.equal(faultsOf(booking('<colour/>'.repeat(5000))).length, 1000)
  })

  test('ERR-03 what is malformed is located by line and column, and what was sent is not repeated', () => {
    assert.equal(reasonFor(''), 'line 1, column 1: document must contain a root element')
    assert.equal(reasonFor('{"resourceType": "Slot"}'), 'line 1, column 26: text data outside of root node')
    assert.equal(reasonFor('<Slot>\n  <status>\n</Slot>'), 'line 3, column 8: unexpected close tag')
    assert.equal(reasonFor('<Slot><status value="free></Slot>'), 'line 1, column 28: disallowed character')
    assert.equal(reasonFor('<Slot a="1" a="2"/>'), 'line 1, column 20: duplicate attribute')
    assert.equal(reasonFor('<secret:Slot/>'), 'line 1, column 15: unbound namespace prefix')
    assert.equal(reasonFor('<Slot/><Slot/>'), 'line 1, column 14: documents may contain only one root')
    assert.equal(reasonFor('<Slot/>secret'), 'line 1, column 15: text data outside of root node')
    assert.equal(reasonFor('<Slot>&secret;</Slot>'), 'line 1, column 15: undefined entity')
    assert.equal(reasonFor('<Slot>&#0;</Slot>'), 'line 1, column 11: malformed character entity')
    assert.equal(reasonFor('<Slot>\u0001</Slot>'), 'line 1, column 8: disallowed character')
    assert.equal(reasonFor('<Slot value=free/>'), 'line 1, column 14: unquoted attribute value')
  })

  test('ERR-03 only plain XML in UTF-8 is taken: no declarations of types or entities, no instructions', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "ha">${['b', 'c', 'd'].map((name) => `<!ENTITY ${name} "&a;&a;">`).join('')}]><Slot>&d;</Slot>`
    assert.match(reasonFor(bomb), /document type declarations are not taken$/)
    assert.match(reasonFor('<!DOCTYPE Slot SYSTEM "file:///etc/passwd"><Slot/>'), /document type declarations are not taken$/)
    assert.match(reasonFor('<?xml-stylesheet href="x"?><Slot/>'), /processing instructions are not taken$/)
    assert.match(reasonFor('<Slot><?php x ?></Slot>'), /processing instructions are not taken$/)
    assert.match(reasonFor('<?xml version="1.0" encoding="ISO-8859-1"?><Slot/>'), /the encoding must be UTF-8$/)
    assert.equal(parseXml(`\ufeff<?xml version="1.1" encoding="utf-8" standalone="yes"?>${booking('')}`).kind, 'parsed')
  })

  test('ERR-03 depth, attributes and length are bounded', () => {
    const nested = (depth: number) => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`
    assert.equal(parseXml(nested(100)).kind, 'invalid')
    assert.equal(reasonFor(nested(101)), 'line 1, column 304: at most 100 elements may stand within one another')
    assert.match(reasonFor('<a>'.repeat(200_000)), /at most 100 elements/)
    const wide = (count: number) => `<a ${Array.from({ length: count }, (_, index) => `a${index}=""`).join(' ')}/>`
    assert.equal(parseXml(wide(64)).kind, 'invalid')
    assert.match(reasonFor(wide(65)), /at most 64 attributes$/)
    assert.equal(parseXml(`<a>${'<b/>'.repeat(199_999)}</a>`).kind, 'invalid')
    assert.match(reasonFor(`<a>${'<b/>'.repeat(200_000)}</a>`), /at most 200000 elements$/)
    assert.match(reasonFor(' '.repeat(32 * 1024 * 1024 + 1)), /^line 1, column 1: the document may have at most 33554432 characters$/)
  })

  test('ERR-05 any text at all is read or refused, and nothing is thrown', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '<',
        '</',
        '/>',
        '>',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<!DOCTYPE ',
        '<?',
        '?>',
        '&',
        ';',
        '"',
        '=',
        'xmlns',
        ':',
        'Slot',
        ' ',
        '\r',
        '&#x',
        '\ud800',
        '\u0000',
        '\ufeff',
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((some) => some.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          assert.match(parseXml(text).kind, /^(?:malformed|invalid)$/)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('ERR-05 GEN-20 of a damaged document no part is lost unnoticed', () => {
    const damage = fc.constantFrom('', '<', '>', '"', '/', '&', ' ', 'x', '=', '<x/>', ' x=""', 'xmlns=""', '<!---->')
    fc.assert(
      fc.property(anyResource, fc.nat(), fc.nat(3), damage, (resource, at, removed, junk) => {
        // Given
        const xml = toXml(resource)
        const place = at % (xml.length + 1)
        const damaged = `${xml.slice(0, place)}${junk}${xml.slice(place + removed)}`

        // When
        const parsed = parseXml(damaged)

        // Then
        if (parsed.kind === 'invalid') assert.ok(parsed.faults.length > 0)
        if (parsed.kind === 'malformed') assert.match(parsed.reason, /^line \d+, column \d+: /)
        if (parsed.kind !== 'parsed') return
        const { resourceType } = parsed.value as Resource
        assert.ok(isResourceType(resourceType))
        if (checkShape(parsed.value, resourceType).length > 0) return
        assert.deepEqual(readValue(toXml(parsed.value as Resource)), parsed.value)
      }),
      { numRuns: 1000 },
    )
  })
})
