import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  type Asker,
  checkIdentityAgrees,
  type OdsCode,
  type Role,
  toGpConnectUser,
  toRequestingOrganisation,
} from '../../../consumer/index.ts'
import { INTERACTION_IDS } from '../../../nhs/interaction-ids.ts'
import type { WebDeps } from '../../deps.ts'
import { newFormToken, type Session } from '../../session/sessions.ts'
import type { BookingOrganisation } from '../../spine-settings.ts'
import { refusalPage } from './refusals.ts'

/** From now on every request says so (CON-05): the person, the role, and its organisation, if the directory agrees that the ASID is its own. */
export async function actAs(
  deps: WebDeps,
  of: { request: FastifyRequest; reply: FastifyReply },
  { session, role, next }: { session: Session; role: Role; next: string | undefined },
): Promise<FastifyReply> {
  const ours = deps.organisations.find(({ odsCode }) => odsCode === role.odsCode)
  if (!ours) return refusalPage(deps, of, { kind: 'not-set-up', code: 'organisation-unknown' })
  const owner = await ownerOf(deps, ours)
  if (owner.kind === 'unknown') return refusalPage(deps, of, { kind: 'not-set-up', code: 'directory-silent' })

  const { content, userId } = session
  const { person, organisations } = content
  const localIdentifier = { system: `${deps.config.url}/users`, value: userId }
  const user = toGpConnectUser({ person, role, local: { id: userId, localIdentifier } })
  const named = await toRequestingOrganisation({ nameOf: async () => ours.name }, { role, organisations, asid: ours.asid })
  if (!named) return refusalPage(deps, of, { kind: 'not-set-up', code: 'organisation-nameless' })
  const organisation: Asker['organisation'] = { ...named, telecom: ours.telecom, ...(ours.type && { type: ours.type }) }
  const check = checkIdentityAgrees({
    person,
    role,
    user,
    organisation,
    asidOwner: owner.odsCode,
    bookingOrganisation: organisation.odsCode,
  })
  if (check.kind === 'disagrees') {
    deps.log.error({ requestId: of.request.id, because: check.because }, check.says)
    return refusalPage(deps, of, { kind: 'not-set-up', code: check.because })
  }

  const isSame = content.acting === undefined || content.acting.role.roleId === role.roleId
  const formToken = isSame ? content.formToken : newFormToken()
  const changed = { ...content, formToken, acting: { role, asker: { user, organisation } } }
  await deps.sessions.change(session, changed)
  of.request.session = { ...session, content: changed }
  return of.reply.redirect(`${deps.config.root}${next ?? '/'}`, 303)
}

type Owner = { kind: 'known'; odsCode: OdsCode | undefined } | { kind: 'unknown' }

/** Whose ASID it is, by the directory. */
async function ownerOf({ spineOf, application }: WebDeps, { odsCode, asid }: BookingOrganisation): Promise<Owner> {
  const found = await spineOf(odsCode).sds.ownAsid({
    odsCode,
    interactionId: INTERACTION_IDS.bookAppointment,
    manufacturer: application.manufacturer,
  })
  if (found.kind === 'unavailable') return { kind: 'unknown' }
  return { kind: 'known', odsCode: found.kind === 'found' && found.asid === asid ? odsCode : undefined }
}
