import { ConfigError } from '../nhs/config-error.ts'

export type SimulatorConfig = { dataFile: string; host: string; apiPort: number; sspPort: number; providerTimeoutMs: number | undefined }

type Environment = Readonly<Record<string, string | undefined>>

export function parseSimulatorConfig(env: Environment): SimulatorConfig {
  const faults: string[] = []

  function required(name: string): string {
    const value = env[name]?.trim() ?? ''
    if (value === '') faults.push(`${name} is missing`)
    return value
  }

  function wholeNumber(name: string, text: string, max: number): number {
    const value = Number(text)
    if (text !== '' && !(/^\d+$/.test(text) && value <= max)) faults.push(`${name} must be a whole number up to ${max}`)
    return value
  }

  const port = (name: string) => wholeNumber(name, required(name), 65_535)
  const timeout = env.SIMULATOR_PROVIDER_TIMEOUT_MS?.trim() ?? ''
  const config: SimulatorConfig = {
    dataFile: required('SIMULATOR_DATA'),
    host: required('SIMULATOR_HOST'),
    apiPort: port('SIMULATOR_API_PORT'),
    sspPort: port('SIMULATOR_SSP_PORT'),
    providerTimeoutMs: timeout === '' ? undefined : wholeNumber('SIMULATOR_PROVIDER_TIMEOUT_MS', timeout, 600_000),
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}
