import { createServer } from 'node:net'

/** The first of so many ports in a row that nobody listens on now. */
export async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = 10_000 + Math.floor(Math.random() * 20_000)
    const taken = await Promise.all(Array.from({ length: count }, (_, index) => isTaken(first + index)))
    if (!taken.includes(true)) return first
  }
  throw new Error('No free ports were found.')
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(true))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)))
  })
}
