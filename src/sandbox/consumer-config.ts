import type { ConfigFile } from '../cli/consumer/config.ts'
import type { CertificateFiles } from './certificates.ts'
import { PRACTICES } from './dataset/practices.ts'
import { CONSUMERS, MANUFACTURER } from './dataset/spine-file.ts'

/** What `gpa` reads to book as an NHS 111 call handler here. */
export function consumerConfig(urls: { apiUrl: string; sspUrl: string }, certificates: CertificateFiles | undefined): ConfigFile {
  const { odsCode, name, type, asid } = CONSUMERS.nhs111
  return {
    pds: { url: `${urls.apiUrl}/personal-demographics/FHIR/R4` },
    sds: { url: `${urls.apiUrl}/spine-directory/FHIR/R4`, apiKey: 'sandbox' },
    ssp: { url: urls.sspUrl },
    ...(certificates && {
      tls: { caFile: certificates.ca, certificateFile: certificates.consumer.certificate, keyFile: certificates.consumer.key },
    }),
    application: {
      issuer: 'https://gp-appointments.example/consumer',
      device: { system: 'https://gp-appointments.example/Id/device', value: 'sandbox', model: 'GP Appointments', version: '0.1.0' },
      manufacturer: MANUFACTURER,
    },
    organisation: { odsCode, name, type, asid, telecom: [{ system: 'phone', value: '111' }] },
    user: {
      id: 'handler-1',
      family: 'Hallam',
      given: ['Robin'],
      prefix: ['Mx'],
      sdsUserId: '999000111222',
      sdsRoleProfileId: '999000111333',
      localIdentifier: { system: 'https://gp-appointments.example/Id/user', value: 'handler-1' },
    },
    federation: Object.values(PRACTICES).map((practice) => ({ odsCode: practice.odsCode, name: practice.name })),
  }
}
