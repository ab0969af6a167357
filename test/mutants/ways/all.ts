import type { Mutant } from '../mutant.ts'
import { AMEND_WAYS } from './amend.ts'
import { BOOK_WAYS } from './book.ts'
import { BOOK_RULE_WAYS } from './book-rules.ts'
import { CHANGE_WAYS } from './change.ts'
import { HEADER_WAYS } from './headers.ts'
import { PEOPLE_AND_PLACES_WAYS } from './people-and-places.ts'
import { REGISTER_WAYS } from './register.ts'
import { REGISTRATION_WAYS } from './registration.ts'
import { SEARCH_WAYS } from './search.ts'
import { SERVICE_WAYS } from './services.ts'
import { TOKEN_WAYS } from './token.ts'
import { HELD_WAYS } from './what-is-held.ts'

/** Every way in which a provider is broken to see that the judge notices. */
export const WAYS: readonly Mutant[] = [
  ...HEADER_WAYS,
  ...TOKEN_WAYS,
  ...SEARCH_WAYS,
  ...BOOK_WAYS,
  ...BOOK_RULE_WAYS,
  ...CHANGE_WAYS,
  ...AMEND_WAYS,
  ...PEOPLE_AND_PLACES_WAYS,
  ...REGISTER_WAYS,
  ...REGISTRATION_WAYS,
  ...SERVICE_WAYS,
  ...HELD_WAYS,
]
