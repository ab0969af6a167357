import type { SpineFile } from '../dataset/spine-file.ts'
import { createApi } from './api-server.ts'
import { type Listening, listen } from './listen.ts'
import { arrangeSpineFile } from './spine-records.ts'
import { openProviderPool } from './ssp/forward.ts'
import { createSsp, type SspAuditEntry } from './ssp/ssp.ts'

export type SimulatorOptions = {
  data: SpineFile
  now: () => Date
  newId: () => string
  host: string
  /** 0 for any that is free. */
  apiPort: number
  sspPort: number
  /** How long a provider may be silent. No figure is published; consumers wait 30 to 60 seconds. */
  providerTimeoutMs?: number
  audit?: (entry: SspAuditEntry) => void
  logFault?: (error: unknown) => void
}

export type Simulator = {
  /** Base of PDS (`/personal-demographics/FHIR/R4`) and SDS (`/spine-directory/FHIR/R4`). */
  apiUrl: string
  sspUrl: string
  /** From the next request on. */
  replaceData: (data: SpineFile) => void
  close: () => Promise<void>
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { now, newId, host, apiPort, sspPort, providerTimeoutMs = 25_000, audit = () => {}, logFault = () => {} } = options
  let arranged = arrangeSpineFile(options.data)
  const records = () => arranged
  const pool = openProviderPool()

  const opened: Listening[] = []
  const close = async () => {
    await Promise.all(opened.map((listening) => listening.close()))
    pool.close()
  }
  try {
    const api = await listen(createApi({ records, now, newId, logFault }), { host, port: apiPort })
    opened.push(api)
    const ssp = await listen(createSsp({ records, now, newId, pool, providerTimeoutMs, audit }), { host, port: sspPort })
    opened.push(ssp)
    const replaceData = (data: SpineFile) => {
      arranged = arrangeSpineFile(data)
    }
    return { apiUrl: api.url, sspUrl: ssp.url, replaceData, close }
  } catch (error) {
    await close()
    throw error
  }
}
