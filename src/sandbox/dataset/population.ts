import { detailsOf } from './identities.ts'
import { type Details, onPds, recordOf, type SandboxPerson } from './people.ts'

/** `T`: registered for a stay that has not ended yet, whenever the sandbox is started. */
const TEMPORARY = { type: 'T', start: '2026-01-05', end: '2099-12-31' } as const
const TEMPORARY_EXPIRED = { type: 'T', start: '2025-06-02', end: '2025-09-01' } as const
const LEFT = { type: 'R', start: '2009-09-14', end: '2024-08-30' } as const

/** Not traced yet: the practice typed the number in, and nobody has asked PDS (PAT-03). */
const NEVER_TRACED = { nhsNumberVerified: false } as const

/** The world of the sandbox: every state that finding, reading and registering a patient distinguishes (PAT, REG). */
export const POPULATION: readonly SandboxPerson[] = [
  registered('northLeeds', detailsOf('Ashworth'), 'registered at North Leeds; looked after by her daughter', {
    generalPractitioner: 'hartley',
    preferredBranch: 'main',
    contacts: [
      {
        relationship: 'Daughter',
        family: 'Ashworth',
        given: ['Claire'],
        telecom: [{ system: 'phone', value: '07700 900151', use: 'mobile' }],
      },
    ],
  }),
  registered('northLeeds', detailsOf('Bello'), 'registered at North Leeds, prefers the branch surgery', {
    generalPractitioner: 'okafor',
    preferredBranch: 'moor-allerton',
    telecom: [
      { system: 'phone', value: '07700 900102', use: 'mobile' },
      { system: 'email', value: 'samuel.bello@example.com', use: 'home' },
    ],
  }),
  registered('northLeeds', detailsOf('Crowther'), 'a child registered at North Leeds', {
    contacts: [
      {
        relationship: 'Mother',
        family: 'Crowther',
        given: ['Fiona'],
        telecom: [{ system: 'phone', value: '07700 900153', use: 'mobile' }],
      },
      { relationship: 'Father', family: 'Crowther', given: ['Dean'], telecom: [{ system: 'phone', value: '07700 900154', use: 'mobile' }] },
    ],
  }),
  registered('oakwoodLane', detailsOf('Dąbrowska'), 'registered at Oakwood Lane; needs a Polish interpreter', {
    language: 'pl',
    interpreterRequired: true,
    generalPractitioner: 'nowak',
  }),
  registered('oakwoodLane', detailsOf('Eastwood'), 'registered at Oakwood Lane; uses British Sign Language', {
    language: 'q4',
    interpreterRequired: true,
  }),
  registered('oakwoodLane', detailsOf('Thackray'), 'a young person registered at Oakwood Lane', {
    contacts: [{ relationship: 'Guardian', family: 'Thackray', given: ['Helen'] }],
  }),
  registered('streetLane', detailsOf('Fairbairn'), 'registered at Street Lane', { generalPractitioner: 'ferris' }),
  registered('streetLane', detailsOf('Gill'), 'registered at Street Lane; speaks Panjabi', {
    language: 'pa',
    interpreterRequired: false,
    generalPractitioner: 'hussain',
  }),
  registered('streetLane', detailsOf('Hughes'), 'registered at Street Lane; has no telephone', {
    registration: { type: 'R', start: '1988-05-03' },
  }),
  registered('northLeeds', detailsOf('Ibrahim'), 'a temporary resident at North Leeds, registered elsewhere', { registration: TEMPORARY }),
  registered('streetLane', detailsOf('Jessop'), 'was a temporary resident at Street Lane; that has ended, so booking registers him again', {
    registration: TEMPORARY_EXPIRED,
  }),
  registered('northLeeds', detailsOf('Kirkbride'), 'left North Leeds for another practice, so booking registers her as temporary', {
    registration: LEFT,
  }),
  {
    nhsNumber: detailsOf('Lister').nhsNumber,
    story: 'has died, as North Leeds and PDS both know: neither found nor registered',
    pds: onPds(detailsOf('Lister'), { deceased: { date: '2025-02-11', notification: 'formal' } }),
    records: [{ practice: 'northLeeds', patient: recordOf(detailsOf('Lister'), { deceased: '2025-02-11' }) }],
  },
  {
    nhsNumber: detailsOf('Marsden').nhsNumber,
    story: 'never traced by Oakwood Lane, and PDS has had word of her death: not found',
    pds: onPds(detailsOf('Marsden'), { deceased: { date: '2025-10-02', notification: 'informal' } }),
    records: [{ practice: 'oakwoodLane', patient: recordOf(detailsOf('Marsden'), NEVER_TRACED) }],
  },
  {
    nhsNumber: detailsOf('Newsome').nhsNumber,
    story: 'sensitive at North Leeds and on PDS: nothing may be asked or told',
    pds: onPds(detailsOf('Newsome'), { confidentiality: 'restricted' }),
    records: [{ practice: 'northLeeds', patient: recordOf(detailsOf('Newsome'), { sensitive: true }) }],
  },
  {
    nhsNumber: detailsOf('Oldroyd').nhsNumber,
    story: 'sensitive on PDS, which Street Lane does not know: a consumer must not even ask',
    pds: onPds(detailsOf('Oldroyd'), { confidentiality: 'restricted' }),
    records: [{ practice: 'streetLane', patient: recordOf(detailsOf('Oldroyd')) }],
  },
  registered('oakwoodLane', detailsOf('Pickles'), 'never traced by Oakwood Lane; PDS agrees, so she is found', NEVER_TRACED),
  registered(
    'northLeeds',
    detailsOf('Quarmby'),
    'never traced by North Leeds, day of birth mistyped; the rest agrees with PDS, so he is found',
    {
      ...NEVER_TRACED,
      birthDate: '1999-12-21',
    },
  ),
  registered('streetLane', detailsOf('Rashid'), 'never traced by Street Lane; PDS has somebody else under the number: not found', {
    ...NEVER_TRACED,
    family: 'Rowbotham',
    given: ['Derek'],
    prefix: ['Mr'],
    gender: 'male',
    birthDate: '1947-08-19',
  }),
  {
    nhsNumber: detailsOf('Sykes').nhsNumber,
    story: 'never traced by North Leeds, and PDS does not know the number: not found',
    records: [{ practice: 'northLeeds', patient: recordOf(detailsOf('Sykes'), NEVER_TRACED) }],
  },
  {
    nhsNumber: detailsOf('Armitage').nhsNumber,
    story: 'an old number of his, replaced on PDS; North Leeds still has it: not found',
    pds: { nhsNumber: detailsOf('Armitage').nhsNumber, supersededBy: '9990000352' },
    records: [{ practice: 'northLeeds', patient: recordOf(detailsOf('Armitage'), NEVER_TRACED) }],
  },
  {
    nhsNumber: '9990000352',
    story: 'the number that replaced it; no practice here has it, so booking registers him',
    pds: onPds({ ...detailsOf('Armitage'), nhsNumber: '9990000352' }),
    records: [],
  },
  {
    nhsNumber: detailsOf('Emmott').nhsNumber,
    story: 'a number that PDS has marked as invalid; North Leeds has a record under it: not found',
    pds: { nhsNumber: detailsOf('Emmott').nhsNumber, invalidated: true },
    records: [{ practice: 'northLeeds', patient: recordOf(detailsOf('Emmott'), NEVER_TRACED) }],
  },
  {
    nhsNumber: detailsOf('Barraclough').nhsNumber,
    story: 'married, as PDS knows and Oakwood Lane does not: the cross-check shows a different family name',
    pds: onPds({ ...detailsOf('Barraclough'), family: 'Holroyd' }),
    records: [{ practice: 'oakwoodLane', patient: recordOf(detailsOf('Barraclough')) }],
  },
  registered('streetLane', detailsOf('Chowdhury'), 'registered at Street Lane; North Leeds still has him as a former patient', {}, [
    { practice: 'northLeeds', patient: recordOf(detailsOf('Chowdhury'), { registration: LEFT }) },
  ]),
  registered('streetLane', detailsOf('Dyson'), 'registered privately at Street Lane', { registration: { type: 'P', start: '2023-01-09' } }),
  registered('streetLane', detailsOf('Farrar'), 'registered at Street Lane with a temporary address beside his own', {
    addresses: [
      { use: 'home', lines: ['13 Lidgett Hill'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS8 1PE' },
      { use: 'temp', lines: ['Flat 2', '90 Headingley Row'], city: 'Leeds', postalCode: 'LS6 3DE' },
    ],
  }),
  unknownHere(detailsOf('Umarov'), 'no record at any practice here: booking registers him as temporary'),
  unknownHere(detailsOf('Varley'), 'no record here; visiting from another practice'),
  {
    ...unknownHere(detailsOf('Womersley'), 'no record here, and has died: registration is refused'),
    pds: onPds(detailsOf('Womersley'), { deceased: { date: '2024-12-27', notification: 'formal' } }),
  },
  {
    ...unknownHere(detailsOf('Yeadon'), 'no record here, and sensitive on PDS: no request may be sent'),
    pds: onPds(detailsOf('Yeadon'), { confidentiality: 'restricted' }),
  },
  {
    ...unknownHere(detailsOf('Zhang'), 'no record here; PDS knows only the year of birth, which verifies nobody'),
    pds: onPds(detailsOf('Zhang'), { birthDate: '1980' }),
  },
]

function registered(
  practice: SandboxPerson['records'][number]['practice'],
  of: Details,
  story: string,
  unusual: Parameters<typeof recordOf>[1] = {},
  further: SandboxPerson['records'] = [],
): SandboxPerson {
  return { nhsNumber: of.nhsNumber, story, pds: onPds(of), records: [{ practice, patient: recordOf(of, unusual) }, ...further] }
}

function unknownHere(of: Details, story: string): SandboxPerson {
  return { nhsNumber: of.nhsNumber, story, pds: onPds(of), records: [] }
}
