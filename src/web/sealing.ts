import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Keeps what the database holds from whoever has the database alone. `place` is where the text belongs: elsewhere it does not open. */
export type Sealing = {
  seal: (text: string, place: string) => string
  /** Undefined for what was sealed by another key or for another place, or altered. */
  open: (sealed: string, place: string) => string | undefined
}

const ALGORITHM = 'aes-256-gcm'

/** The first key seals; all of them open, so that keys can be changed while people work. */
export function createSealing(keys: readonly Buffer[]): Sealing {
  const byId = new Map(keys.map((key) => [idOf(key), key]))
  const [newest] = byId
  if (!newest) throw new Error('There is no key to seal with')
  const [newestId, newestKey] = newest

  return {
    seal(text, place) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv(ALGORITHM, newestKey, nonce).setAAD(Buffer.from(place))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return [newestId, ...[nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.')
    },

    open(sealed, place) {
      const [id = '', ...parts] = sealed.split('.')
      const key = byId.get(id)
      const [nonce, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'))
      if (!key || nonce?.length !== 12 || !text || tag?.length !== 16) return undefined
      try {
        const decipher = createDecipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(place)).setAuthTag(tag)
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
      } catch {
        return undefined
      }
    },
  }
}

function idOf(key: Buffer): string {
  return createHash('sha256').update('key id of ').update(key).digest('hex').slice(0, 8)
}
