import { type Query, toQueryString } from './http.ts'
import { TransportError } from './transport-error.ts'

/**
 * CON-04: `{ssp}/{service root}/{request}`, the root exactly as in the directory, the request percent-encoded.
 * A URL parser collapses `/./` and rewrites some characters, and the SSP would refuse what comes out: an address that
 * does not survive it is not sent at all.
 */
export function sspUrl(sspBase: string, serviceRoot: string, request: { path: string; query?: Query }): string {
  const base = sspBase.replace(/\/+$/, '')
  // Some directory records end in a slash; a second one would make another path.
  const joint = serviceRoot.endsWith('/') ? '' : '/'
  const target = `/${serviceRoot}${joint}${request.path}${toQueryString(request.query ?? [])}`

  const url = `${base}${target}`
  if (!URL.canParse(url)) throw new TransportError('not-sent', false, { reason: 'address-unusable' })
  const { pathname, search } = new URL(url)
  if (!`${pathname}${search}`.endsWith(target)) throw new TransportError('not-sent', false, { reason: 'address-unusable' })
  return url
}
