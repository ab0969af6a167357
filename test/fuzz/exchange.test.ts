import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { createSender, type Sent } from './exchange.ts'

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
const SOON_MS = 100

/** A server that does with each request whatever it is told. */
async function givenServer(t: TestContext, answer: (socket: Socket, requests: number) => void) {
  let requests = 0
  const sockets: Socket[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket)
    socket
      .on('error', () => undefined)
      .on('data', () => {
        requests += 1
        answer(socket, requests)
      })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sender = createSender((server.address() as AddressInfo).port, SOON_MS)
  t.after(() => {
    sender.close()
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const send = (rest: Partial<Sent> = {}) =>
    sender.exchange({ bytes: Buffer.from('GET / HTTP/1.1\r\n\r\n'), method: 'GET', expected: 'one', isCut: false, ...rest })
  return { send, connections: () => sockets.length }
}

describe('An exchange over HTTP', () => {
  test('keeps the connection, and takes another where the server says so', async (t) => {
    const { send, connections } = await givenServer(t, (socket, requests) =>
      requests === 2 ? socket.end(OK.replace('\r\n', '\r\nConnection: close\r\n')) : socket.write(OK),
    )
    for (const open of [1, 1, 2, 2]) {
      const { answers, fault } = await send()
      assert.deepEqual([fault, answers.map(({ status, body }) => `${status} ${body}`), connections()], [undefined, ['200 {}'], open])
    }
  })

  const faults: [string, (socket: Socket) => void, RegExp, Partial<Sent>?][] = [
    ['no answer', () => undefined, /no answer in time/],
    ['half an answer', (socket) => socket.write(OK.slice(0, -1)), /no answer in time/],
    ['a closed connection', (socket) => socket.end(), /closed without an answer/],
    ['a reset connection', (socket) => socket.resetAndDestroy(), /closed without an answer/],
    ['half an answer, and then the end', (socket) => socket.end(OK.slice(0, -1)), /closed without an answer/],
    ['two answers', (socket) => socket.write(OK + OK), /more than one answer/],
    ['more than an answer', (socket) => socket.write(`${OK}!`), /more than one answer/],
    ['what is no HTTP', (socket) => socket.write('oops\r\n\r\n'), /no HTTP answer/],
    ['an answer without end', (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\n{}'), /does not say where it ends/],
    ['a connection that stays', (socket) => socket.write(OK), /not closed in time/, { expected: 'some' }],
    ['nothing for what is clearly wrong', (socket) => socket.end(), /closed without an answer/, { expected: 'some' }],
  ]
  for (const [what, answer, says, rest] of faults) {
    test(`finds ${what}`, async (t) => {
      const { send } = await givenServer(t, answer)
      assert.match((await send(rest)).fault ?? 'nothing', says)
    })
  }

  test('finds an answer that comes when nothing was asked', async (t) => {
    const { send } = await givenServer(t, (socket) => {
      socket.write(OK)
      setTimeout(() => socket.write(OK), 1)
    })
    assert.equal((await send()).fault, undefined)
    await new Promise((resolve) => setTimeout(resolve, SOON_MS))
    assert.match((await send()).fault ?? 'nothing', /nobody asked for/)
  })

  test('wants no answer to what it broke off itself, and judges one all the same', async (t) => {
    const { send } = await givenServer(t, (socket, requests) => (requests === 1 ? socket.end() : socket.end(OK)))
    assert.deepEqual(await send({ expected: 'any', isCut: true }), { answers: [] })
    assert.equal((await send({ expected: 'any', isCut: true })).answers[0]?.status, 200)
  })

  test('knows where the answer to HEAD ends, after a 100 Continue too', async (t) => {
    const { send } = await givenServer(t, (socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${OK.slice(0, -2)}`))
    const { answers, fault } = await send({ method: 'HEAD' })
    assert.deepEqual([fault, answers.map(({ status, body }) => `${status} ${body}`)], [undefined, ['200 ']])
  })

  test('passes over a 100 Continue, and reads chunks', async (t) => {
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n'
    const { send } = await givenServer(t, (socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${chunked}`))
    const { answers } = await send()
    assert.deepEqual(
      answers.map(({ status, body }) => `${status} ${body}`),
      ['200 {}'],
    )
  })
})
