/** What the app itself refuses to do: each has a page of its own, and of all but one nothing was sent to anybody. */
export const WEB_REFUSALS = {
  'not-found': 404,
  'not-signed-in': 403,
  /** Its form is older than the session, of another role, or another site's. */
  'form-expired': 403,
  'too-many-requests': 429,
  /** Another tab was quicker. */
  'changed-meanwhile': 409,
  'not-understood': 400,
  /** It was sent, and the patient was finished with elsewhere before the answer came. */
  'sent-out-of-sight': 409,
} as const satisfies Record<string, number>

export type WebRefusalCode = keyof typeof WEB_REFUSALS

export class WebRefusal extends Error {
  override readonly name = 'WebRefusal'
  readonly code: WebRefusalCode

  constructor(code: WebRefusalCode) {
    super(code)
    this.code = code
  }
}
