import { writeFile } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { connectEmbedded } from './embedded-connection.ts'
import { migrate } from './migrate.ts'
import { databaseOn } from './open-embedded.ts'

/** Run by embedded-template.ts: writes a migrated, empty database to a file. Arguments: the migrations' folder, the file. */
const [migrations, output] = process.argv.slice(2)
if (migrations === undefined || output === undefined) throw new Error('Two arguments are needed: the migrations and the output')

// Most of the time goes into optimising code that runs once: without it 2 seconds, with it 4.
setFlagsFromString('--liftoff-only')

const connection = await connectEmbedded({})
const db = databaseOn(connection)
await migrate(db, migrations)
await db.query('vacuum (analyze)')
await db.query('checkpoint')
await writeFile(output, await connection.dump())
await db.close()
