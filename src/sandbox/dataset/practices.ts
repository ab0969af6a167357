import type { PracticeFileSource } from '../../dataset/practice-file.ts'
import type { PracticeName } from './people.ts'

/** What a practice's file says of itself, without its book and its patients. */
export type PracticeDetails = Omit<PracticeFileSource, 'schedules' | 'sessions' | 'patients' | 'appointments'>

/**
 * Names, codes, addresses and telephone numbers of the three practices are from the public list of practices in England
 * (NHS Organisation Data Service, Open Government Licence v3.0). Everything else is invented: the ASIDs, the branch
 * surgery, the staff, the services. The practices have nothing to do with this software.
 */
export const PRACTICES: Record<PracticeName, PracticeDetails> = {
  northLeeds: {
    kind: 'practice',
    odsCode: 'B86013',
    asid: '200000086013',
    name: 'The North Leeds Medical Practice',
    address: { lines: ['355 Harrogate Road'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS17 6PZ', country: 'England' },
    telecom: [{ system: 'phone', value: '0113 2680066', use: 'work' }],
    locations: [
      {
        key: 'main',
        name: 'The North Leeds Medical Practice',
        address: { lines: ['355 Harrogate Road'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS17 6PZ', country: 'England' },
        telecom: [{ system: 'phone', value: '0113 2680066', use: 'work' }],
      },
      {
        key: 'moor-allerton',
        name: 'Moor Allerton Branch Surgery',
        address: { lines: ['Unit 4', 'Moor Allerton Parade'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS17 6XX' },
        telecom: [{ system: 'phone', value: '0113 4960131', use: 'work' }],
      },
    ],
    practitioners: [
      {
        key: 'hartley',
        sdsUserId: '111122223301',
        sdsRoleProfileIds: ['111122224401'],
        family: 'Hartley',
        given: ['Ruth'],
        prefix: ['Dr'],
        gender: 'female',
        languages: ['en', 'fr'],
      },
      {
        key: 'okafor',
        sdsUserId: '111122223302',
        sdsRoleProfileIds: ['111122224402'],
        family: 'Okafor',
        given: ['Chidi'],
        prefix: ['Dr'],
        gender: 'male',
        languages: ['en', 'ig'],
      },
      {
        key: 'mistry',
        sdsUserId: '111122223303',
        sdsRoleProfileIds: ['111122224403'],
        family: 'Mistry',
        given: ['Anjali'],
        prefix: ['Dr'],
        gender: 'female',
        languages: ['en', 'gu', 'hi'],
      },
      {
        key: 'whitaker',
        sdsUserId: '111122223304',
        sdsRoleProfileIds: ['111122224404'],
        family: 'Whitaker',
        given: ['Joanne'],
        prefix: ['Sister'],
        gender: 'female',
        languages: ['en'],
      },
      { key: 'lund', sdsUserId: '111122223305', family: 'Lund', given: ['Peter'], prefix: ['Mr'], gender: 'male', languages: ['en'] },
    ],
    services: [
      { key: 'surgery', dosServiceId: '2000086013', name: 'GP surgery' },
      { key: 'evening', dosServiceId: '2000086014', name: 'Extended access, evenings' },
    ],
  },
  oakwoodLane: {
    kind: 'practice',
    odsCode: 'B86022',
    asid: '200000086022',
    name: 'Oakwood Lane Medical Practice',
    address: { lines: ['2 Amberton Terrace'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS8 3BZ', country: 'England' },
    telecom: [{ system: 'phone', value: '0113 2953750', use: 'work' }],
    locations: [
      {
        key: 'main',
        name: 'Oakwood Lane Medical Practice',
        address: { lines: ['2 Amberton Terrace'], city: 'Leeds', district: 'West Yorkshire', postalCode: 'LS8 3BZ', country: 'England' },
        telecom: [{ system: 'phone', value: '0113 2953750', use: 'work' }],
      },
    ],
    practitioners: [
      {
        key: 'brook',
        sdsUserId: '111122223311',
        sdsRoleProfileIds: ['111122224411', '111122224412'],
        family: 'Brook',
        given: ['Simon', 'James'],
        prefix: ['Dr'],
        gender: 'male',
        languages: ['en'],
      },
      {
        key: 'nowak',
        sdsUserId: '111122223312',
        sdsRoleProfileIds: ['111122224413'],
        family: 'Nowak',
        given: ['Ewa'],
        prefix: ['Dr'],
        gender: 'female',
        languages: ['en', 'pl'],
      },
      {
        key: 'dsouza',
        sdsUserId: '111122223313',
        sdsRoleProfileIds: ['111122224414'],
        family: "D'Souza",
        given: ['Marian'],
        prefix: ['Mrs'],
        gender: 'female',
        languages: ['en', 'pt'],
      },
      { key: 'tan', sdsUserId: '111122223314', family: 'Tan', given: ['Li Na'], prefix: ['Ms'], gender: 'female', languages: ['en', 'zh'] },
    ],
    services: [{ key: 'surgery', dosServiceId: '2000086022', name: 'GP surgery' }],
  },
  streetLane: {
    kind: 'practice',
    odsCode: 'B86066',
    asid: '200000086066',
    name: 'The Street Lane Practice',
    address: { lines: ['12 Devonshire Avenue', 'Roundhay'], city: 'Leeds', postalCode: 'LS8 1AY', country: 'England' },
    telecom: [{ system: 'phone', value: '0844 4997073', use: 'work' }],
    locations: [
      {
        key: 'main',
        name: 'The Street Lane Practice',
        address: { lines: ['12 Devonshire Avenue', 'Roundhay'], city: 'Leeds', postalCode: 'LS8 1AY', country: 'England' },
        telecom: [{ system: 'phone', value: '0844 4997073', use: 'work' }],
      },
    ],
    practitioners: [
      {
        key: 'ferris',
        sdsUserId: '111122223321',
        sdsRoleProfileIds: ['111122224421'],
        family: 'Ferris',
        given: ['Alan'],
        prefix: ['Dr'],
        gender: 'male',
        languages: ['en'],
      },
      {
        key: 'hussain',
        sdsUserId: '111122223322',
        sdsRoleProfileIds: ['111122224422'],
        family: 'Hussain',
        given: ['Sadia'],
        prefix: ['Dr'],
        gender: 'female',
        languages: ['en', 'ur', 'pa'],
      },
      {
        key: 'petrov',
        sdsUserId: '111122223323',
        sdsRoleProfileIds: ['111122224423'],
        family: 'Petrov',
        given: ['Mila'],
        prefix: ['Dr'],
        gender: 'female',
        languages: ['en', 'bg'],
      },
      {
        key: 'adeyemi',
        sdsUserId: '111122223324',
        sdsRoleProfileIds: ['111122224424'],
        family: 'Adeyemi',
        given: ['Tolu'],
        prefix: ['Mr'],
        gender: 'male',
        languages: ['en', 'yo'],
      },
    ],
    services: [{ key: 'surgery', dosServiceId: '2000086066', name: 'GP surgery' }],
  },
}
