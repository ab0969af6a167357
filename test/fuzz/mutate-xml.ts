import { damaged } from './mutate-tree.ts'
import type { Kind, Mutation, With } from './mutation.ts'

const edited =
  (edit: (text: string, by: With) => string): Mutation =>
  (draft, by) => {
    if (draft.text !== undefined) draft.text = edit(draft.text, by)
  }

/** Tags and what lies between, one of them seen to. */
const onPiece = (edit: (piece: string, by: With) => string): Mutation => edited((text, by) => inOnePiece(text, /<[^>]*>|[^<]+/g, by, edit))
const onElement = (edit: (element: string, by: With) => string): Mutation =>
  edited((text, by) => inOnePiece(text, /<\w+ value="[^"]*"\/>/g, by, edit))
const onTag = (edit: (tag: string, by: With) => string): Mutation =>
  edited((text, by) => inOnePiece(text, /<\w+(?: [^>]*?)?(?=\/?>)/g, by, edit))

function inOnePiece(text: string, pattern: RegExp, by: With, edit: (piece: string, by: With) => string): string {
  const found = [...text.matchAll(pattern)]
  if (found.length === 0) return text
  const { 0: piece, index } = by.random.pick(found)
  return text.slice(0, index) + edit(piece, by) + text.slice(index + piece.length)
}

const LAUGHS = `<!DOCTYPE a [<!ENTITY b "b">${Array.from({ length: 9 }, (_, index) => `<!ENTITY b${index} "${`&b${index || ''};`.repeat(10)}">`).join('')}]>`
const PROLOGUES = [
  '<!DOCTYPE Appointment>',
  '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
  '<!DOCTYPE a [<!ENTITY b SYSTEM "http://127.0.0.1:1/">]>',
  '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:1/"> %b;]>',
  '<!DOCTYPE a [',
  LAUGHS,
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<?xml version="1.0" encoding="UTF-16"?>',
  '<?xml version="1.0" encoding="iso-8859-1"?>',
  '<?xml version="1.1"?>',
  '<?xml version="9"?>',
  '<?xml version="1.0" standalone="no"?>',
  '<?xml?>',
  ' <?xml version="1.0"?>',
  '\ufeff<?xml version="1.0"?>',
  '<?xml-stylesheet href="x"?>',
  '<!-- -->',
  '<!-- -- -->',
  '\n\n',
  'text',
]
const PIECES = [
  '<?pi x?>',
  '<!-- c -->',
  '<!--',
  '<![CDATA[x]]>',
  '<![CDATA[',
  ']]>',
  '&b;',
  '&lt;',
  '&',
  '&#0;',
  '&#x1;',
  '&#xd800;',
  '&#x10ffff;',
  '&#x110000;',
  '&#99999999999999999999;',
  '<',
  '>',
  '</',
  '</a>',
  '<a/>',
  '<status/>',
  '<status value="x"/>',
  '<id value="1"/>',
  '<x:a xmlns:x="urn:x"/>',
  '<div xmlns="http://www.w3.org/1999/xhtml">x</div>',
  '<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div></text>',
  '<extension url="x"><valueString value="y"/></extension>',
  '<contained><Patient/></contained>',
  '<contained/>',
  '\0',
  '\u0001',
  '\ufffe',
  '\ud800',
]
const ATTRIBUTES = [
  ' value="x"',
  ' value=""',
  " value='x'",
  ' value=x',
  ' value',
  ' id="1"',
  ' id=""',
  ' url="x"',
  ' xmlns=""',
  ' xmlns="http://hl7.org/fhir"',
  ' xmlns="urn:x"',
  ' xmlns:x="urn:x" x:value="y"',
  ' x:value="y"',
  ' xml:lang="en"',
  ' xmlns:xml="urn:x"',
  ' xmlns:xmlns="urn:x"',
  ' xsi:type="x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  ' __proto__="x"',
  ' constructor="x"',
  ' value="a&#10;b&#9;c"',
  ' value="<"',
  Array.from({ length: 70 }, (_, index) => ` a${index}="x"`).join(''),
]

const escaped = (text: string) => text.replace(/[&<"]/g, (character) => `&#${character.charCodeAt(0)};`)

export const xml = {
  interactions: ['bookAppointment', 'registerPatient', 'amendAppointment', 'cancelAppointment'],
  isXml: true,
  mostly: ['value', 'attribute', 'no value', 'element removed', 'element twice', 'element with another name', 'elements elsewhere'],
  mutations: {
    'before the root': edited((text, { random }) => random.pick(PROLOGUES) + text),
    'entity in a value': edited(
      (text, by) =>
        by.random.pick([LAUGHS, '<!DOCTYPE a [<!ENTITY b "x">]>', '']) + inOnePiece(text, /(?<=value=")[^"]*/g, by, () => '&b;&b8;'),
    ),
    value: edited((text, by) => inOnePiece(text, /(?<=value=")[^"]*/g, by, () => escaped(by.random.pick(by.junk.texts)))),
    'raw value': edited((text, by) => inOnePiece(text, /(?<=value=")[^"]*/g, by, (value) => damaged(value, by))),
    attribute: onTag((tag, { random }) => tag + random.pick(ATTRIBUTES)),
    'no value': onElement((element) => element.replace(/ value="[^"]*"/, '')),
    'element removed': onElement(() => ''),
    'element twice': onElement((element) => element + element),
    'element with another name': onTag((tag, { random }) =>
      tag.replace(/\w+/, random.pick(['status', 'Appointment', 'x', 'x:y', 'a.b', '-', 'constructor', 'valueString', 'extension'])),
    ),
    'element within itself': onElement((element, { random }) => {
      const levels = random.pick([2, 99, 101, 20_000])
      const name = /\w+/.exec(element)?.[0] ?? 'a'
      return `<${name}>`.repeat(levels) + element + (random.chance(0.7) ? `</${name}>`.repeat(levels) : '')
    }),
    'elements elsewhere': edited((text, by) => {
      const [first = '', ...rest] = text.split(/(?=<\w+ value)/)
      return first + rest.toSorted(() => by.random.below(3) - 1).join('')
    }),
    'piece removed': onPiece(() => ''),
    'piece added': onPiece((piece, { random }) => random.pick(PIECES) + piece),
    'piece damaged': onPiece((piece, by) => damaged(piece, by)),
    'other namespace': edited((text, { random }) =>
      text.replace('http://hl7.org/fhir', random.pick(['', 'http://hl7.org/FHIR', 'urn:x', 'http://www.w3.org/1999/xhtml'])),
    ),
    prefixed: edited((text) => text.replace('xmlns=', 'xmlns:f=').replace(/(<\/?)(?=\w)/g, '$1f:')),
    'two roots': edited((text) => text + text),
    'other root': (draft, { random }) => {
      draft.text = random.pick([
        '',
        ' ',
        '<a/>',
        '<Appointment/>',
        '<Patient xmlns="http://hl7.org/fhir"/>',
        '<Appointment xmlns="http://hl7.org/fhir"/>',
        '{}',
        '<',
        '<?xml version="1.0"?>',
      ])
    },
    cut: edited((text, { random }) => text.slice(0, random.below(text.length))),
    'more after it': edited((text, { random }) => text + random.pick(['x', '\0', '<!-- -->', '<?x?>', '&amp;', '</a>', ' '.repeat(1000)])),
    'many elements': onElement((element, { random }) => element.repeat(random.pick([300, 3000]))),
  },
} as const satisfies Kind
