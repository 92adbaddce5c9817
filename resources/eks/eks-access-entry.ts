import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';
import { policiesOf } from './policies-of.js';

/** What one of our entries may do beside what is declared. */
const accessPolicies: Look = {
  what: 'access policies',
  asks: ['eks:ListAssociatedAccessPolicies'],
  find: async ({ values: { cluster_name: cluster, principal_arn: principal } }, world) => {
    const policies = await policiesOf(cluster, principal, world);
    return policies
      .filter(
        (policy_arn) =>
          !world.ours.has('aws_eks_access_policy_association', {
            cluster_name: cluster,
            principal_arn: principal,
            policy_arn,
          }),
      )
      .map((arn) => ({
        what: 'access policy',
        name: arn.slice(arn.lastIndexOf('/') + 1),
        severity: /AdminPolicy$/.test(arn) ? ('critical' as const) : ('high' as const),
        remove: shell`aws eks disassociate-access-policy --cluster-name ${cluster} --principal-arn ${principal} --policy-arn ${arn}`,
      }));
  },
};

/** What is known of `aws_eks_access_entry`. */
export default resource({
  type: 'aws_eks_access_entry',
  beside: [accessPolicies],
  find: named({
    ask: 'eks:DescribeAccessEntry',
    by: { clusterName: '{cluster_name}', principalArn: '{principal_arn}' },
    at: 'accessEntry',
    id: '{cluster_name}:{principal_arn}',
  }),
  hangs: true,
});
