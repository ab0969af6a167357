import type { RouteOptions } from 'fastify'
import type { WebDeps } from '../deps.ts'
import { appointments } from './appointments/appointments.ts'
import { book } from './book/handler.ts'
import { federations } from './federations/handler.ts'
import { findByDetails } from './find-patient/by-details/handler.ts'
import { findByNumber } from './find-patient/by-number/handler.ts'
import { identityCheck } from './find-patient/identity-check/handler.ts'
import { findSlot } from './find-slot/find-slot.ts'
import { help } from './help/handler.ts'
import { recentWork } from './recent-work/handler.ts'
import { beginSignIn } from './sign-in/begin/handler.ts'
import { chooseRolePage } from './sign-in/choose-role/handler.ts'
import { comeBack } from './sign-in/come-back/handler.ts'
import { signOut } from './sign-in/sign-out/handler.ts'
import { stay } from './sign-in/stay/handler.ts'

/** Every page there is, journey by journey. */
export function pages(deps: WebDeps): RouteOptions[] {
  const home: RouteOptions = {
    method: 'GET',
    url: '/',
    config: { page: 'home' },
    handler: async (_, reply) => reply.redirect(`${deps.config.root}/find-patient`, 303),
  }
  return [
    home,
    ...beginSignIn(deps),
    ...comeBack(deps),
    ...chooseRolePage(deps),
    ...stay(deps),
    ...signOut(deps),
    ...findByNumber(deps),
    ...findByDetails(deps),
    ...identityCheck(deps),
    ...findSlot(deps),
    ...book(deps),
    ...appointments(deps),
    ...federations(deps),
    ...recentWork(deps),
    ...help(deps),
  ]
}
