/** A postal address; `text` is never used (GEN-13). `use` is for people only. */
export type Address = {
  use?: 'home' | 'work' | 'temp' | 'old'
  lines: readonly string[]
  city?: string
  district?: string
  postalCode?: string
  country?: string
}

/** A telephone number, e-mail address or the like. `use` is for people only (GEN-13). */
export type Telecom = {
  system: 'phone' | 'fax' | 'email' | 'pager' | 'url' | 'sms' | 'other'
  value: string
  use?: 'home' | 'work' | 'temp' | 'old' | 'mobile'
}
