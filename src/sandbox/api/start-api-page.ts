import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { apiDocument } from '../../openapi/document.ts'
import { PRACTICES } from '../dataset/practices.ts'
import { PAGE, SCRIPT, STYLE } from './page.ts'

type Answer = { type: string; body: string | Buffer }

/** No script, style, font or picture of another server, and nothing sent to one. Swagger UI's pictures are within its style sheet. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const SWAGGER_UI = dirname(fileURLToPath(import.meta.resolve('swagger-ui-dist')))
const FILES = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
} as const

/** The description of the API, and a page to read it on: `/openapi.json` and `/api`. */
export async function startApiPage(of: {
  host: string
  port: number
  providerUrl: string
}): Promise<{ url: string; close: () => Promise<void> }> {
  const answers = await answersOf(of.providerUrl)
  const server = createServer((request, response) => answer(answers, request, response))
  server.listen(of.port, of.host)
  await once(server, 'listening')
  return {
    url: `http://${of.host}:${of.port}/api`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function answersOf(providerUrl: string): Promise<ReadonlyMap<string, Answer>> {
  const files = await Promise.all(
    Object.entries(FILES).map(async ([name, type]) => [`/api/${name}`, { type, body: await readFile(join(SWAGGER_UI, name)) }] as const),
  )
  return new Map<string, Answer>([
    ...files,
    ['/api', { type: 'text/html', body: PAGE }],
    ['/api/page.js', { type: 'text/javascript', body: SCRIPT }],
    ['/api/page.css', { type: 'text/css', body: STYLE }],
    ['/openapi.json', { type: 'application/json', body: JSON.stringify(apiDocument({ servers: [serverAt(providerUrl)] }), undefined, 2) }],
  ])
}

function serverAt(providerUrl: string) {
  const practices = Object.values(PRACTICES)
  return {
    url: `${providerUrl}/{odsCode}/STU3/1/gpconnect`,
    description: 'A practice of this sandbox, past the SSP.',
    variables: {
      odsCode: {
        default: practices[0]?.odsCode ?? '',
        enum: practices.map(({ odsCode }) => odsCode),
        description: practices.map(({ odsCode, name }) => `${odsCode}: ${name}`).join(', '),
      },
    },
  }
}

function answer(answers: ReadonlyMap<string, Answer>, request: IncomingMessage, response: ServerResponse): void {
  const { pathname } = new URL(request.url ?? '/', 'http://sandbox')
  const found = request.method === 'GET' || request.method === 'HEAD' ? answers.get(pathname) : undefined
  if (pathname === '/') response.writeHead(302, { location: '/api' }).end()
  else if (!found) response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There are /api and /openapi.json here.\n')
  else {
    const charset = found.type.startsWith('image/') ? '' : '; charset=utf-8'
    const headers = { 'content-type': `${found.type}${charset}`, 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' }
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : found.body)
  }
}
