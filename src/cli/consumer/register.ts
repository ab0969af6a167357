import { openSession, type RegisterPatientOutcome } from '../../consumer/index.ts'
import type { NhsNumber } from '../../nhs/nhs-number.ts'
import type { OdsCode } from '../../nhs/ods-code.ts'
import { differencesText, patientText, registrationText } from './booking-preview.ts'
import { practiceNamed } from './config.ts'
import { confirmed, mustBeConfirmable, type WriteOptions } from './confirm.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { paintsFor } from './layout.ts'
import { setUp } from './set-up.ts'
import { tellStopped } from './told-stopped.ts'
import { describeFailure, showNhsNumber } from './wording.ts'

export type RegisterOptions = WriteOptions & { showNhsNumber?: true }

const NOTHING = 'Nobody was registered.'

/** CON-03, without a booking. */
export async function register(io: Io, of: { nhsNumber: NhsNumber; practice: OdsCode }, options: RegisterOptions): Promise<ExitCode> {
  mustBeConfirmable(io, options)
  const { config, spine, asker } = await setUp(io, options.config)
  const opened = await openSession(spine, { ...of, ...asker })
  if (opened.kind !== 'open') return tellStopped(io, opened, options, NOTHING)
  const { session } = opened

  const found = await session.findPatient()
  if (found.kind !== 'known' && found.kind !== 'no-record') return tellStopped(io, found, options, NOTHING)
  const nhsNumber = showNhsNumber(of.nhsNumber, options.showNhsNumber === true)
  const practiceName = practiceNamed(config, of.practice).name
  const told = { nhsNumber, practiceName, who: patientText(session.patient, nhsNumber) }
  if (found.kind === 'known') return tell(io, { ...found, kind: 'already-known' }, told, options)

  const shown = `${told.who}\n${registrationText(session.patient, practiceName)}`
  if (!(await confirmed(io, options, { shown, question: 'Register this patient?' }))) return EXIT.refused
  return tell(io, await session.registerPatient(), told, options)
}

type Told = { nhsNumber: string; practiceName: string; who: string }

function tell(io: Io, outcome: RegisterPatientOutcome, told: Told, options: RegisterOptions): ExitCode {
  const { nhsNumber, practiceName, who } = told
  if (options.json) {
    io.print(JSON.stringify('patient' in outcome ? { ...outcome, patient: { ...outcome.patient, nhsNumber } } : outcome, undefined, 2))
  } else if (outcome.kind === 'registered' || outcome.kind === 'already-known') {
    const paints = paintsFor(io)
    const isNew = outcome.kind === 'registered'
    io.print(`${paints.good(isNew ? 'Registered as temporary' : 'Had a record already')}: ${who}, at ${practiceName}.`)
    if (outcome.differences.length > 0) io.printError(differencesText(outcome.differences, paints))
  } else if (outcome.kind === 'registration-uncertain') {
    io.printError([...describeFailure(outcome.because).slice(0, 1), outcome.advice].join('\n'))
  } else io.printError([NOTHING, ...describeFailure(outcome)].join('\n'))

  if (outcome.kind === 'registered' || outcome.kind === 'already-known') return EXIT.done
  if (outcome.kind === 'registration-uncertain') return EXIT.uncertain
  return outcome.kind === 'unavailable' ? EXIT.noAnswer : EXIT.refused
}
