import type { ApiObject } from '../aws-calls.js';

/** Says whether something has a tag that begins so. */
export function tagged(start: RegExp) {
  return ({ Tags = [] }: ApiObject) => (Tags as { Key: string }[]).some(({ Key }) => start.test(Key));
}

/** Tags of what EKS, controllers and GuardDuty make in a network. */
export const OF_CLUSTER = /^(GuardDutyManaged$|aws:eks:|eks:|elbv2\.k8s\.aws\/|kubernetes\.io\/cluster\/|karpenter\.)/;
