import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignInRefusal, Unavailable } from '../../../consumer/index.ts'
import type { WebDeps } from '../../deps.ts'
import { sendPage } from '../../views/views.ts'

type Refusal = ({ kind: 'refused' } & SignInRefusal) | Unavailable | { kind: 'not-set-up'; code: string }

type Words = { title: string; paragraphs: readonly string[]; status: number }

const AGAIN = 'Sign in again. If this goes on, tell your service desk.'

const BECAUSE: Record<SignInRefusal['because'], Words> = {
  'no-such-state': {
    status: 400,
    title: 'That sign-in is no longer good',
    paragraphs: ['It was begun in another browser, or finished before.', AGAIN],
  },
  'denied-by-user': { status: 403, title: 'You cancelled signing in', paragraphs: ['You can sign in whenever you are ready.'] },
  'ended-by-cis2': { status: 502, title: 'Care Identity ended the sign-in', paragraphs: [AGAIN] },
  'code-refused': { status: 400, title: 'Signing in took too long', paragraphs: [AGAIN] },
  'token-invalid': {
    status: 502,
    title: 'What Care Identity said could not be verified',
    paragraphs: ['Nobody was signed in.', 'Tell your service desk.'],
  },
  'assurance-too-low': {
    status: 403,
    title: 'This way of signing in is not strong enough',
    paragraphs: ['This service needs a smartcard, a security key or another strong authenticator.', 'Sign in again with one of these.'],
  },
  'identity-assurance-too-low': {
    status: 403,
    title: 'Your identity has not been checked closely enough',
    paragraphs: ['This service needs an identity that your registration authority has verified. Speak to them.'],
  },
  'subjects-differ': {
    status: 502,
    title: 'Care Identity spoke of two people',
    paragraphs: ['Nobody was signed in.', 'Tell your service desk.'],
  },
  'person-incomplete': {
    status: 403,
    title: 'Care Identity does not say who you are',
    paragraphs: ['Your name is missing there, and practices are told who books. Speak to your registration authority.'],
  },
}

/** Nobody is signed in: why, and what to do. */
export function refusalPage(deps: WebDeps, of: { request: FastifyRequest; reply: FastifyReply }, refusal: Refusal) {
  const words = wordsOf(refusal)
  of.reply.refusal = refusal.kind === 'refused' ? refusal.because : refusal.kind === 'unavailable' ? `cis2 ${refusal.reason}` : refusal.code
  return sendPage(deps, of, {
    template: 'views/refusal.njk',
    ...words,
    showId: true,
    next: { text: 'Sign in', href: '/sign-in' },
  })
}

function wordsOf(refusal: Refusal): Words {
  if (refusal.kind === 'refused') return BECAUSE[refusal.because]
  if (refusal.kind === 'unavailable')
    return {
      status: 503,
      title: 'Care Identity cannot be reached',
      paragraphs: ['Nobody can sign in at the moment. Try again in a few minutes.'],
    }
  return {
    status: 403,
    title: 'This service is not set up for your organisation',
    paragraphs: [
      'What the national directory says of it and what this service has been told do not agree, so nothing can be booked. Tell your service desk.',
    ],
  }
}
