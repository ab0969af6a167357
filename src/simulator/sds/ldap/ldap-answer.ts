import { BerWriter } from 'ldapts'
import type { LdapAttribute } from './directory-entries.ts'

export const RESULT = {
  success: 0,
  protocolError: 2,
  timeLimitExceeded: 3,
  sizeLimitExceeded: 4,
  authMethodNotSupported: 7,
  unavailableCriticalExtension: 12,
  noSuchObject: 32,
  invalidDNSyntax: 34,
  invalidCredentials: 49,
  unavailable: 52,
  unwillingToPerform: 53,
} as const

export type ResultName = keyof typeof RESULT

export const ANSWER_TAG = { bind: 0x61, searchDone: 0x65, extended: 0x78 } as const

export type LdapResult = { result: ResultName; matchedName?: string; saying?: string }

export function resultMessage(messageId: number, tag: number, { result, matchedName = '', saying = '' }: LdapResult): Buffer {
  return message(messageId, tag, (writer) => {
    writer.writeEnumeration(RESULT[result])
    writer.writeString(matchedName)
    writer.writeString(saying)
  })
}

/** Said before a connection is ended because what came over it cannot be read (RFC 4511, 4.4.1). */
export function noticeOfDisconnection(result: ResultName, saying: string): Buffer {
  return message(0, ANSWER_TAG.extended, (writer) => {
    writer.writeEnumeration(RESULT[result])
    writer.writeString('')
    writer.writeString(saying)
    writer.writeString('1.3.6.1.4.1.1466.20036', 0x8a)
  })
}

export function entryMessage(messageId: number, dn: string, attributes: readonly LdapAttribute[]): Buffer {
  return message(messageId, 0x64, (writer) => {
    writer.writeString(dn)
    writer.startSequence()
    for (const { name, values } of attributes) {
      writer.startSequence()
      writer.writeString(name)
      writer.startSequence(0x31)
      for (const value of values) writer.writeString(value)
      writer.endSequence()
      writer.endSequence()
    }
    writer.endSequence()
  })
}

function message(messageId: number, tag: number, write: (writer: BerWriter) => void): Buffer {
  const writer = new BerWriter()
  writer.startSequence()
  writer.writeInt(messageId)
  writer.startSequence(tag)
  write(writer)
  writer.endSequence()
  writer.endSequence()
  return writer.buffer
}
