import { randomUUID } from 'node:crypto'
import { startSimulator } from '../../src/simulator/start-simulator.ts'
import type { DirectoryFault } from '../../src/spine/sds.ts'
import { createSdsOverFhir } from '../../src/spine/sds-over-fhir.ts'
import { testLookUps } from './look-ups.ts'
import { spineSource } from './spine-source.ts'

testLookUps('its FHIR API', async (t) => {
  const now = () => new Date()
  const simulator = await startSimulator({ data: spineSource(), now, newId: randomUUID, host: '127.0.0.1', apiPort: 0, sspPort: 0 })
  t.after(simulator.close)
  const faults: DirectoryFault[] = []
  const sds = createSdsOverFhir({
    fetch,
    baseUrl: `${simulator.apiUrl}/spine-directory/FHIR/R4`,
    apiKey: 'key',
    timeoutMs: 5_000,
    now,
    newId: randomUUID,
    onFault: (fault) => faults.push(fault),
  })
  return { sds, faults }
})
