import { METHODS } from 'node:http'
import { INTERACTIONS } from '../../src/provider/interactions.ts'
import { expectOnly } from './draft.ts'
import type { Kind } from './mutation.ts'

const KNOWN = METHODS.filter((method) => method !== 'CONNECT')
const UNKNOWN = ['', 'get', 'GETS', 'FOO', 'G ET', '\0', 'P\xd6ST', 'X'.repeat(5000), 'BATCH', 'VREAD', '$', 'GET\t']
const VERSIONS = ['HTTP/1.0', 'HTTP/0.9', 'HTTP/1.2', 'HTTP/2.0', 'HTTP/3', 'HTTP/11', 'http/1.1', 'HTTP/1.1 ', 'HTTPS/1.1', '', 'ICE/1.0']

export const verbs = {
  interactions: Object.keys(INTERACTIONS) as (keyof typeof INTERACTIONS)[],
  mostly: ['usual', "another interaction's path"],
  mutations: {
    usual: (draft, { random }) => {
      draft.method = random.pick(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    },
    any: (draft, { random }) => {
      draft.method = random.pick(KNOWN)
    },
    unknown: (draft, { random }) => {
      draft.method = random.pick(UNKNOWN)
      expectOnly(draft, 'some')
    },
    CONNECT: (draft, { random }) => {
      draft.method = 'CONNECT'
      if (random.chance(0.7)) draft.path = random.pick(['127.0.0.1:1', 'provider.example:443', '*', ''])
      expectOnly(draft, 'some')
    },
    'HTTP/2': (draft) => {
      Object.assign(draft, { method: 'PRI', path: '*', query: [], version: 'HTTP/2.0' })
      // Where something else spoils its version, node hangs up by itself.
      expectOnly(draft, 'any')
    },
    'OPTIONS *': (draft, { random }) => {
      Object.assign(draft, { method: random.pick(['OPTIONS', 'GET', 'TRACE']), path: '*', query: [] })
    },
    version: (draft, { random }) => {
      draft.version = random.pick(VERSIONS)
      expectOnly(draft, 'some')
    },
    "another interaction's path": (draft, { random }) => {
      const { method, path } = random.pick(Object.values(INTERACTIONS))
      Object.assign(draft, { method, path: draft.path.replace(/(?<=gpconnect).*/, path.replace(':id', '1')) })
    },
  },
} as const satisfies Kind
