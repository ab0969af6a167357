/** What PostgreSQL says of a statement it refused. */
export type StatementFault = { message: string; code: string; constraint?: string | undefined }

/**
 * The error a failed statement is thrown as: `code` is its SQLSTATE. PostgreSQL's `detail` and `where` quote rows and parameters, so an
 * NHS number would reach the log through them: they are left behind, and so are the values in a message of class 22 (data exceptions).
 */
export function statementError({ message, code, constraint }: StatementFault): Error & StatementFault {
  const text = code.startsWith('22') ? message.replace(/"[\s\S]*"/, '"..."') : message
  return Object.assign(new Error(text), { code, ...(constraint === undefined ? {} : { constraint }) })
}

export function sqlstate(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}
