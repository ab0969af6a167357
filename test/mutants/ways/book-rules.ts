// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source

import { type Mutant, waysIn } from '../mutant.ts'

const BOOK = ['bookAppointment'] as const

/** Booking: which slots are taken for whom, and what is kept of it. */
export const BOOK_RULE_WAYS: readonly Mutant[] = [
  ...waysIn('src/appointments/check-bookable.ts', BOOK, [
    {
      id: 'taken-is-422',
      rule: 'APT-05',
      breaks: 'refuses a taken slot with 422',
      search: "throw new SpineError('DUPLICATE_REJECTED', 'A slot",
      replace: "throw new SpineError('INVALID_RESOURCE', 'A slot",
    },
    {
      id: 'taken-slot-booked',
      rule: 'APT-05',
      breaks: 'books a slot that is taken',
      search: 'slot.appointmentId !== undefined',
      replace: "slot.appointmentId === ''",
    },
    {
      id: 'past-booked',
      rule: 'APT-03',
      breaks: 'books a slot that has begun',
      search: 'if (first.start <= now) throw',
      replace: 'if (first.start.getTime() === 0) throw',
    },
    {
      id: 'openness-forgotten',
      rule: 'APT-03',
      breaks: 'books for whom a slot is not released to',
      search: "isReleased(slot) ? closedBy(slot, asking) : 'access'",
      replace: "isReleased(slot) ? [closedBy(slot, asking)].find((rule) => rule !== 'access') : 'access'",
    },
    {
      id: 'cap-does-not-refuse',
      rule: 'SLOT-08',
      breaks: 'books beyond a cap',
      search: "isReleased(slot) ? closedBy(slot, asking) : 'access'",
      replace: "isReleased(slot) ? [closedBy(slot, asking)].find((rule) => rule !== 'cap') : 'access'",
    },
    {
      id: 'two-schedules-booked',
      rule: 'APT-04',
      breaks: 'books slots of two schedules together',
      search: "...(before.scheduleId === slot.scheduleId ? [] : ['in one Schedule']),\n",
      replace: '',
    },
    {
      id: 'gap-booked',
      rule: 'APT-04',
      breaks: 'books slots with a gap between them',
      search: "before.end.getTime() === slot.start.getTime() ? [] : ['adjacent']",
      replace: "before.end.getTime() <= slot.start.getTime() ? [] : ['adjacent']",
    },
    {
      id: 'channels-mixed',
      rule: 'APT-04',
      breaks: 'books slots of two delivery channels together',
      search: 'before.deliveryChannel === slot.deliveryChannel ? []',
      replace: "before.deliveryChannel !== '' ? []",
    },
    {
      id: 'types-mixed',
      rule: 'APT-04',
      breaks: 'books slots of two types together',
      search: 'before.slotType === slot.slotType ? []',
      replace: "before.slotType !== '' ? []",
    },
    {
      id: 'any-start',
      rule: 'APT-03',
      breaks: "does not compare start with the first slot's",
      search: 'request.start.getTime() === first.start.getTime() ? []',
      replace: 'request.start.getTime() > 0 ? []',
    },
    {
      id: 'any-end',
      rule: 'APT-03',
      breaks: "does not compare end with the last slot's",
      search: 'request.end.getTime() === last.end.getTime() ? []',
      replace: 'request.end.getTime() > 0 ? []',
    },
    {
      id: 'unknown-slot-is-404',
      rule: 'APT-02',
      breaks: 'answers an unknown slot with 404',
      search: "throw new SpineError('REFERENCE_NOT_FOUND', 'Appointment.slot",
      replace: "throw new SpineError('NO_RECORD_FOUND', 'Appointment.slot",
    },
  ]),
  ...waysIn('src/appointments/book-appointment.ts', BOOK, [
    {
      id: 'unknown-patient-is-404',
      rule: 'APT-02',
      breaks: 'answers an unknown patient with 404',
      search: "if (!patient) throw missing('Patient')",
      replace: "if (!patient) throw new SpineError('PATIENT_NOT_FOUND', 'No such patient.')",
    },
    {
      id: 'slots-stay-free',
      rule: 'APT-05',
      breaks: 'does not occupy the slots that it books',
      search: '    await occupySlots(tx, request.practice, appointment)\n',
      replace: '    void occupySlots\n',
    },
    {
      id: 'comment-lost',
      rule: 'APT-06',
      breaks: 'loses the comment',
      search: '    ...(comment !== undefined && { comment }),\n',
      replace: '',
    },
    {
      id: 'created-is-now',
      rule: 'APT-06',
      breaks: "writes its own clock's time into created",
      search: '    created,\n    description,\n',
      replace: '    created: of.now,\n    description,\n',
    },
  ]),
  ...waysIn('src/appointments/store/caps.ts', BOOK, [
    {
      id: 'cancelled-count',
      rule: 'SLOT-08',
      breaks: 'counts cancelled appointments against a cap',
      search: "where ods_code = $1 and status = 'booked' and booking_organisation",
      replace: 'where ods_code = $1 and booking_organisation',
    },
  ]),
  ...waysIn('src/appointments/slot-availability.ts', BOOK, [
    {
      id: 'cap-does-not-hide',
      rule: 'SLOT-08',
      breaks: 'goes on showing slots though a cap is reached',
      search: 'if (reached.length === 0) return true',
      replace: 'if (reached.length >= 0) return true',
    },
  ]),
  ...waysIn('src/provider/resources/appointment.ts', BOOK, [
    {
      id: 'no-channel',
      rule: 'APT-06',
      breaks: 'leaves the delivery channel out of an Appointment',
      search: '    toDeliveryChannel(deliveryChannel),\n',
      replace: '',
    },
    {
      id: 'no-type',
      rule: 'APT-06',
      breaks: "leaves the slot's type out of an Appointment",
      search: '    ...(slotType !== undefined && { serviceType: [{ text: slotType }] }),\n',
      replace: '',
    },
    {
      id: 'sends-reason',
      rule: 'APT-06',
      breaks: 'sends a reason',
      search: '    description,\n    start: formatLocalDateTime(start),\n',
      replace: '    reason: [{ text: description }],\n    description,\n    start: formatLocalDateTime(start),\n',
    },
    {
      id: 'one-slot-named',
      rule: 'APT-06',
      breaks: 'names the first of several slots alone',
      search: 'slot: slotIds.map(',
      replace: 'slot: slotIds.slice(0, 1).map(',
    },
  ]),
  ...waysIn('src/provider/parse-body.ts', BOOK, [
    {
      id: 'malformed-is-422',
      rule: 'ERR-03',
      breaks: 'answers a malformed body with 422',
      search: "throw new SpineError('BAD_REQUEST', `The body is not well-formed",
      replace: "throw new SpineError('INVALID_RESOURCE', `The body is not well-formed",
    },
  ]),
  ...waysIn('src/fhir/check-shape.ts', BOOK, [
    {
      id: 'unknown-element-taken',
      rule: 'GEN-20',
      breaks: 'takes elements that STU3 does not know',
      search: '      fault(walk, `${path}.${nameable(key)}`, `expected only elements that STU3 defines for ${table.type}`)\n      continue',
      replace: '      continue',
    },
  ]),
]
