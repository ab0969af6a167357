import type { PracticeFileSource } from '../../dataset/practice-file.ts'
import type { PracticeName } from './people.ts'

type Session = NonNullable<PracticeFileSource['sessions']>[number]

const WEEK: Session['weekdays'] = ['mon', 'tue', 'wed', 'thu', 'fri']

// Two weeks ahead of today, so that a search may start on any day of the coming week and still find its whole fortnight's first half.
const ahead = { from: '+0d', to: '+14d' }

/** The hub that offers evening and weekend appointments for its neighbours; it has slots kept for it. */
export const HUB_ODS_CODE = 'B86675'

type Clinician = { key: string; practitioner: string; role: Session['practitionerRole']; name: string }

/** A doctor's morning: ten minutes each, a coffee break, the first two kept back for the day's emergencies. */
function morningSurgery(of: Clinician, changes: Partial<Session> = {}): Session {
  return {
    key: `${of.key}-morning`,
    sessionName: `${of.name}, morning surgery`,
    location: 'main',
    practitioner: of.practitioner,
    practitionerRole: of.role,
    service: 'surgery',
    ...ahead,
    weekdays: WEEK,
    starts: '08:30',
    ends: '12:00',
    slotMinutes: 10,
    breaks: [{ from: '10:10', to: '10:30' }],
    slotType: 'Routine appointment',
    deliveryChannel: 'In-person',
    bookable: true,
    exceptions: [
      { times: ['08:30', '08:40'], slotType: 'On the day', bookable: false },
      { times: ['11:30', '11:40', '11:50'], slotType: 'Urgent', restrictedTo: { organisationTypes: ['urgent-care'] } },
    ],
    ...changes,
  }
}

function afternoonSurgery(of: Clinician, changes: Partial<Session> = {}): Session {
  return morningSurgery(of, {
    key: `${of.key}-afternoon`,
    sessionName: `${of.name}, afternoon surgery`,
    starts: '14:00',
    ends: '17:10',
    breaks: [{ from: '15:30', to: '15:50' }],
    exceptions: [{ times: ['14:00', '16:50'], blocked: true }],
    ...changes,
  })
}

function telephoneTriage(of: Clinician, changes: Partial<Session> = {}): Session {
  return morningSurgery(of, {
    key: `${of.key}-telephone`,
    sessionName: 'Telephone triage',
    starts: '12:00',
    ends: '13:00',
    slotMinutes: 5,
    breaks: [],
    slotType: 'Telephone call',
    deliveryChannel: 'Telephone',
    exceptions: [],
    ...changes,
  })
}

function nurseClinic(of: Clinician, changes: Partial<Session> = {}): Session {
  return morningSurgery(of, {
    key: `${of.key}-clinic`,
    sessionName: `${of.name}, nurse clinic`,
    starts: '09:00',
    ends: '16:30',
    slotMinutes: 15,
    breaks: [{ from: '12:30', to: '13:30' }],
    slotType: 'Nurse appointment',
    exceptions: [
      { times: ['14:00', '14:15', '14:30', '14:45'], weekdays: ['tue'], slotType: 'Baby immunisations', bookable: false },
      { times: ['09:00', '09:15'], slotType: 'Dressings' },
    ],
    ...changes,
  })
}

function healthcareAssistant(of: Clinician, changes: Partial<Session> = {}): Session {
  return morningSurgery(of, {
    key: `${of.key}-bloods`,
    sessionName: 'Blood tests',
    weekdays: ['mon', 'wed', 'fri'],
    starts: '08:00',
    ends: '11:00',
    slotMinutes: 10,
    breaks: [],
    slotType: 'Blood test',
    exceptions: [],
    ...changes,
  })
}

/** Shown when an appointment is read; never searchable or bookable (APT-12). */
function homeVisits(of: Clinician, changes: Partial<Session> = {}): Session {
  return morningSurgery(of, {
    key: `${of.key}-visits`,
    sessionName: 'Home visits',
    weekdays: ['tue', 'thu'],
    starts: '13:00',
    ends: '14:00',
    slotMinutes: 30,
    breaks: [],
    slotType: 'Home visit',
    deliveryChannel: 'Visit',
    bookable: false,
    exceptions: [],
    ...changes,
  })
}

const hartley = { key: 'hartley', practitioner: 'hartley', role: 'R0260', name: 'Dr Hartley' } as const
const okafor = { key: 'okafor', practitioner: 'okafor', role: 'R0270', name: 'Dr Okafor' } as const
const mistry = { key: 'mistry', practitioner: 'mistry', role: 'R0260', name: 'Dr Mistry' } as const
const whitaker = { key: 'whitaker', practitioner: 'whitaker', role: 'R0610', name: 'Sister Whitaker' } as const
const lund = { key: 'lund', practitioner: 'lund', role: 'R1480', name: 'Peter Lund' } as const
const brook = { key: 'brook', practitioner: 'brook', role: 'R0260', name: 'Dr Brook' } as const
const nowak = { key: 'nowak', practitioner: 'nowak', role: 'R0270', name: 'Dr Nowak' } as const
const dsouza = { key: 'dsouza', practitioner: 'dsouza', role: 'R0620', name: "Marian D'Souza" } as const
const tan = { key: 'tan', practitioner: 'tan', role: 'R1590', name: 'Li Na Tan' } as const
const ferris = { key: 'ferris', practitioner: 'ferris', role: 'R0260', name: 'Dr Ferris' } as const
const hussain = { key: 'hussain', practitioner: 'hussain', role: 'R0260', name: 'Dr Hussain' } as const
const petrov = { key: 'petrov', practitioner: 'petrov', role: 'R6200', name: 'Dr Petrov' } as const
const adeyemi = { key: 'adeyemi', practitioner: 'adeyemi', role: 'R0600', name: 'Tolu Adeyemi' } as const

export const SESSIONS: Record<PracticeName, readonly Session[]> = {
  northLeeds: [
    morningSurgery(hartley),
    afternoonSurgery(hartley, { weekdays: ['mon', 'tue', 'thu'] }),
    telephoneTriage(hartley, { weekdays: ['mon', 'fri'] }),
    homeVisits(hartley),
    morningSurgery(okafor, { weekdays: ['mon', 'tue', 'wed', 'fri'], location: 'moor-allerton' }),
    afternoonSurgery(okafor, { weekdays: ['tue', 'wed'], location: 'moor-allerton' }),
    afternoonSurgery(mistry, { slotType: 'Video consultation', deliveryChannel: 'Video', weekdays: ['wed', 'thu'] }),
    morningSurgery(mistry, {
      key: 'evening',
      sessionName: 'Evening surgery',
      service: 'evening',
      weekdays: ['tue', 'thu'],
      starts: '18:30',
      ends: '20:30',
      slotMinutes: 15,
      breaks: [],
      slotType: 'Extended access',
      exceptions: [{ times: ['20:00', '20:15'], slotType: 'Extended access by telephone', deliveryChannel: 'Telephone' }],
    }),
    nurseClinic(whitaker),
    healthcareAssistant(lund),
    morningSurgery(hartley, {
      key: 'saturday',
      sessionName: 'Saturday surgery',
      service: 'evening',
      weekdays: ['sat'],
      starts: '09:00',
      ends: '12:00',
      breaks: [],
      restrictedTo: { organisationTypes: ['urgent-care'] },
      exceptions: [],
    }),
  ],
  oakwoodLane: [
    morningSurgery(brook),
    afternoonSurgery(brook, { weekdays: ['mon', 'wed', 'thu', 'fri'] }),
    morningSurgery(nowak, { weekdays: ['mon', 'tue', 'thu', 'fri'] }),
    telephoneTriage(nowak),
    homeVisits(brook),
    nurseClinic(dsouza, { weekdays: ['mon', 'tue', 'thu'] }),
    healthcareAssistant(tan),
    morningSurgery(nowak, {
      key: 'evening',
      sessionName: 'Evening surgery for the hub',
      weekdays: ['mon', 'wed'],
      starts: '18:00',
      ends: '20:00',
      slotMinutes: 15,
      breaks: [],
      slotType: 'Hub appointment',
      restrictedTo: { organisationCodes: [HUB_ODS_CODE] },
      exceptions: [],
    }),
    // Not released to GP Connect: the practice books it itself.
    nurseClinic(dsouza, {
      key: 'smears',
      sessionName: 'Cervical screening',
      weekdays: ['wed'],
      slotType: 'Screening',
      bookable: false,
      exceptions: [],
    }),
  ],
  streetLane: [
    morningSurgery(ferris),
    afternoonSurgery(ferris, { weekdays: ['mon', 'tue', 'wed'] }),
    morningSurgery(hussain, { weekdays: ['mon', 'wed', 'thu', 'fri'] }),
    afternoonSurgery(hussain, { weekdays: ['thu', 'fri'], slotType: 'Video consultation', deliveryChannel: 'Video' }),
    morningSurgery(petrov, { slotMinutes: 15, exceptions: [], breaks: [] }),
    telephoneTriage(ferris, {
      key: 'duty-telephone',
      sessionName: 'Duty doctor, telephone',
      restrictedTo: { organisationTypes: ['urgent-care', 'gp-practice'] },
    }),
    nurseClinic(adeyemi),
    homeVisits(hussain, { weekdays: ['mon', 'fri'] }),
  ],
}
