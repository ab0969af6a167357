import type { Fault } from '../../faults/fault-script.ts'
import type { SdsLdapFault } from '../sds-faults.ts'

/** What a fault of the script comes to in LDAP. Certificates and clocks are not matters of a question. */
export function ldapFaultOf(fault: Fault | undefined): SdsLdapFault | undefined {
  switch (fault?.kind) {
    case 'delay':
      return { delayMs: fault.ms }
    case 'time-out':
      return 'silence'
    case 'reset-before':
    case 'reset-after':
    case 'wrong-media-type':
    case 'truncated-body':
      return 'reset'
    case 'status':
      return fault.status === 504 ? 'timed-out' : 'failed'
    case 'stale-address':
      return 'stale-address'
    case 'expired-certificate':
    case 'skewed-clock':
    case undefined:
      return undefined
  }
}
