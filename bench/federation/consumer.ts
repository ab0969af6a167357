import { randomUUID } from 'node:crypto'
import type { FederationServerUrls } from './server.ts'

type Sdk = typeof import('../../src/consumer/index.ts')

export type FederationSearch = {
  /** Where the SDK is, as it was built: an installed one is not TypeScript either. */
  sdk: string
  urls: FederationServerUrls
  tls: { ca: string; certificate: string; key: string }
  practices: readonly string[]
  deadlineMs: number
}

/** Milliseconds since the search began; `megabytes` are the most that this process had. */
export type FederationSearched = {
  answered: number
  failed: number
  gaveUp: number
  offers: number
  firstMs: number
  lastMs: number
  endMs: number
  megabytes: number
}

/** The SDK alone, in a process that has asked nobody yet, as an application uses it. */
process.on('message', async ({ sdk, urls, tls, practices, deadlineMs }: FederationSearch) => {
  const { connectToSpine, createTlsFetch, parseAsid, parseOdsCode, watchFreeSlotsAcross }: Sdk = await import(sdk)
  const client = createTlsFetch({ credentials: () => tls })
  const spine = connectToSpine({
    fetch: client.fetch,
    now: () => new Date(),
    newId: randomUUID,
    timeoutMs: 30_000,
    application: {
      issuer: 'https://consumer.bench',
      device: { system: 'https://consumer.bench/device', value: 'd', model: 'Bench', version: '1' },
    },
    pdsUrl: 'https://pds.bench',
    sdsUrl: urls.sdsUrl,
    sdsApiKey: 'bench',
    sspUrl: urls.sspUrl,
  })
  const asker = {
    user: { id: 'u1', family: 'Jones', localIdentifier: { system: 'https://consumer.bench/user', value: 'u1' } },
    organisation: {
      odsCode: sure(parseOdsCode('Y00001')),
      name: 'Hub',
      asid: sure(parseAsid('200000000001')),
      type: 'urgent-care' as const,
      telecom: [{ system: 'phone' as const, value: '0113' }],
    },
  }
  const federation = practices.map((code) => ({ odsCode: sure(parseOdsCode(code)), name: code }))

  const began = performance.now()
  const moments: number[] = []
  for await (const update of watchFreeSlotsAcross(spine, asker, { federation, from: '2026-03-02', to: '2026-03-15', deadlineMs })) {
    if (update.state === 'answered') moments.push(performance.now() - began)
    if (update.state !== 'finished') continue
    const { answered, offers, failed, gaveUp } = update.summary
    process.send?.({
      answered,
      offers,
      failed: failed.length,
      gaveUp: gaveUp.length,
      firstMs: moments[0] ?? Number.NaN,
      lastMs: moments.at(-1) ?? Number.NaN,
      endMs: performance.now() - began,
      megabytes: process.resourceUsage().maxRSS / 1024,
    } satisfies FederationSearched)
  }
  client.close()
})

function sure<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The benchmark has a code that is none')
  return value
}
