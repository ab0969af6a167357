import type { ServerResponse } from 'node:http'

/** Answers are spoilt here however they are written: at once, or streamed from a practice. */

/** The request is carried out, and then the connection breaks off instead of an answer. */
export function loseAnswer(response: ServerResponse): void {
  const { socket } = response
  response.writeHead = () => response
  response.flushHeaders = () => undefined
  response.write = () => true
  response.end = () => {
    response.destroy()
    socket?.destroy()
    return response
  }
}

/** Headers and half of the body, and then the connection breaks off. */
export function cutAnswer(response: ServerResponse): void {
  const write = response.write.bind(response)
  const cut = (chunk: unknown) => {
    const bytes = Buffer.from(typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk : '')
    // What went into the socket is let out of it first: half an answer is no silence.
    write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => setImmediate(() => response.destroy()))
  }
  response.write = (chunk: unknown) => {
    response.write = () => true
    cut(chunk)
    return true
  }
  response.end = (chunk?: unknown) => {
    if (chunk === undefined || typeof chunk === 'function') setImmediate(() => response.destroy())
    else cut(chunk)
    return response
  }
}

/** `change` gets the body as text, if it was written in one piece. */
export function rewriteAnswer(response: ServerResponse, change: (body: string) => string): void {
  const end = response.end.bind(response)
  const writeHead = response.writeHead.bind(response)
  let status = response.statusCode
  response.writeHead = (code: number) => {
    status = code
    return response
  }
  response.end = (chunk?: unknown) => {
    const body = change(typeof chunk === 'string' ? chunk : '')
    writeHead(status, { 'content-length': Buffer.byteLength(body) })
    end(body)
    return response
  }
}
