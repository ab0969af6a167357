import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { toOperationOutcome } from '../../src/fhir/operation-outcome.ts'
import { toXml } from '../../src/fhir/xml/to-xml.ts'
import { type Draft, frameByLength, type Header } from './draft.ts'
import { expectedFormats } from './expected-formats.ts'
import { judgeAnswer } from './judge-answer.ts'
import { judgeLine } from './judge-log.ts'
import type { Answer } from './read-answers.ts'
import { marked } from './secrets.ts'

const asking = (headers: Header[] = [], rest: Partial<Draft> = {}): Draft => ({
  ...{ interaction: 'readMetadata', method: 'GET', path: '/x', query: [], version: 'HTTP/1.1', headers, text: undefined, bytes: undefined },
  ...{ frame: frameByLength, lineEnd: '\r\n', cutAt: undefined, expected: 'one' },
  ...rest,
})

const JSON_TYPE = 'application/fhir+json;charset=utf-8'
const XML_TYPE = 'application/fhir+xml;charset=utf-8'
const outcome = toOperationOutcome('BAD_REQUEST', 'Header Ssp-To is missing or empty.')
const [issue] = outcome.issue

const answering = (body: unknown, rest: { status?: number; headers?: Record<string, string> } = {}): Answer => ({
  status: rest.status ?? 400,
  headers: { 'content-type': JSON_TYPE, 'cache-control': 'no-store', ...rest.headers },
  body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
})

describe('The judge of fuzzed answers', () => {
  test('ERR-01 lets pass what is as it should be', () => {
    const xml = { 'content-type': XML_TYPE }
    for (const [draft, answer, code] of [
      [asking(), answering(outcome), 'BAD_REQUEST'],
      [asking(), answering(gzipSync(JSON.stringify(outcome)), { headers: { 'content-encoding': 'gzip' } }), 'BAD_REQUEST'],
      [asking([['accept', 'text/xml']]), answering(toXml(outcome), { headers: xml }), 'BAD_REQUEST'],
      [asking(), answering(toOperationOutcome('NOT_IMPLEMENTED', 'x'), { status: 501 }), 'NOT_IMPLEMENTED'],
      [asking(), answering({ resourceType: 'Bundle' }, { status: 200 }), ''],
      [asking([], { method: 'HEAD' }), answering(''), ''],
      [asking([['prefer', 'return=minimal']], { method: 'PUT' }), answering('', { status: 200 }), ''],
    ] as const) {
      assert.deepEqual(judgeAnswer(draft, answer), { code, faults: [], isUnreadable: false })
    }
  })

  const wrong: [string, Answer, RegExp, Draft?][] = [
    ['a failure of ours', answering(toOperationOutcome('INTERNAL_SERVER_ERROR', 'x'), { status: 500 }), /^500/],
    ['another 5xx', answering(outcome, { status: 503 }), /^503/],
    ['a status of no catalogue', answering(outcome, { status: 417 }), /417 BAD_REQUEST is not in the catalogue/],
    ["another code's status", answering(outcome, { status: 404 }), /404 BAD_REQUEST is not/],
    ['a redirect', answering(outcome, { status: 302 }), /302 BAD_REQUEST is not/],
    ['plain text', answering('oops', { headers: { 'content-type': 'text/plain' } }), /content-type is text\/plain/],
    ['a charset left out', answering(outcome, { headers: { 'content-type': 'application/fhir+json' } }), /content-type is/],
    ['what is not what it says', answering('<html/>'), /not what content-type/],
    ['a body cut short', answering(JSON.stringify(outcome).slice(0, -1)), /not what content-type/],
    ['no UTF-8', answering(Buffer.from([0x22, 0xff, 0x22])), /not what content-type/],
    ['no body', answering(''), /400 has no body/],
    ['no body for a success', answering('', { status: 200 }), /200 has no body/],
    ['no OperationOutcome', answering({ ...outcome, resourceType: 'Bundle' }), /no OperationOutcome/],
    ['two issues', answering({ ...outcome, issue: [issue, issue] }), /no OperationOutcome/],
    ['no issue', answering({ ...outcome, issue: undefined }), /is not in the catalogue/],
    ['no diagnostics', answering({ ...outcome, issue: [{ ...issue, diagnostics: undefined }] }), /has no diagnostics/],
    ['another issue code', answering({ ...outcome, issue: [{ ...issue, code: 'value' }] }), /issue error value/],
    ['no profile', answering({ ...outcome, meta: undefined }), /profile/],
    ['what may be stored', answering(outcome, { headers: { 'cache-control': 'private' } }), /cache-control is private/],
    ['a name in the diagnostics', answering(toOperationOutcome('BAD_REQUEST', marked('x'))), /repeats a secret/],
    ['an NHS number in the diagnostics', answering(toOperationOutcome('BAD_REQUEST', '9990000018?')), /repeats a secret/],
    ['an outcome as a success', answering(outcome, { status: 200 }), /an OperationOutcome with 200/],
    ['JSON where XML was asked for', answering(outcome), /json was not asked for/, asking([['accept', 'application/fhir+xml']])],
    [
      'a good request called unreadable',
      answering(toOperationOutcome('BAD_REQUEST', 'What was sent is not a well-formed HTTP request.')),
      /was not read/,
    ],
  ]
  for (const [what, answer, says, draft] of wrong) {
    test(`finds ${what}`, () => assert.match(judgeAnswer(draft ?? asking(), answer).faults.join('\n'), says))
  }

  test('GEN-03 knows the format that a request asks for, and where either will do', () => {
    const [json, xml] = ['application/fhir+json', 'application/fhir+xml']
    for (const [headers, query, expected] of [
      [[], [], ['json']],
      [[['content-type', 'text/xml; charset=utf-8']], [], ['xml']],
      [[['content-type', 'text/plain']], [], ['json']],
      [[['Accept', xml]], [], ['xml']],
      [[['accept', `${json};q=0.5,${xml};q=0.9`]], [], ['xml']],
      [[['accept', `${xml};q=0, */*`]], [], ['json']],
      [
        [
          ['accept', json],
          ['accept', xml],
        ],
        [],
        ['json', 'xml'],
      ],
      [[['accept', '*/*']], [], ['json', 'xml']],
      [[['accept', `${json};q=high, ${xml}`]], [], ['json', 'xml']],
      [[['accept', 'text/*']], [], ['xml']],
      [
        [
          ['accept', 'image/png'],
          ['content-type', xml],
        ],
        [],
        ['xml'],
      ],
      [[['accept', json]], ['x=%', '%5fformat=application/fhir%20xml'], ['xml']],
      [[['accept', xml]], ['_format=json', '_format=xml'], ['json']],
      [[['accept', xml]], ['_format=html'], ['xml']],
      [[['accept', xml]], ['_format=json%'], ['xml']],
      [[['accept', xml]], ['\r\nx: y', '_format=json'], ['json', 'xml']],
    ] as [Header[], string[], string[]][]) {
      assert.deepEqual(expectedFormats(asking(headers, { query })), expected, JSON.stringify([headers, query]))
    }
  })

  test('SEC-07 finds in the log what was not to be said, and what failed', () => {
    const line = (rest: object) => JSON.stringify({ level: 30, status: 400, ...rest })
    assert.deepEqual(judgeLine(line({ traceId: '00000000-0000-4000-8000-000000000001', durationMs: 1.5 }), 'log'), [])
    assert.match(judgeLine(line({ level: 50, msg: 'unexpected failure', err: { stack: 'TypeError' } }), 'log').join(), /failure TypeError/)
    assert.match(judgeLine(line({ url: '/Patient?identifier=x|9990000018' }), 'log').join(), /holds a secret/)
    assert.match(judgeLine(line({ by: marked('handler') }), 'log').join(), /holds a secret/)
    assert.match(judgeLine(line({ authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }), 'log').join(), /holds a secret/)
    assert.match(judgeLine('TypeError: x is not a function', 'log').join(), /no JSON/)
    assert.match(judgeLine('(node:1) Warning', 'stderr').join(), /says: \(node:1\) Warning/)
  })
})
