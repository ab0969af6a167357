import { type Mutant, waysIn } from '../mutant.ts'

/** What a provider does not send of what it holds, keeps apart or gives back; and what it takes though it should not. */
export const HELD_WAYS: readonly Mutant[] = [
  ...waysIn(
    'src/appointments/check-bookable.ts',
    ['bookAppointment'],
    [
      {
        id: 'any-location-booked',
        rule: 'APT-02',
        breaks: "books at a location of the practice that is not the slot's",
        search: 'request.locationId === schedule.locationId ? []',
        replace: 'request.locationId ? []',
      },
      {
        id: 'any-practitioner-booked',
        rule: 'APT-02',
        breaks: "books with a practitioner of the practice who is not the slot's",
        search: 'request.practitionerId === undefined || request.practitionerId === schedule.practitionerId',
        replace: 'request.practitionerId !== schedule.id',
      },
      {
        id: 'end-of-the-first',
        rule: 'APT-03',
        breaks: 'takes the end of the first of several slots',
        search: 'request.end.getTime() === last.end.getTime() ?',
        replace: 'request.end.getTime() === last.end.getTime() || request.end.getTime() === first.end.getTime() ?',
      },
      {
        id: 'unreleased-booked',
        rule: 'APT-03',
        breaks: 'books a slot that was not released, by whoever knows its id',
        search: "isReleased(slot) ? closedBy(slot, asking) : 'access'",
        replace: "isReleased({ ...slot, bookable: true }) ? closedBy(slot, asking) : 'access'",
      },

      {
        id: 'visit-booked',
        rule: 'APT-12',
        breaks: 'books a slot for visits, by whoever knows its id',
        search: "isReleased(slot) ? closedBy(slot, asking) : 'access'",
        replace: "isReleased(slot) || slot.deliveryChannel === 'Visit' ? closedBy(slot, asking) : 'access'",
      },

      {
        id: 'embargo-forgotten-at-booking',
        rule: 'APT-03',
        breaks: 'books a slot under embargo, by whoever knows its id',
        search: "isReleased(slot) ? closedBy(slot, asking) : 'access'",
        replace: "isReleased(slot) ? [closedBy(slot, asking)].find((rule) => rule !== 'embargo') : 'access'",
      },

      {
        id: 'window-forgotten-at-booking',
        rule: 'APT-03',
        breaks: 'books a slot beyond the booking window, by whoever knows its id',
        search: "isReleased(slot) ? closedBy(slot, asking) : 'access'",
        replace: "isReleased(slot) ? [closedBy(slot, asking)].find((rule) => rule !== 'booking window') : 'access'",
      },
    ],
  ),
  ...waysIn(
    'src/appointments/book-appointment.ts',
    ['bookAppointment'],
    [
      {
        id: 'hidden-patient-booked',
        rule: 'APT-02',
        breaks: 'books for a patient who may not be shown',
        search: '  if (!mayBeShown(patient, of.now))\n',
        replace: '  if (!mayBeShown({ ...patient, sensitive: false }, of.now))\n',
      },
    ],
  ),
  ...waysIn(
    'src/appointments/retrieve-appointments.ts',
    ['retrieveAppointments'],
    [
      {
        id: 'hidden-patient-retrieved',
        rule: 'APT-08',
        breaks: 'lists the appointments of a patient who may not be shown',
        search: 'if (!patient || !mayBeShown(patient, now()))',
        replace: 'if (!patient || !mayBeShown({ ...patient, sensitive: false }, now()))',
      },
    ],
  ),
  ...waysIn(
    'src/patients/find-patient.ts',
    ['readPatient'],
    [
      {
        id: 'hidden-patient-read',
        rule: 'PAT-04',
        breaks: 'reads by id what it does not find',
        search: 'const patient = await verifiedAndShowable(deps, practice, await findPatientById(deps.db, practice, id))',
        replace: 'const patient = await findPatientById(deps.db, practice, id)',
      },
    ],
  ),
  ...waysIn(
    'src/provider/resources/appointment.ts',
    ['bookAppointment'],
    [
      {
        id: 'no-session',
        rule: 'APT-06',
        breaks: 'leaves the session out of an appointment',
        search: '...(schedule.sessionName !== undefined && { serviceCategory: { text: schedule.sessionName } })',
        replace: '...(schedule.sessionName === null && { serviceCategory: { text: schedule.sessionName } })',
      },
    ],
  ),
  ...waysIn(
    'src/appointments/store/slots.ts',
    ['cancelAppointment'],
    [
      {
        id: 'first-slot-freed',
        rule: 'APT-10',
        breaks: 'frees only the first slot of what is cancelled',
        search:
          'export async function releaseSlots(tx: Tx, practice: OdsCode, { id, slotIds }: { id: string; slotIds: readonly SlotId[] }): Promise<void> {\n',
        replace:
          'export async function releaseSlots(tx: Tx, practice: OdsCode, { id, slotIds: every }: { id: string; slotIds: readonly SlotId[] }): Promise<void> {\n  const slotIds = every.slice(0, 1)\n',
      },
    ],
  ),
  ...waysIn(
    'src/provider/resources/practitioner.ts',
    ['findPractitioner'],
    [
      {
        id: 'practitioner-without-identifier',
        rule: 'ORG-02',
        breaks: 'leaves out by what a practitioner was found',
        search: '...(identifier.length > 0 && { identifier })',
        replace: '...(identifier.length < 0 && { identifier })',
      },
      {
        id: 'practitioner-without-languages',
        rule: 'ORG-02',
        breaks: 'leaves out the languages of a practitioner',
        search: '...(languages.length > 0 && {',
        replace: '...(languages.length < 0 && {',
      },
    ],
  ),
  ...waysIn(
    'src/provider/resources/location.ts',
    ['readLocation'],
    [
      {
        id: 'location-without-address',
        rule: 'ORG-02',
        breaks: 'leaves out the address of a surgery',
        search: '...(address && { address: toOrganizationAddress(address) })',
        replace: '...(!address && { address: toOrganizationAddress({ lines: [] }) })',
      },
    ],
  ),
  ...waysIn(
    'src/provider/resources/organization.ts',
    ['findOrganization'],
    [
      {
        id: 'practice-without-number',
        rule: 'ORG-02',
        breaks: 'leaves out the telephone number of the practice',
        search: '...(telecom.length > 0 && {',
        replace: '...(telecom.length < 0 && {',
      },
    ],
  ),
  ...waysIn(
    'src/provider/routes/search-free-slots.ts',
    ['searchFreeSlots'],
    [
      {
        id: 'counts',
        rule: 'INT-01',
        breaks: 'gives as many slots as _count says',
        search: '    const found = await searchFreeSlots(deps, { ...search, practice: organisation.odsCode })\n',
        replace:
          "    const all = await searchFreeSlots(deps, { ...search, practice: organisation.odsCode })\n    const most = query.find(({ name }) => name === '_count')?.value\n    const found = { ...all, slots: all.slots.slice(0, most === undefined ? undefined : Number(most)) }\n",
      },
    ],
  ),
  ...waysIn(
    'src/provider/hooks/admit.ts',
    ['searchFreeSlots'],
    [
      {
        id: 'one-switch-counts',
        rule: 'ADM-04',
        breaks: 'asks only whether GP Connect is switched on',
        search: 'if (!switches.appointmentManagement) throw',
        replace: 'if (!switches.appointmentManagement && !switches.gpConnect) throw',
      },
    ],
  ),
  ...waysIn(
    'src/patients/trace.ts',
    ['findPatient'],
    [
      {
        id: 'untraced-dead-shown',
        rule: 'PAT-03',
        breaks: 'shows an untraced patient of whom PDS says that they have died',
        search: "trace.kind === 'found' && !trace.deceased && !trace.sensitive &&",
        replace: "trace.kind === 'found' && !trace.sensitive &&",
      },
      {
        id: 'untraced-sensitive-shown',
        rule: 'PAT-03',
        breaks: 'shows an untraced patient of whom PDS says that they are sensitive',
        search: "trace.kind === 'found' && !trace.deceased && !trace.sensitive &&",
        replace: "trace.kind === 'found' && !trace.deceased &&",
      },
    ],
  ),
]
