import type { Appointment } from '../../consumer/index.ts'
import { type OdsCode, parseOdsCode } from '../../nhs/ods-code.ts'
import { UsageFault } from './usage-fault.ts'

/** An id means something at its practice only. Typed as it is printed, `B86013/9a2f…`, or as two words. */
export type AppointmentReference = { practice: OdsCode; id: string }

export function appointmentReference({ practice, id }: Pick<Appointment, 'practice' | 'id'>): string {
  return `${practice}/${id}`
}

export function appointmentNamed(words: readonly string[]): AppointmentReference {
  const [code = '', id = '', ...rest] = words.flatMap((word, index) => (index === 0 ? word.split('/') : [word]))
  const practice = parseOdsCode(code.toUpperCase())
  if (practice === undefined || rest.length > 0 || !/^[A-Za-z0-9.-]{1,64}$/.test(id)) {
    throw new UsageFault('An appointment is named by practice and id, as it is printed: B86013/1110cf2d-c40e-4cc6-8aa6-82744b58d667')
  }
  return { practice, id }
}
