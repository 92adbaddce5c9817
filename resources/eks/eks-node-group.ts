import { shell } from '../../modules/values/shell-quoted.js';
import type { Found, Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What scales the nodes of a group beside the cluster's own autoscaler. */
const scalingPolicies: Look = {
  what: 'scaling policies',
  asks: ['autoscaling:DescribePolicies', 'autoscaling:DescribeScheduledActions'],
  find: async ({ values: { resources = [] } }, { ask }) => {
    const groups: string[] = resources.flatMap(({ autoscaling_groups: each = [] }: ApiObject) =>
      each.map(({ name }: { name: string }) => name),
    );
    const found: Found[] = [];
    for (const AutoScalingGroupName of groups) {
      const group = ['--auto-scaling-group-name', AutoScalingGroupName];
      const policies = (await ask('autoscaling:DescribePolicies', { AutoScalingGroupName }))?.ScalingPolicies ?? [];
      for (const { PolicyName: name } of policies) {
        const remove = shell`aws autoscaling delete-policy ${group} --policy-name ${name}`;
        found.push({ what: 'scaling policy', name, severity: 'high', says: 'changes the number of nodes', remove });
      }
      const answer = await ask('autoscaling:DescribeScheduledActions', { AutoScalingGroupName });
      for (const { ScheduledActionName: name } of answer?.ScheduledUpdateGroupActions ?? []) {
        const remove = shell`aws autoscaling delete-scheduled-action ${group} --scheduled-action-name ${name}`;
        found.push({ what: 'scheduled action', name, severity: 'high', says: 'changes the number of nodes', remove });
      }
    }
    return found;
  },
};

/** What is known of `aws_eks_node_group`. */
export default resource({
  type: 'aws_eks_node_group',
  version: 'version',
  beside: [scalingPolicies],
  find: named({
    ask: 'eks:DescribeNodegroup',
    by: { clusterName: '{cluster_name}', nodegroupName: '{node_group_name}' },
    at: 'nodegroup',
    id: '{cluster_name}:{node_group_name}',
  }),
  hangs: true,
});
