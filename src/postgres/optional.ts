/** What is null in SQL is absent in the domain: drops a row's null columns, so that they become a value's optional properties. */
export function withoutNulls<Value extends object>(row: Value): Value {
  const value: Partial<Value> = {}
  for (const column in row) if (row[column] !== null) value[column] = row[column]
  return value as Value
}
