export type Assertion = {
  header: Readonly<Record<string, unknown>>
  claims: Readonly<Record<string, unknown>>
  /** What was signed, and how. */
  signed: string
  signature: Buffer
}

/** Undefined for what is no JWT. Nothing of it is believed yet. */
export function readAssertion(text: string): Assertion | undefined {
  const parts = text.split('.')
  const [header = '', claims = '', signature = ''] = parts
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]*$/.test(part))) return undefined
  const [headerObject, claimsObject] = [objectIn(header), objectIn(claims)]
  if (!headerObject || !claimsObject) return undefined
  return { header: headerObject, claims: claimsObject, signed: `${header}.${claims}`, signature: Buffer.from(signature, 'base64url') }
}

function objectIn(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
