import { writeFileSync } from 'node:fs'
import { conformancePage, readRequirements, readTests } from '../test/conformance/conformance.ts'

/** Writes docs/conformance.md again after tests or rules have changed: `node scripts/write-conformance.ts`. */
writeFileSync(new URL('../docs/conformance.md', import.meta.url), conformancePage(readRequirements(), readTests()))
