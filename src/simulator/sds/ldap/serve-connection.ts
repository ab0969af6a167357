import type { Socket } from 'node:net'
import type { SdsFaults } from '../sds-faults.ts'
import { firstElement, MalformedMessage, TAG } from './ber-elements.ts'
import type { LdapAttribute, LdapDirectory } from './directory-entries.ts'
import { ANSWER_TAG, entryMessage, type LdapResult, noticeOfDisconnection, resultMessage } from './ldap-answer.ts'
import { decodeRequest, type LdapOperation, type LdapRequest, type LdapSearch } from './ldap-request.ts'
import { demanded, type Found, searchDirectory } from './search-directory.ts'

export type ServeDeps = { directory: () => LdapDirectory; faults: SdsFaults; logFault: (error: unknown) => void }

/** Far above any question to a directory. */
const LARGEST_MESSAGE = 64 * 1024

/** `pending`: the questions whose answers are late. */
type Client = { socket: Socket; pending: Map<number, NodeJS.Timeout> }

/** One client's messages, each answered in turn. */
export function serveConnection(deps: ServeDeps, socket: Socket): void {
  const client: Client = { socket, pending: new Map() }
  let received: Buffer = Buffer.alloc(0)

  socket.once('close', () => {
    for (const timer of client.pending.values()) clearTimeout(timer)
  })

  socket.on('data', (bytes: Buffer) => {
    received = Buffer.concat([received, bytes])
    try {
      received = answerAll(deps, client, received)
    } catch (error) {
      // After bytes that are no LDAP nobody can say where the next message begins.
      const readable = error instanceof MalformedMessage
      if (!readable) deps.logFault(error)
      socket.end(noticeOfDisconnection(readable ? 'protocolError' : 'unavailable', readable ? error.message : ''))
      received = Buffer.alloc(0)
      socket.removeAllListeners('data').resume()
    }
  })
}

/** Returns what is left: the beginning of a message. */
function answerAll(deps: ServeDeps, client: Client, received: Buffer): Buffer {
  let rest = received
  while (rest.length > 0 && client.socket.writable) {
    if (rest[0] !== TAG.sequence) throw new MalformedMessage('No LDAP message.')
    const first = firstElement(rest)
    if (!first) break
    rest = rest.subarray(first.size)
    answer(deps, client, decodeRequest(first.element))
  }
  if (rest.length > LARGEST_MESSAGE) throw new MalformedMessage('A message is too long.')
  return rest
}

function answer(deps: ServeDeps, client: Client, { messageId, needsControl, operation }: LdapRequest): void {
  const { socket, pending } = client
  const say = (tag: number, result: LdapResult) => socket.write(resultMessage(messageId, tag, result))
  if (needsControl && operation.kind !== 'unbind' && operation.kind !== 'abandon') {
    return void say(answerTagOf(operation), { result: 'unavailableCriticalExtension' })
  }
  switch (operation.kind) {
    case 'unbind':
      return void socket.end()
    case 'abandon':
      clearTimeout(pending.get(operation.messageId))
      pending.delete(operation.messageId)
      return
    case 'bind':
      return void say(ANSWER_TAG.bind, judgeBind(operation))
    case 'search':
      answerSearch(deps, client, messageId, operation)
      return
    case 'extended':
      return void say(ANSWER_TAG.extended, { result: 'protocolError', saying: 'no such extended operation' })
    case 'write':
      return void say(operation.answerTag, { result: 'unwillingToPerform', saying: 'the directory is read-only' })
  }
}

function answerTagOf(operation: Exclude<LdapOperation, { kind: 'unbind' | 'abandon' }>): number {
  if (operation.kind === 'write') return operation.answerTag
  return operation.kind === 'search' ? ANSWER_TAG.searchDone : ANSWER_TAG[operation.kind]
}

/** Who the client is has been said by its certificate: the bind is anonymous. */
function judgeBind({ version, name, password }: Extract<LdapOperation, { kind: 'bind' }>): LdapResult {
  if (version !== 3) return { result: 'protocolError', saying: 'LDAP version 3 only' }
  if (password === undefined) return { result: 'authMethodNotSupported' }
  if (name === '' && password === '') return { result: 'success' }
  // RFC 4513, 5.1.2: a name without a password is most often a mistake.
  return { result: password === '' ? 'unwillingToPerform' : 'invalidCredentials' }
}

/** At once, or when a fault has it so; not at all once it was abandoned. */
function answerSearch(deps: ServeDeps, client: Client, messageId: number, search: LdapSearch): void {
  const { socket, pending } = client
  const end = (result: LdapResult) => socket.write(resultMessage(messageId, ANSWER_TAG.searchDone, result))
  const fault = deps.faults.ldap?.({ odsCode: demanded(search.filter, 'nhsidcode'), interaction: demandedInteraction(search) })
  switch (fault) {
    case 'silence':
      return
    case 'reset':
      return void socket.destroy()
    case 'empty':
      return void end({ result: 'success' })
    case 'timed-out':
      return void end({ result: 'timeLimitExceeded' })
    case 'failed':
      return void end({ result: 'unavailable' })
    case 'stale-address':
      sendFound(socket, messageId, withStaleAddresses(searchDirectory(deps.directory(), search)))
      return
    case undefined:
      sendFound(socket, messageId, searchDirectory(deps.directory(), search))
      return
    default: {
      const late = () => {
        pending.delete(messageId)
        sendFound(socket, messageId, searchDirectory(deps.directory(), search))
      }
      pending.set(messageId, setTimeout(late, fault.delayMs))
    }
  }
}

function demandedInteraction({ filter }: LdapSearch): string | undefined {
  return demanded(filter, 'nhsmhssvcia') ?? demanded(filter, 'nhsassvcia')
}

function sendFound(socket: Socket, messageId: number, { entries, done }: Found): void {
  const messages = entries.map(({ dn, attributes }) => entryMessage(messageId, dn, attributes))
  if (socket.writable) socket.write(Buffer.concat([...messages, resultMessage(messageId, ANSWER_TAG.searchDone, done)]))
}

/** Yesterday's: of the same practice, and not registered any more. */
function withStaleAddresses({ entries, done }: Found): Found {
  const stale = ({ name, values }: LdapAttribute): LdapAttribute =>
    name.toLowerCase() === 'nhsmhsendpoint' ? { name, values: values.map((value) => value.replace(/\/?$/, '-before$&')) } : { name, values }
  return { entries: entries.map(({ dn, attributes }) => ({ dn, attributes: attributes.map(stale) })), done }
}
