import { parseAsid } from '../../../nhs/asid.ts'
import type { Dialect } from '../../../nhs/dialect.ts'
import { type Context, claimsOf, interactionOf } from './asked.ts'
import { type HttpRequest, headerOf } from './http-request.ts'

export type LintOptions = { root?: string; asid?: string; dialect: Dialect; serviceFiltering: boolean; now: Date }

const RESOURCES = 'metadata|Patient|Practitioner|Organization|Location|HealthcareService|Slot|Appointment'
const ROOT = /^\/([A-Za-z0-9]+)\/STU3\/1\/([^/?]+)(?=[/?]|$)/

/** A request with its target as a path of the provider's, and what can be known of the practice from it and from who asks. */
export function readPracticeAsked(
  sent: HttpRequest,
  options: LintOptions,
): { request: HttpRequest; context: Context; isRootKnown: boolean } {
  const { origin, path } = splitTarget(sent.target)
  const told = options.root === undefined ? undefined : splitTarget(options.root)
  const audience = splitTarget(String([claimsOf(sent).aud].flat()[0] ?? ''))
  const host = headerOf(sent, 'Host')
  const baseUrl =
    told?.origin ?? origin ?? (host === undefined ? undefined : `https://${host}`) ?? audience.origin ?? 'https://provider.example'
  const [, odsCode = 'A20047', routingSegment = 'gpconnect'] = ROOT.exec(told?.path ?? path) ?? ROOT.exec(audience.path) ?? []
  const serviceRoot = `${baseUrl}/${odsCode}/STU3/1/${routingSegment}`
  const request = { ...sent, target: path }
  const resource = new RegExp(`/(?:${RESOURCES})(?:[/?].*)?$`).exec(path.split('?')[0] ?? '')?.[0] ?? ''
  return {
    request,
    isRootKnown: told !== undefined || origin !== undefined || host !== undefined,
    context: {
      ...{ baseUrl, routingSegment, odsCode, serviceRoot },
      asid: options.asid ?? parseAsid(headerOf(sent, 'Ssp-To') ?? '') ?? '200000000001',
      // A Host header does not say whether TLS ends before the provider.
      additionalAudiences: told || origin ? [] : [serviceRoot.replace(/^https:/, 'http:')],
      dialect: options.dialect,
      serviceFiltering: options.serviceFiltering,
      now: options.now,
      interaction: interactionOf(sent, ROOT.test(path) ? (path.split('?')[0] ?? '').replace(ROOT, '') : resource),
    },
  }
}

/** Through the SSP, the provider's whole address stands in the path: `https://ssp.example/https://provider.example/A20047/...` (CON-04). */
function splitTarget(target: string): { origin?: string; path: string } {
  const [beforeQuery = '', ...query] = target.split('?')
  const inner = beforeQuery.slice(Math.max(0, beforeQuery.search(/https?:\/\/(?!.*https?:\/\/)/i)))
  const whole = [inner, ...query].join('?')
  const [, origin, path] = /^(https?:\/\/[^/?]+)(.*)$/i.exec(whole) ?? []
  if (origin === undefined) return { path: whole.startsWith('/') ? whole : `/${whole}` }
  return { origin, path: path === '' || path === undefined ? '/' : path }
}
