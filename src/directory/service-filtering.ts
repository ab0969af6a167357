import type { Switches } from './model.ts'

/** GPConnect-ServiceFilteringStatus-1. */
export type ServiceFilteringStatus = 'supplier-disabled' | 'organization-disabled' | 'enabled'

/** SLOT-10: the supplier's switch comes first. */
export function serviceFilteringStatus({ serviceFilteringOffered, serviceFiltering }: Switches): ServiceFilteringStatus {
  if (!serviceFilteringOffered) return 'supplier-disabled'
  return serviceFiltering ? 'enabled' : 'organization-disabled'
}
