/** What is null in SQL is absent in the domain: drops a row's null columns, so that they become a value's optional properties. */
export function withoutNulls<Value extends object>(row: Value): Value {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Value
}
