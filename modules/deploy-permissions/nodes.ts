import type { PolicyStatement } from '../policy-document.js';
import { closedNames } from './closed-defaults.js';
import { bothHold, type DeployScope, isOurs, ofCluster } from './scope.js';

/** Nodes start from our templates, in our subnets, behind our groups or the one that EKS makes for the cluster. */
export function nodeStatements(scope: DeployScope): PolicyStatement[] {
  const { location } = scope;
  const ec2 = (...kinds: readonly string[]) =>
    kinds.map((kind) => location.arn({ service: 'ec2', resource: `${kind}/*` }));
  return [
    {
      // EKS starts nodes from our launch templates and asks whether we could.
      sid: 'Nodes',
      actions: ['ec2:RunInstances'],
      resources: [
        ...ec2('instance', 'network-interface', 'volume'),
        location.arn({ service: 'ec2', account: '', resource: 'image/*' }),
      ],
    },
    {
      sid: 'NodesOnOurs',
      actions: ['ec2:RunInstances'],
      resources: ec2('launch-template', 'security-group', 'subnet'),
      conditions: bothHold(isOurs(scope), { StringNotEquals: closedNames(scope) }),
    },
    {
      sid: 'NodesOfCluster',
      actions: ['ec2:RunInstances'],
      resources: ec2('security-group'),
      conditions: ofCluster(scope),
    },
  ];
}
