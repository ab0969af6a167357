import type { TlsFiles } from '../target/decode-target.ts'
import type { Certificate } from './send.ts'

/** The certificates that a target names, by the names that requests choose from. */
export async function readCertificates(
  readFile: (path: string) => Promise<string>,
  tls: TlsFiles | undefined,
): Promise<Record<string, Certificate>> {
  if (!tls) return {}
  const ca = await readFile(tls.caFile)
  const read = async ({ certificateFile, keyFile }: { certificateFile: string; keyFile: string }) => ({
    ca,
    cert: await readFile(certificateFile),
    key: await readFile(keyFile),
  })
  const bad = await Promise.all(
    Object.entries(tls.bad ?? {}).map(
      async ([name, files]): Promise<[string, Certificate][]> => (files ? [[name, await read(files)]] : []),
    ),
  )
  return { ...Object.fromEntries(bad.flat()), own: await read(tls), none: { ca } }
}
