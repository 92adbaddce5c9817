import { EksPodIdentityAssociation } from '@cdktn/provider-aws/lib/eks-pod-identity-association/index.js';
import { IamRole } from '@cdktn/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktn/provider-aws/lib/iam-role-policy/index.js';
import { Construct } from 'constructs';
import { boundedName } from './bounded-name.js';
import { podsMayAssume } from './pod-identity.js';
import { type PolicyStatement, policyDocument } from './policy-document.js';

/** What a {@link ServiceIdentity} is made from. */
export interface ServiceIdentityProps {
  readonly roleName: string;
  /** Name of the service and of its service account. */
  readonly service: string;
  readonly clusterName: string;
  readonly namespace: string;
  /** What it may do, from its needs. */
  readonly statements: readonly PolicyStatement[];
}

/** The role that the pods of one service run with, bound to its service account. */
export class ServiceIdentity extends Construct {
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: ServiceIdentityProps) {
    super(scope, id);
    const { service, clusterName, namespace, statements } = props;
    const tags = { 'backlot:service': service };
    const role = new IamRole(this, 'Default', {
      name: boundedName(props.roleName, 64),
      description: `Pods of ${service}`,
      assumeRolePolicy: policyDocument([podsMayAssume({ clusterName, namespace, serviceAccount: service })]),
      tags,
    });
    this.roleArn = role.arn;
    // IAM takes no policy without statements.
    if (statements.length > 0) {
      new IamRolePolicy(this, 'policy', { name: 'needs', role: role.name, policy: policyDocument(statements) });
    }
    new EksPodIdentityAssociation(this, 'association', {
      clusterName,
      namespace,
      serviceAccount: service,
      roleArn: role.arn,
      tags,
    });
  }
}
