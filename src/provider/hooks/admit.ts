import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Organisation } from '../../directory/model.ts'
import { SpineError } from '../../nhs/spine-errors.ts'
import type { ProviderDeps } from '../deps.ts'
import { splitTarget } from '../request.ts'
import { checkSspHeaders } from './check-ssp-headers.ts'
import { findPractice } from './find-practice.ts'
import { checkFormat } from './negotiate-format.ts'
import { bearerToken, checkScope, readBearerClaims } from './read-bearer-claims.ts'

/** Everything that every interaction checks before its own work, in this order: format, practice, Spine headers, enablement, token. */
export async function admit(deps: ProviderDeps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { interactions = [] } = request.routeOptions.config
  if (interactions.length === 0) throw new Error('A route names no interaction.')

  checkFormat(request)
  request.practice = await findPractice(deps, splitTarget(request.raw.url ?? '').path)
  const { organisation, serviceRoot } = request.practice
  const { interaction, ...ssp } = checkSspHeaders(request.headers, { interactions, asid: organisation.asid })
  if (!interaction.alwaysAnswered) checkEnabled(organisation)

  const token = bearerToken(request.headers.authorization)
  // SEC-04: every token refusal says Bearer, with RFC 6750's word where a token came. Taken back once the token has passed.
  reply.header('www-authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"')
  if (token === undefined) throw new SpineError('BAD_REQUEST', 'Header Authorization must be sent: Bearer and a token.')
  const { caller, scopes } = readBearerClaims(token, {
    now: deps.now(),
    skewSeconds: deps.config.tokenSkewSeconds,
    audiences: [serviceRoot, ...deps.config.additionalAudiences],
    dialect: deps.config.dialect,
  })
  reply.header('www-authenticate', 'Bearer error="insufficient_scope"')
  checkScope(scopes, interaction.scope)
  reply.removeHeader('www-authenticate')

  request.caller = { ...caller, ...ssp, interactionId: interaction.id }
}

/**
 * ADM-04: Foundations too. Judged once the Spine headers show that the SSP sent the request to this very practice, so that nobody else
 * learns of it; and before the token, so that a practice that is off says so whatever is wrong there.
 */
function checkEnabled({ switches }: Organisation): void {
  if (!switches.gpConnect) throw new SpineError('ACCESS_DENIED', 'GP Connect is not enabled at this practice.')
  if (!switches.appointmentManagement) throw new SpineError('ACCESS_DENIED', 'Appointment Management is not enabled at this practice.')
}
