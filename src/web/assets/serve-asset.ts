import type { RouteOptions } from 'fastify'
import { WebRefusal } from '../web-refusal.ts'
import type { Assets } from './assets.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'

/**
 * `/assets/{version}/{name}`: the only answers that a browser may keep. A page of another version is from another process, while one replaces
 * the other: it has what there is here, for once.
 */
export const serveAsset = ({ assets }: { assets: Assets }): RouteOptions => ({
  method: 'GET',
  url: '/assets/:version/*',
  config: { page: 'asset', open: 'to-anybody', silent: true },
  handler: async (request, reply) => {
    const { version, '*': name } = request.params as { version: string; '*': string }
    const asset = assets.find(name)
    if (!asset) throw new WebRefusal('not-found')
    if (version === assets.version) reply.header('Cache-Control', FOR_EVER)
    reply.header('Vary', 'Accept-Encoding').type(asset.type)
    const zips = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
    if (!zips || !asset.gzipped) return reply.send(asset.body)
    return reply.header('Content-Encoding', 'gzip').send(asset.gzipped)
  },
})
