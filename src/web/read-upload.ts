import type { FastifyRequest } from 'fastify'
import { WebRefusal } from './web-refusal.ts'

/** A form with a file in it, as text: what is no UTF-8 shows as such, for whoever reads the file to refuse. */
export async function readUpload(request: FastifyRequest, body: string | Buffer): Promise<Record<string, string>> {
  const type = request.headers['content-type'] ?? ''
  const form = await new Response(new Uint8Array(Buffer.from(body)), { headers: { 'content-type': type } }).formData().catch(() => {
    throw new WebRefusal('not-understood')
  })
  const fields = [...form].map(async ([name, value]) => [name, typeof value === 'string' ? value : await value.text()] as const)
  return Object.fromEntries(await Promise.all(fields))
}
