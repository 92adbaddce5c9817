import { EksAccessEntry } from '@cdktn/provider-aws/lib/eks-access-entry/index.js';
import { EksAccessPolicyAssociation } from '@cdktn/provider-aws/lib/eks-access-policy-association/index.js';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';

/** What an {@link AccessEntry} is made from. */
export interface AccessEntryProps {
  readonly clusterName: string;
  readonly location: AwsLocation;
  /** ARN of a role or user. */
  readonly principal: string;
  /** One of EKS's policies. @default none: only what the groups may do */
  readonly policy?: 'admin' | 'cluster-admin' | 'edit' | 'view';
  /** Groups of Kubernetes that the principal is in: `backlot:sre`. @default none */
  readonly groups?: readonly string[];
  /** Limits the policy to these. @default the whole cluster */
  readonly namespaces?: readonly string[];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html */
const POLICIES = {
  admin: 'AmazonEKSAdminPolicy',
  'cluster-admin': 'AmazonEKSClusterAdminPolicy',
  edit: 'AmazonEKSEditPolicy',
  view: 'AmazonEKSViewPolicy',
} as const;

/** Lets an IAM principal into the cluster, with one of EKS's policies, in groups of Kubernetes, or both. */
export class AccessEntry extends Construct {
  constructor(scope: Construct, id: string, props: AccessEntryProps) {
    super(scope, id);
    const { clusterName, groups = [], namespaces = [], policy, principal } = props;
    const entry = new EksAccessEntry(this, 'Default', {
      clusterName,
      principalArn: principal,
      type: 'STANDARD',
      kubernetesGroups: groups.length > 0 ? [...groups] : undefined,
    });
    if (!policy) return;
    new EksAccessPolicyAssociation(this, 'policy', {
      clusterName,
      principalArn: entry.principalArn,
      policyArn: `arn:${props.location.partition}:eks::aws:cluster-access-policy/${POLICIES[policy]}`,
      accessScope: namespaces.length > 0 ? { type: 'namespace', namespaces: [...namespaces] } : { type: 'cluster' },
    });
  }
}
