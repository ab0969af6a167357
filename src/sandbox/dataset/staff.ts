import type { SpineFileSource } from '../../dataset/spine-file.ts'

type Staff = NonNullable<SpineFileSource['staff']>[number]
type Role = NonNullable<Staff['roles']>[number]

const clerk = {
  code: 'S8001:G8002:R8008',
  name: ['Admin & Clerical', 'Admin & Clerical', 'Admin/Clinical Support Access Role'],
  activities: [{ code: 'B0278', name: 'Manage appointments' }],
} satisfies Partial<Role>

const nurse = { ...clerk, code: 'S8000:G8000:R8001', name: ['Clinical', 'Clinical Provision', 'Nurse Access Role'] }

/** Who can sign in here, all invented. The ids are of a range that is never issued. */
export function staffOf({ nhs111, hub }: { nhs111: string; hub: string }): Staff[] {
  return [
    { uid: '555000001001', family: 'Ackroyd', given: 'Dev', title: 'Mr', roles: [{ ...clerk, roleId: '555000002001', odsCode: nhs111 }] },
    { uid: '555000001002', family: 'Bramall', given: 'Sian', title: 'Mrs', roles: [{ ...nurse, roleId: '555000002002', odsCode: hub }] },
    {
      uid: '555000001003',
      family: 'Castle',
      given: 'Oluwaseun',
      title: 'Dr',
      authenticator: 'AAL3_FIDO2',
      roles: [
        { ...clerk, roleId: '555000002003', odsCode: nhs111 },
        { ...nurse, roleId: '555000002004', odsCode: nhs111 },
        { ...nurse, roleId: '555000002005', odsCode: hub },
      ],
    },
    { uid: '555000001004', family: 'Dunne', given: 'Marek' },
    {
      uid: '555000001005',
      family: 'Ellison',
      given: 'Ruth',
      title: 'Ms',
      authenticator: 'AAL2_NHSMAIL',
      roles: [{ ...clerk, roleId: '555000002006', odsCode: nhs111 }],
    },
  ]
}
