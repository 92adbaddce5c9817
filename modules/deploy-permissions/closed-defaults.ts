import type { PolicyStatement } from '../policy-document.js';
import { becomesOurs, bothHold, type DeployScope, exactly, isOurs } from './scope.js';

/** Ends of the names of what a VPC brings with it, which `vpc.ts` closes and nothing uses. */
const ENDS = ['default-locked', 'default-unused'] as const;

/** True, in a condition, for what a VPC brought with it. */
export function closedNames(scope: DeployScope): { readonly 'aws:ResourceTag/Name': readonly string[] } {
  return { 'aws:ResourceTag/Name': ENDS.map((end) => `${scope.prefix}${end}`) };
}

/**
 * A VPC brings a security group and a route table with it, untagged, and EC2 has no key that tells them from those of
 * another VPC. So what gets our tags this way must have neither an environment nor a name yet, must get a name that says
 * what becomes of it, and may from then on only be closed: nobody gains anything by it.
 */
export function closedDefaultStatements(scope: DeployScope): PolicyStatement[] {
  const closed = closedNames(scope);
  const names = closed['aws:ResourceTag/Name'];
  // What controllers know theirs by: who gave these would hand the thing to them.
  const ofOthers = ['elbv2.k8s.aws/cluster', `kubernetes.io/cluster/${scope.clusterName}`];
  const resources = ['security-group', 'route-table'].map((kind) =>
    scope.location.arn({ service: 'ec2', resource: `${kind}/*` }),
  );
  return [
    {
      sid: 'TagDefaults',
      actions: ['ec2:CreateTags'],
      resources,
      conditions: bothHold(becomesOurs(scope), {
        StringEquals: { 'aws:RequestTag/Name': names },
        Null: Object.fromEntries(
          ['ResourceTag/Name', 'ResourceTag/backlot:environment', ...ofOthers.map((key) => `RequestTag/${key}`)].map(
            (key) => [`aws:${key}`, 'true'],
          ),
        ),
      }),
    },
    {
      sid: 'CloseDefaults',
      actions: exactly('ec2', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress', 'DeleteRoute'),
      resources,
      conditions: bothHold(isOurs(scope), { StringEquals: closed }),
    },
    {
      sid: 'RetagDefaults',
      actions: exactly('ec2', 'CreateTags', 'DeleteTags'),
      resources,
      conditions: bothHold(isOurs(scope), {
        StringEquals: closed,
        'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['Name', ...Object.keys(scope.tags), ...ofOthers] },
        // A request that names no tags takes all of them.
        Null: { 'aws:TagKeys': 'false' },
      }),
    },
  ];
}
