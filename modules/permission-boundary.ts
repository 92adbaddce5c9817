import { IamPolicy } from '@cdktn/provider-aws/lib/iam-policy/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import type { IAspect } from 'cdktn';
import { Construct, type IConstruct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { policyDocument } from './policy-document.js';

/** What a {@link PermissionBoundary} is made from. */
export interface PermissionBoundaryProps {
  readonly name: string;
  readonly location: AwsLocation;
}

/** Services that roles of a platform may be given rights to. */
const SERVICES = [
  'acm',
  'arc-zonal-shift',
  'autoscaling',
  'backup',
  'backup-storage',
  'cloudwatch',
  'dynamodb',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'eks-auth',
  'elasticache',
  'elasticloadbalancing',
  'events',
  'kms',
  'lambda',
  'logs',
  'pricing',
  'rds',
  'rds-db',
  'route53',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'ssmmessages',
  'ec2messages',
  'tag',
  'wafv2',
  'xray',
] as const;

const INSTANCE_PROFILES = [
  'AddRoleToInstanceProfile',
  'CreateInstanceProfile',
  'DeleteInstanceProfile',
  'GetInstanceProfile',
  'ListInstanceProfiles',
  'RemoveRoleFromInstanceProfile',
  'TagInstanceProfile',
] as const;

/**
 * The ceiling of every role that a pipeline makes: whatever its policies say, the role reaches these services only and
 * can neither make identities nor take other roles of the account.
 *
 * It grants nothing by itself, so it names services instead of resources.
 */
export class PermissionBoundary extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: PermissionBoundaryProps) {
    super(scope, id);
    const policy = new IamPolicy(this, 'Default', {
      name: props.name,
      description: 'Ceiling of the roles that pipelines make',
      policy: policyDocument([
        { sid: 'Ceiling', actions: SERVICES.map((service) => `${service}:*`), resources: ['*'] },
        {
          // AWS Backup hands its role on to the service that restores.
          sid: 'HandOn',
          actions: ['iam:GetRole', 'iam:PassRole', 'iam:ListInstanceProfilesForRole'],
          resources: [props.location.arn({ service: 'iam', region: '', resource: 'role/*' })],
        },
        {
          // Karpenter hands nodes their role in a profile; a profile is no identity, and passing a role stays limited.
          sid: 'Profiles',
          actions: INSTANCE_PROFILES.map((verb) => `iam:${verb}`),
          resources: [props.location.arn({ service: 'iam', region: '', resource: 'instance-profile/*' })],
        },
        {
          // The first load balancer of an account makes the role that AWS itself uses for all of them.
          sid: 'RolesOfServices',
          actions: ['iam:CreateServiceLinkedRole'],
          resources: [props.location.arn({ service: 'iam', region: '', resource: 'role/aws-service-role/*' })],
          conditions: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
        },
      ]),
    });
    this.arn = policy.arn;
  }
}

/** Puts the boundary on every role of a stack. */
export class BoundedRoles implements IAspect {
  constructor(private readonly boundaryArn: string) {}

  visit(node: IConstruct): void {
    if (node instanceof IamRole) node.permissionsBoundary = this.boundaryArn;
  }
}
