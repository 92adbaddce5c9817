import { EksAddon } from '@cdktn/provider-aws/lib/eks-addon/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy/index.js';
import { IamRolePolicyAttachment } from '@cdktn/provider-aws/lib/iam-role-policy-attachment/index.js';
import { Construct, type IConstruct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { boundedName } from './bounded-name.js';
import { podsMayAssume } from './pod-identity.js';
import { policyDocument } from './policy-document.js';
import { resourcesIn } from './resources-in.js';

/** What {@link ClusterAddons} are made from. */
export interface ClusterAddonsProps {
  readonly clusterName: string;
  /** Starts the names of roles. */
  readonly namePrefix: string;
  readonly location: AwsLocation;
  /** Add-ons by name, each with its version, or the default one of the cluster's version. */
  readonly addons: Readonly<Record<string, { readonly version?: string }>>;
  /** Key of the volumes that the storage driver makes. */
  readonly volumeKeyArn: string;
}

/** Add-ons that a node needs before it is ready, so that they come before the nodes and all others after. */
const BEFORE_NODES: ReadonlySet<string> = new Set(['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent']);

/** Service account and AWS policy of the add-ons that call AWS. */
const IDENTITIES: Readonly<Record<string, { readonly serviceAccount: string; readonly policy: string }>> = {
  'vpc-cni': { serviceAccount: 'aws-node', policy: 'AmazonEKS_CNI_Policy' },
  'aws-ebs-csi-driver': {
    serviceAccount: 'ebs-csi-controller-sa',
    policy: 'service-role/AmazonEBSCSIDriverPolicy',
  },
};

/**
 * Settings that an add-on gets. Without this one, EKS keeps NetworkPolicies and enforces none of them.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
 */
const SETTINGS: Readonly<Record<string, object>> = { 'vpc-cni': { enableNetworkPolicy: 'true' } };

/** The add-ons of a cluster, each with a role of its own where it calls AWS. */
export class ClusterAddons extends Construct {
  /** What nodes wait for. */
  readonly beforeNodes: readonly IConstruct[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterAddonsProps,
  ) {
    super(scope, id);
    this.beforeNodes = this.names()
      .filter((name) => BEFORE_NODES.has(name))
      .map((name) => this.addon(name));
  }

  /** Adds the ones that run as ordinary pods, once there are nodes. */
  addAfter(nodes: readonly IConstruct[]): void {
    for (const name of this.names().filter((name) => !BEFORE_NODES.has(name))) this.addon(name, nodes);
  }

  private names(): string[] {
    return Object.keys(this.props.addons);
  }

  private addon(name: string, after: readonly IConstruct[] = []): EksAddon {
    const identity = IDENTITIES[name];
    return new EksAddon(this, name, {
      clusterName: this.props.clusterName,
      addonName: name,
      addonVersion: this.props.addons[name]?.version,
      configurationValues: SETTINGS[name] && JSON.stringify(SETTINGS[name]),
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'PRESERVE',
      podIdentityAssociation: identity && [
        { serviceAccount: identity.serviceAccount, roleArn: this.role(name, identity) },
      ],
      dependsOn: resourcesIn(...after),
    });
  }

  private role(name: string, { serviceAccount, policy }: { serviceAccount: string; policy: string }): string {
    const { clusterName, namePrefix, location, volumeKeyArn } = this.props;
    const role = new IamRole(this, `${name}-role`, {
      name: boundedName(`${namePrefix}-${name}`, 64),
      description: `Pods of the add-on ${name}`,
      assumeRolePolicy: policyDocument([podsMayAssume({ clusterName, namespace: 'kube-system', serviceAccount })]),
    });
    new IamRolePolicyAttachment(this, `${name}-policy`, {
      role: role.name,
      policyArn: `arn:${location.partition}:iam::aws:policy/${policy}`,
    });
    if (name === 'aws-ebs-csi-driver') {
      new IamRolePolicy(this, `${name}-key`, {
        name: 'volume-key',
        role: role.name,
        policy: policyDocument([
          {
            sid: 'Volumes',
            actions: ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey'],
            resources: [volumeKeyArn],
          },
          {
            sid: 'VolumeGrants',
            actions: ['kms:CreateGrant'],
            resources: [volumeKeyArn],
            conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
          },
        ]),
      });
    }
    return role.arn;
  }
}
