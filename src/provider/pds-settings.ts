/** How this process gets its access tokens for PDS. `privateKey` is the path of a PEM file. */
export type PdsAccessConfig = { tokenUrl: string; apiKey: string; keyId: string; privateKey: string }

export const PDS_SETTINGS = {
  PDS_URL: { means: "PDS FHIR API's base URL (PAT-03, REG-02)", without: undefined },
  PDS_TOKEN_URL: {
    means:
      'Token endpoint for PDS, exactly as the platform writes it; with it the three settings below are needed, without it PDS is asked without a token',
    without: '',
  },
  PDS_API_KEY: { means: 'API key of the application that is registered for PDS', without: '' },
  PDS_KEY_ID: { means: '`kid` of the key in the JWKS that is registered for it', without: '' },
  PDS_PRIVATE_KEY: { means: 'PEM file: the private key that belongs to it, RSA, not encrypted', without: '' },
} as const satisfies Record<string, { means: string; without: string | undefined }>

type AccessSetting = Exclude<keyof typeof PDS_SETTINGS, 'PDS_URL'>

const ACCESS_NAMES = Object.keys(PDS_SETTINGS).filter((name): name is AccessSetting => name !== 'PDS_URL')

/** All four or none. `text` reads a setting, as an empty string where it is not set. */
export function parsePdsAccess(text: (name: AccessSetting) => string, faults: string[]): PdsAccessConfig | undefined {
  const missing = ACCESS_NAMES.filter((name) => text(name) === '')
  if (missing.length === ACCESS_NAMES.length) return undefined

  for (const name of missing) faults.push(`${name} is not set, though another PDS_ setting for tokens is: ${PDS_SETTINGS[name].means}.`)
  const tokenUrl = text('PDS_TOKEN_URL')
  if (tokenUrl !== '' && !(URL.canParse(tokenUrl) && /^https?:\/\//.test(tokenUrl)))
    faults.push('PDS_TOKEN_URL must be an http or https URL.')
  return { tokenUrl, apiKey: text('PDS_API_KEY'), keyId: text('PDS_KEY_ID'), privateKey: text('PDS_PRIVATE_KEY') }
}
