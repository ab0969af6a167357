import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import type { AppOptions } from './given-app.ts'

/** Between the app and PDS: from `restrict` on every record is a restricted one. */
export async function givenPdsBetween(t: TestContext): Promise<{ spine: NonNullable<AppOptions['spine']>; restrict: () => void }> {
  let pds = ''
  let isRestricted = false
  const server = createServer(async ({ url = '', headers }, response) => {
    const asked = Object.entries(headers).flatMap(([name, value]) =>
      /^(host|connection)$/.test(name) ? [] : [[name, String(value)] as const],
    )
    const answer = await fetch(`${pds}${url}`, { headers: Object.fromEntries(asked) })
    const text = await answer.text()
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/fhir+json' })
    response.end(isRestricted ? text.replace(/"code":\s*"U"/, '"code":"R"') : text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    spine: (settings) => {
      pds = settings.pds.url
      return { ...settings, pds: { ...settings.pds, url: `http://127.0.0.1:${port}` } }
    },
    restrict: () => {
      isRestricted = true
    },
  }
}
