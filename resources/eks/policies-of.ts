import type { World } from '../attachments.js';

/** Policies of an access entry of a cluster. */
export async function policiesOf(clusterName: string, principalArn: string, { ask }: World): Promise<string[]> {
  const answer = await ask('eks:ListAssociatedAccessPolicies', { clusterName, principalArn });
  return (answer?.associatedAccessPolicies ?? []).map(({ policyArn }: { policyArn: string }) => policyArn);
}
