import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

export type Asset = { type: string; body: Buffer; gzipped: Buffer | undefined }

export type Assets = {
  /** In every address: a new version of the app is fetched anew, and everything may be kept for ever. */
  version: string
  find: (name: string) => Asset | undefined
}

const OWN = new URL('./', import.meta.url)
const NHSUK = new URL('./', import.meta.resolve('nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css'))
const IMAGES = [
  'favicon.ico',
  'favicon.svg',
  'nhsuk-icon-180.png',
  'nhsuk-icon-192.png',
  'nhsuk-icon-512.png',
  'nhsuk-icon-mask.svg',
  'nhsuk-icon-arrow-down.svg',
  'nhsuk-icon-arrow-up.svg',
  'nhsuk-icon-arrow-up-down.svg',
  'nhsuk-icon-cross.svg',
]
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
}

/** All there is, read once: the design system's files and our own. Nothing else of the disk can be asked for. */
export async function readAssets(): Promise<Assets> {
  const files = new Map<string, Buffer>()
  const add = async (name: string, from: URL) => files.set(name, await readFile(from))
  await Promise.all([
    add('nhsuk.js', new URL('nhsuk-frontend.min.js', NHSUK)),
    add('app.js', new URL('app.js', OWN)),
    add('app.css', new URL('app.css', OWN)),
    ...['slots.js', 'slots-wanted.js', 'slots-filter.js', 'booking.js', 'appointments.js', 'booking.css'].map((name) =>
      add(name, new URL(name, OWN)),
    ),
    ...IMAGES.map((name) => add(`images/${name}`, new URL(`assets/images/${name}`, NHSUK))),
  ])
  files.set('nhsuk.css', Buffer.from(localStyles(await readFile(new URL('nhsuk-frontend.min.css', NHSUK), 'utf8'))))

  const hash = createHash('sha256')
  for (const [name, body] of [...files].sort(([one], [other]) => (one < other ? -1 : 1))) hash.update(name).update(body)
  const assets = new Map([...files].map(([name, body]) => [name, toAsset(name, body)]))
  return { version: hash.digest('hex').slice(0, 12), find: (name) => assets.get(name) }
}

/** The NHS's font comes from its own servers, and only for its own sites: text is in Arial, which the design system falls back to. */
function localStyles(css: string): string {
  return css
    .replace(/@font-face\{[^}]*\}/g, '')
    .replaceAll('url(/assets/', 'url(')
    .replace(/\/\*# sourceMappingURL=.*?\*\//g, '')
}

function toAsset(name: string, body: Buffer): Asset {
  const ending = name.slice(name.lastIndexOf('.') + 1)
  const text = ending === 'css' || ending === 'js' || ending === 'svg'
  const plain = ending === 'js' ? Buffer.from(body.toString('utf8').replace(/\/\/# sourceMappingURL=\S*\s*$/, '')) : body
  return { type: TYPES[ending] ?? 'application/octet-stream', body: plain, gzipped: text ? gzipSync(plain, { level: 9 }) : undefined }
}
