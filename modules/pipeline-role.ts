import { IamPolicy } from '@cdktn/provider-aws/lib/iam-policy/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { IamRolePolicyAttachment } from '@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js';
import { Construct } from 'constructs';
import { type PolicyStatement, policyDocument } from './policy-document.js';
import { boundedPolicy, IAM_LIMITS, policySize } from './policy-size.js';
import { BacklotError } from './values/backlot-error.js';
import { Duration } from './values/duration.js';

/** What a {@link PipelineRole} is made from. */
export interface PipelineRoleProps {
  readonly name: string;
  readonly description: string;
  /** Who may take it. */
  readonly trust: PolicyStatement;
  /** Statements by the name of the policy that holds them: a policy is limited to 6,144 characters, so large ones are split. */
  readonly policies: Readonly<Record<string, readonly PolicyStatement[]>>;
  /** ARNs of policies that exist. @default none */
  readonly managedPolicyArns?: readonly string[];
  /** How long a run may hold it, 1 to 12 hours. @default 1 hour */
  readonly maxSession?: Duration;
}

/**
 * A role for runs of a pipeline, with its rights in named policies.
 *
 * @throws BacklotError `PolicyTooLong` when a policy passes what IAM stores.
 */
export class PipelineRole extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: PipelineRoleProps) {
    super(scope, id);
    const { name, description, trust, policies, managedPolicyArns = [], maxSession = Duration.hours(1) } = props;
    const role = new IamRole(this, 'Default', {
      name,
      description,
      assumeRolePolicy: boundedTrust(name, trust),
      maxSessionDuration: maxSession.toSeconds(),
    });
    this.arn = role.arn;
    this.name = role.name;
    for (const [part, statements] of Object.entries(policies)) {
      const policy = new IamPolicy(this, part, {
        name: `${name}-${part}`,
        description: `${description}: ${part}`,
        policy: boundedPolicy(`${name}-${part}`, statements),
      });
      new IamRolePolicyAttachment(this, `${part}-attachment`, { role: role.name, policyArn: policy.arn });
    }
    for (const policyArn of managedPolicyArns) {
      new IamRolePolicyAttachment(this, policyArn.split('/').at(-1) ?? policyArn, { role: role.name, policyArn });
    }
  }
}

function boundedTrust(name: string, trust: PolicyStatement): string {
  const policy = policyDocument([trust]);
  const size = policySize(policy);
  if (size <= IAM_LIMITS.trust) return policy;
  throw new BacklotError({
    code: 'PolicyTooLong',
    message: `who may take the role '${name}' takes about ${size} characters, and IAM stores ${IAM_LIMITS.trust}`,
    hints: ['name fewer branches under foundation.github.deployBranches'],
    exitCode: 3,
  });
}
