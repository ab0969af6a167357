import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { transportErrorFrom } from './transport-error.ts'

const failed = (code: string) => {
  const { fault, reason, ambiguous } = transportErrorFrom(Object.assign(new Error('x'), { code }))
  return [fault, reason, ambiguous]
}

describe('What a failed connection tells', () => {
  test('CON-11 nothing was done where the other side refused our certificate, even after the request was written', () => {
    for (const alert of [
      'TLSV13_ALERT_CERTIFICATE_REQUIRED',
      'SSLV3_ALERT_CERTIFICATE_EXPIRED',
      'SSLV3_ALERT_BAD_CERTIFICATE',
      'TLSV1_ALERT_UNKNOWN_CA',
    ])
      assert.deepEqual(failed(`ERR_SSL_${alert}`), ['not-sent', 'own-certificate-refused', false], alert)
  })

  test('CON-11 an error that is not known to come before the request leaves everything open', () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'HPE_INVALID_CONSTANT', '__proto__'])
      assert.deepEqual(failed(code), ['broken-off', undefined, true], code)
  })

  test('a host with several addresses was reached by none of them, or perhaps by one', () => {
    const errors = (...codes: string[]) => new AggregateError(codes.map((code) => Object.assign(new Error('x'), { code })))
    assert.equal(transportErrorFrom(errors('ECONNREFUSED', 'ENETUNREACH')).ambiguous, false)
    assert.equal(transportErrorFrom(errors('ECONNREFUSED', 'ECONNRESET')).ambiguous, true)
  })
})
