import { fileURLToPath } from 'node:url'
import { embeddedTemplate } from '../src/postgres/embedded-template.ts'

// The embedded database takes seconds to make from nothing and one to copy, so it is made once, while the install is on anyway.
for (const migrations of ['../migrations/provider', '../migrations/web'])
  await embeddedTemplate(fileURLToPath(new URL(migrations, import.meta.url)))
