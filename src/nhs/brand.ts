declare const brand: unique symbol

/** A value that has been checked: only the parser named after it makes one. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }
