import { type Draft, headerOf } from './draft.ts'
import { mutatedTree } from './mutate-tree.ts'
import type { Kind, Mutation, With } from './mutation.ts'

const edited =
  (edit: (text: string, by: With) => string): Mutation =>
  (draft, by) => {
    if (draft.text !== undefined) draft.text = edit(draft.text, by)
  }

/** A body that is no JSON (any more) loses a piece instead. */
const tree: Mutation = (draft, by) => {
  const value = parse(draft)
  if (value === undefined) return cut(draft, by)
  draft.text = JSON.stringify(mutatedTree(value, by)) ?? ''
}

/** Too deep for this process to walk, as the provider must not be. */
const BOTTOMLESS = /(?:\[|\{"a":){1000}/

function parse({ text = '' }: Draft): unknown {
  if (BOTTOMLESS.test(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const cut = edited((text, { random }) => text.slice(0, random.below(text.length)))

const KEY = /"[A-Za-z]+":/g
const VALUE = /(?<=:)(?:"[^"]*"|[\d.]+|true|false)/g

/** One of the places where the pattern fits, with something else there. */
function replaceOne(text: string, pattern: RegExp, { random }: With, by: (found: string) => string): string {
  const found = [...text.matchAll(pattern)]
  if (found.length === 0) return text
  const { 0: match, index } = random.pick(found)
  return text.slice(0, index) + by(match) + text.slice(index + match.length)
}

const LITERALS = [
  '"\\ud800"',
  '"\\u0000"',
  '"\\x"',
  '"\\u12"',
  '"\t"',
  '"\u0001"',
  "'single'",
  'NaN',
  'Infinity',
  '-',
  '+1',
  '01',
  '1.',
  '.5',
  '0x10',
  '1e400',
  '-1e-400',
  '9'.repeat(400),
  `0.${'3'.repeat(400)}`,
  'undefined',
  'tru',
  '{',
  '[',
  '',
  '/* */ 1',
  '[1,]',
]
const INSTEAD = [
  '',
  ' ',
  'null',
  '[]',
  '{}',
  '""',
  '0',
  'true',
  '{"resourceType":"Appointment"}',
  '{"resourceType":null}',
  '\ufeff',
  '<a/>',
  '---',
]

export const json = {
  interactions: ['bookAppointment', 'registerPatient', 'amendAppointment', 'cancelAppointment'],
  mostly: ['value', 'values'],
  mutations: {
    value: tree,
    values: (draft, by) => {
      for (let times = 0; times < 3; times += 1) tree(draft, by)
    },
    cut,
    literal: edited((text, by) => replaceOne(text, VALUE, by, () => by.random.pick(LITERALS))),
    'same key twice': edited((text, by) =>
      replaceOne(text, KEY, by, (key) => `${key}${by.random.pick(['null', '1', '"x"', '{}'])},${key}`),
    ),
    'piece removed': edited((text, { random }) => {
      const at = random.below(text.length + 1)
      return text.slice(0, at) + text.slice(at + 1 + random.below(20))
    }),
    'piece added': edited((text, { random, junk }) => {
      const at = random.below(text.length + 1)
      return text.slice(0, at) + random.pick([...',:{}[]"\\\0', random.pick(junk.texts)]) + text.slice(at)
    }),
    deep: edited((text, by) => {
      const [open, close] = by.random.pick([
        ['[', ']'],
        ['{"a":', '}'],
      ])
      const levels = by.random.pick([90, 110, 20_000])
      return replaceOne(text, VALUE, by, (value) => open.repeat(levels) + value + (by.random.chance(0.7) ? close.repeat(levels) : ''))
    }),
    'other text': (draft, { random, junk }) => {
      draft.text = random.pick([...INSTEAD, random.pick(junk.texts), JSON.stringify(random.pick(junk.values)) ?? ''])
    },
    'more after it': edited((text, { random }) => text + random.pick(['}', '\0', 'null', text, ' '.repeat(1000), '\ufeff', '//'])),
    'more before it': edited((text, { random }) => random.pick(['\ufeff', '\0', ")]}',\n", '\u00a0', '\n\n']) + text),
    'too large': edited(
      (text, { random }) => random.pick([' ', 'x', '[', '"']).repeat(Math.max(0, 262_144 + random.below(3) - 1 - text.length)) + text,
    ),
    'a body where none belongs': (draft, { random }) => {
      draft.text ??= random.pick(INSTEAD)
      if (headerOf(draft, 'content-type') === undefined) draft.headers.push(['content-type', 'application/fhir+json'])
    },
  },
} as const satisfies Kind
