import type { ProcessState } from '../../operations/process-state.ts'
import type { ProviderTls } from '../tls/open-tls.ts'

export type ProviderState = ProcessState & { tls?: ProviderTls | undefined }
