import { type Asker, bookOrSuggest, type ConsumerDeps, type Offer, openSession, type Session } from '../../consumer/index.ts'
import type { NhsNumber } from '../../nhs/nhs-number.ts'
import { bookingPreview } from './booking-preview.ts'
import { bookingExitCode, tellBooking, tellSlotGone, type Wanted } from './booking-told.ts'
import { chooseOffer } from './choose-offer.ts'
import { type Config, practiceNamed } from './config.ts'
import { confirmed, mustBeConfirmable, textFor, type WriteOptions } from './confirm.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { type InDoubtFile, newInDoubtFile } from './in-doubt-files.ts'
import type { Io } from './io.ts'
import { paintsFor } from './layout.ts'
import { type LookAhead, lookAhead } from './look-ahead.ts'
import { setUp } from './set-up.ts'
import type { SlotHandle } from './slot-handle.ts'
import { unlessNotKept } from './told-not-kept.ts'
import { tellStopped } from './told-stopped.ts'
import { showNhsNumber } from './wording.ts'

export type BookOptions = WriteOptions & {
  description?: string
  comment?: string
  acceptDifferences?: true
  showNhsNumber?: true
}

const NOTHING = 'Nothing was booked.'

/** Traces the patient, makes sure that the slot is still free, shows what will be sent, then finds or registers the patient and books. */
export async function book(io: Io, of: { nhsNumber: NhsNumber; slot: SlotHandle }, options: BookOptions): Promise<ExitCode> {
  mustBeConfirmable(io, options)
  const description = await textFor(io, '--description', options.description, 'What it is about, without anything clinical')
  const ready = await setUp(io, options.config)
  const { config, spine, asker } = ready

  const opened = await openSession(spine, { nhsNumber: of.nhsNumber, practice: of.slot.practice, ...asker })
  if (opened.kind !== 'open') return tellStopped(io, opened, options, NOTHING)
  const { session } = opened
  const chosen = await chooseOffer(io, session, of.slot)
  if (chosen.kind === 'failed') return tellStopped(io, chosen.failure, options, NOTHING)
  const wanted = { ...options, description }
  if (chosen.kind === 'gone') return tellSlotGone(io, chosen.nearest, wanted)
  const look = await lookAhead(ready, session, { offer: chosen.offer })
  if (look.kind !== 'seen') return tellStopped(io, look, options, NOTHING)

  const { offer } = chosen
  const practiceName = offer.practice.name ?? practiceNamed(config, of.slot.practice).name
  const nhsNumber = showNhsNumber(of.nhsNumber, options.showNhsNumber === true)
  const toBook = { offer, practiceName, patient: session.patient, nhsNumber, description, comment: options.comment, asker, look }
  const question = look.differences.length > 0 ? 'Is this the right patient, and shall it be booked?' : 'Book this?'
  if (!(await confirmed(io, options, { shown: bookingPreview(toBook, paintsFor(io)), question }))) return EXIT.refused

  const file = newInDoubtFile(io, options.config)
  const sending = { config, spine, asker, session, file }
  const outcome = await unlessNotKept(io, { json: options.json, file }, () => send(sending, { offer, look, wanted }))
  if (!outcome) return EXIT.refused
  if (outcome.kind !== 'uncertain') await file.remove()
  await tellBooking(io, outcome, { ...toBook, file, wanted })
  return bookingExitCode(outcome)
}

type Sending = { config: Config; spine: ConsumerDeps; asker: Asker; session: Session; file: InDoubtFile }

function send({ config, spine, asker, session, file }: Sending, of: { offer: Offer; look: LookAhead; wanted: Wanted }) {
  const { description, comment, acceptDifferences, yes } = of.wanted
  return bookOrSuggest(spine, session, {
    offer: of.offer,
    // Whoever said yes has seen them.
    booking: {
      description,
      comment,
      differencesAccepted: acceptDifferences ?? (!yes && of.look.differences.length > 0),
      keep: file.keepBooking,
    },
    asker,
    federation: config.federation,
    deadlineMs: config.patience.federation * 1000,
    most: 5,
  })
}
