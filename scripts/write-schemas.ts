import { writeFileSync } from 'node:fs'
import { federationFileJsonSchema } from '../src/consumer/federations/federation-schema.ts'
import { practiceFileJsonSchema } from '../src/dataset/practice-file.ts'
import { spineFileJsonSchema } from '../src/dataset/spine-file.ts'
import { faultScriptJsonSchema } from '../src/simulator/faults/fault-script.ts'

/** Writes the published schemas again after a change of the formats: `node scripts/write-schemas.ts`. */
for (const [name, schema] of [
  ['practice', practiceFileJsonSchema()],
  ['spine', spineFileJsonSchema()],
  ['faults', faultScriptJsonSchema()],
  ['federation', federationFileJsonSchema()],
] as const) {
  writeFileSync(new URL(`../docs/schemas/${name}.schema.json`, import.meta.url), `${JSON.stringify(schema, undefined, 2)}\n`)
}
