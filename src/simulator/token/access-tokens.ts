export type AccessTokens = {
  issue: (apiKey: string) => { text: string; expiresInSeconds: number }
  /** Whose it is; undefined for one that is unknown or has ended. */
  ownerOf: (text: string) => string | undefined
  isUsed: (apiKey: string, jti: string) => boolean
  markUsed: (apiKey: string, jti: string) => void
}

const LIFETIME_SECONDS = 599

/** Kept as long as the process lives; the platform remembers an assertion's id for a month. */
export function createAccessTokens({ now, newId }: { now: () => Date; newId: () => string }): AccessTokens {
  const tokens = new Map<string, { apiKey: string; endsAt: number }>()
  const used = new Set<string>()
  const usedKey = (apiKey: string, jti: string) => JSON.stringify([apiKey, jti])

  return {
    issue(apiKey) {
      const moment = now().getTime()
      for (const [text, { endsAt }] of tokens) if (endsAt <= moment) tokens.delete(text)
      const text = `${newId()}${newId()}`.replaceAll('-', '')
      tokens.set(text, { apiKey, endsAt: moment + LIFETIME_SECONDS * 1000 })
      return { text, expiresInSeconds: LIFETIME_SECONDS }
    },
    ownerOf(text) {
      const token = tokens.get(text)
      return token && now().getTime() < token.endsAt ? token.apiKey : undefined
    },
    isUsed: (apiKey, jti) => used.has(usedKey(apiKey, jti)),
    markUsed: (apiKey, jti) => void used.add(usedKey(apiKey, jti)),
  }
}
