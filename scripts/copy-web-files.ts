import { cp } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the booking app reads beside its code, and the compiler passes over: `npm run build`. */
const READ = ['.njk', '.css', '.js', '']
const [from, to] = ['src', 'dist'].map((folder) => fileURLToPath(new URL(`../${folder}/web`, import.meta.url))) as [string, string]
await cp(from, to, { recursive: true, filter: (path) => READ.includes(extname(path)) })
