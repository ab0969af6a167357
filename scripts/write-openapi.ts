import { writeFileSync } from 'node:fs'
import { apiDocument } from '../src/openapi/document.ts'

/** Writes the description of the API again after a change: `node scripts/write-openapi.ts`. */
writeFileSync(new URL('../docs/openapi.json', import.meta.url), `${JSON.stringify(apiDocument(), undefined, 2)}\n`)
