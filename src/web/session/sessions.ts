import { createHash, randomBytes } from 'node:crypto'
import type { Asker, MemberOrganisation, Person, Role, SignedIn } from '../../consumer/index.ts'
import type { Database } from '../../postgres/database.ts'
import type { Sealing } from '../sealing.ts'
import {
  deleteOldSessions,
  deleteSession,
  deleteSessionsOfCis2,
  findSession,
  insertSession,
  type SessionRow,
  updateSealed,
  updateSeen,
} from './store/sessions.ts'

/** What is known of whoever has signed in: sealed in the database, never in the browser. */
export type SessionContent = {
  person: Person
  roles: readonly Role[]
  organisations: readonly MemberOrganisation[]
  /** For signing out at CIS2. */
  idToken: string
  /** Stands in every form, and in no address. Another one for each role, so that no form is sent in a role that it was not shown in. */
  formToken: string
  /** Once a role is chosen: who every request says is asking. */
  acting?: { role: Role; asker: Asker }
}

export type Session = { tokenHash: string; userId: string; startedAt: Date; seenAt: Date; content: SessionContent }

export type Sessions = {
  /** Gives the token for the cookie, which nothing else knows. */
  begin: (userId: string, signedIn: SignedIn) => Promise<{ token: string; session: Session }>
  /** `touch`: whether this is a sign of life. */
  find: (token: string, options: { touch: boolean }) => Promise<Session | undefined>
  change: (session: Session, content: SessionContent) => Promise<void>
  end: (session: Session) => Promise<void>
  /** Gives the users whom CIS2 has signed out. */
  endFromCis2: (of: { sid: string | undefined; sub: string | undefined; issuedAt: Date }) => Promise<string[]>
  /** When it ends if nothing more is asked, and when at the latest. */
  endsAt: (session: Session) => { idle: Date; latest: Date }
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** A busy user would otherwise write a row with each request. */
const TOUCH_MS = 20_000
/** Tokens tell the time in whole seconds, rounded down. */
const WHOLE_SECOND_MS = 999

export type SessionsDeps = { db: Database; now: () => Date; sealing: Sealing; idleMinutes: number; sessionHours: number }

export function createSessions({ db, now, sealing, idleMinutes, sessionHours }: SessionsDeps): Sessions {
  const before = (milliseconds: number) => new Date(now().getTime() - milliseconds)
  const place = (tokenHash: string) => `session ${tokenHash}`
  const seal = (tokenHash: string, content: SessionContent) => sealing.seal(JSON.stringify(content), place(tokenHash))
  const opened = ({ sealed, ...row }: SessionRow): Session | undefined => {
    const content = sealing.open(sealed, place(row.tokenHash))
    return content === undefined ? undefined : { ...row, content: JSON.parse(content) as SessionContent }
  }

  return {
    async begin(userId, { person, roles, organisations, session: { sid, sub, idToken } }) {
      await deleteOldSessions(db, { startedBefore: before(sessionHours * HOUR_MS), seenBefore: before(idleMinutes * MINUTE_MS) })
      const token = randomBytes(32).toString('base64url')
      const tokenHash = hashOf(token)
      const content = { person, roles, organisations, idToken, formToken: newFormToken() }
      const session = { tokenHash, userId, startedAt: now(), seenAt: now(), content }
      await insertSession(db, { ...session, sealed: seal(tokenHash, content), cis2Sid: sid, cis2Sub: sub })
      return { token, session }
    },

    async find(token, { touch }) {
      const limits = { startedAfter: before(sessionHours * HOUR_MS), seenAfter: before(idleMinutes * MINUTE_MS) }
      const row = await findSession(db, hashOf(token), limits)
      const session = row && opened(row)
      if (!session || !touch || session.seenAt > before(TOUCH_MS)) return session
      const seenAt = now()
      await updateSeen(db, session.tokenHash, seenAt)
      return { ...session, seenAt }
    },

    change: ({ tokenHash }, content) => updateSealed(db, tokenHash, seal(tokenHash, content)),
    end: ({ tokenHash }) => deleteSession(db, tokenHash),
    endFromCis2: ({ sid, sub, issuedAt }) =>
      deleteSessionsOfCis2(db, { sid, sub, startedBefore: new Date(issuedAt.getTime() + WHOLE_SECOND_MS) }),

    endsAt({ seenAt, startedAt }) {
      const latest = startedAt.getTime() + sessionHours * HOUR_MS
      return { idle: new Date(Math.min(latest, seenAt.getTime() + idleMinutes * MINUTE_MS)), latest: new Date(latest) }
    },
  }
}

export const newFormToken = (): string => randomBytes(24).toString('base64url')

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
