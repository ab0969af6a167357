/** What the directory is to do wrong, asked anew for each look-up; all that is left out goes right. */
export type SdsFaults = {
  /** `empty`: its own look-up timed out, and it says that there is nothing, as the published service does. */
  fhir?: ((about: LookUpAsked) => 'empty' | 'timed-out' | 'invalid-answer' | 'failed' | undefined) | undefined
  ldap?: ((about: LookUpAsked) => SdsLdapFault | undefined) | undefined
  /** Whether the gateway knows this key. It knows any, as the published sandbox does. */
  knowsKey?: ((apiKey: string) => boolean) | undefined
  /** Whether the gateway keeps answers for half an hour, as the published one does. */
  keepsAnswers?: (() => boolean) | undefined
}

export type LookUpAsked = { odsCode: string | undefined; interaction: string | undefined }

/** `silence`: no answer ever. `reset`: the connection goes away instead. `stale-address`: one that the practice no longer has. */
export type SdsLdapFault = 'empty' | 'timed-out' | 'failed' | 'silence' | 'reset' | 'stale-address' | { delayMs: number }
