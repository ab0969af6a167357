import type { RouteOptions } from 'fastify'
import { WebRefusal } from '../web-refusal.ts'
import type { Assets } from './assets.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'

/** `/assets/{version}/{name}`: the only answers that a browser may keep. */
export const serveAsset = ({ assets }: { assets: Assets }): RouteOptions => ({
  method: 'GET',
  url: '/assets/:version/*',
  config: { page: 'asset', open: 'to-anybody', silent: true },
  handler: async (request, reply) => {
    const { version, '*': name } = request.params as { version: string; '*': string }
    const asset = version === assets.version ? assets.find(name) : undefined
    if (!asset) throw new WebRefusal('not-found')
    reply.header('Cache-Control', FOR_EVER).header('Vary', 'Accept-Encoding').type(asset.type)
    const zips = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
    if (!zips || !asset.gzipped) return reply.send(asset.body)
    return reply.header('Content-Encoding', 'gzip').send(asset.gzipped)
  },
})
