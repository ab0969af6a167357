export const FHIR = 'http://hl7.org/fhir'
export const XHTML = 'http://www.w3.org/1999/xhtml'
/** Of the declarations themselves. */
export const XMLNS = 'http://www.w3.org/2000/xmlns/'
/** Of the prefix `xml`, which needs no declaration. */
export const XML = 'http://www.w3.org/XML/1998/namespace'
export const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance'
