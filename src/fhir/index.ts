/** The STU3 wire language of GP Connect: what a consumer's developer needs of it. */
export { resolveReference, resourcesOf, searchset } from './bundle.ts'
export { checkShape, type Fault } from './check-shape.ts'
export { type Refusal, readOperationOutcome, toOperationOutcome } from './operation-outcome.ts'
export { type ParsedJson, parseJson } from './parse-json.ts'
export { parseQuery, parseToken, type QueryParameter } from './query.ts'
export type * from './types.ts'
export { isResourceType } from './types.ts'
export { EXTENSIONS, NESTED_EXTENSIONS, OPERATIONS, PROFILES, SYSTEMS } from './urls.ts'
