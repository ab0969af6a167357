import fc from 'fast-check'

/** Values to put where they do not belong. */
export type Junk = { values: readonly unknown[]; texts: readonly string[] }

const SOME = 400

const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udfffb',
  '\ufeff',
  '\u202etxet',
  '\u2028',
  '\x1b[31m',
  '"',
  "'; drop table slot; --",
  '\\',
  '%00',
  '%s%n',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: somebody's template, not ours
  '${jndi:ldap://127.0.0.1/a}',
  '<script>alert(1)</script>',
  '&amp;',
  ']]>',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  'true',
  '-0',
  '1e999',
  '0000-00-00',
  '2026-02-30',
  '9999-12-31T23:59:59+14:00',
  '-0001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00+00:00',
  '2026-03-29T01:30:00+00:00',
  'Patient/',
  'Patient/../../x',
  'Slot/1/_history/2',
  '#',
  '#1',
  '#2',
  'https://elsewhere.example/Patient/1',
  'urn:uuid:00000000-0000-0000-0000-000000000000',
  '\u{1f600}'.repeat(60),
  'x'.repeat(101),
  'x'.repeat(501),
  'x'.repeat(70_000),
]
const NUMBERS = [0, -0, 1, -1, 0.1, 1.5, 2 ** 31, 2 ** 53, 1e21, 1e308, 5e-324]
const VALUES = [null, true, false, [], {}, [null], [[]], [{}], { resourceType: 'Patient' }, { reference: null }, ...NUMBERS]

/** From fast-check, and what has hurt others. The same seed, the same junk. */
export function createJunk(seed: number): Junk {
  const sample = <Value>(of: fc.Arbitrary<Value>): Value[] => fc.sample(of, { seed, numRuns: SOME })
  const anyCodePoints = fc.array(fc.integer({ min: 0, max: 0x10ffff })).map((points) => String.fromCodePoint(...points))
  const texts = [...TEXTS, ...sample(fc.oneof(fc.string(), anyCodePoints))]
  return { texts, values: [...VALUES, ...VALUES, ...texts.slice(0, SOME), ...sample(fc.jsonValue())] }
}
