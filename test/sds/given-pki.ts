import { createPrivatePki, type PrivatePki } from '../../src/certificates/private-pki.ts'

let made: Promise<PrivatePki> | undefined

/** Certificates for a directory on this machine (`provider`), for a consumer, and all kinds of bad ones. Made once, for they take a while. */
export function givenPki(): Promise<PrivatePki> {
  made ??= createPrivatePki({
    now: new Date(),
    days: 2,
    fqdns: { provider: 'localhost', ssp: 'ssp.test', consumer: 'consumer.test' },
    keys: 'ec',
  })
  return made
}
