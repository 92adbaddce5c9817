import { EksCluster } from '@cdktn/provider-aws/lib/eks-cluster/index.js';
import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import { boundedName } from './bounded-name.js';
import { LogGroup } from './log-group.js';
import { resourcesIn } from './resources-in.js';
import { SecurityGroup } from './security-group.js';
import { ServiceRole } from './service-role.js';
import { addressShare, OPEN_SHARE } from './values/address-share.js';
import { BacklotError } from './values/backlot-error.js';
import { Cidr } from './values/cidr.js';
import type { Duration } from './values/duration.js';

/** What a {@link KubernetesCluster} is made from. */
export interface KubernetesClusterProps {
  readonly name: string;
  readonly location: AwsLocation;
  /** Such as `1.34`. */
  readonly version: string;
  readonly vpcId: string;
  /** Networks inside the VPC that may reach the API server. */
  readonly vpcCidr: string;
  /** Subnets of the control plane's network interfaces. */
  readonly subnetIds: readonly string[];
  /** Networks that may reach the API server from outside. @default none: the endpoint is private */
  readonly publicCidrs?: readonly string[];
  /** Encrypt Kubernetes secrets; the log. */
  readonly keys: { readonly secrets: string; readonly logs: string };
  /** Control-plane logs that are kept. */
  readonly logs: readonly string[];
  readonly logRetention: Duration;
  readonly deletionProtection: boolean;
}

/**
 * The EKS control plane: access by API entries only, secrets under an own key, logs kept and encrypted.
 *
 * @throws BacklotError `OpenEndpoint` when the API server would be open to every address, at once or in parts.
 */
export class KubernetesCluster extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly endpoint: string;
  /** Base64 of a PEM file. */
  readonly certificateAuthority: string;
  readonly oidcIssuer: string;
  /** Group that EKS makes: between control plane and nodes. */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: KubernetesClusterProps) {
    super(scope, id);
    const { name, location, publicCidrs = [] } = props;
    if (addressShare(publicCidrs.map(Cidr.parse)) > OPEN_SHARE) {
      throw new BacklotError({
        code: 'OpenEndpoint',
        message: `cluster '${name}': the API server cannot be open to ${publicCidrs.join(', ')}; name the networks of those who need it in cluster.endpoint.publicCidrs`,
        exitCode: 3,
      });
    }
    const role = new ServiceRole(this, 'role', {
      name: boundedName(`${name}-control-plane`, 64),
      description: `Control plane of ${name}`,
      service: 'eks',
      location,
      managedPolicies: ['AmazonEKSClusterPolicy'],
      statements: [
        {
          sid: 'SecretsKey',
          actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:DescribeKey', 'kms:CreateGrant'],
          resources: [props.keys.secrets],
        },
      ],
    });
    const log = new LogGroup(this, 'log', {
      name: `/aws/eks/${name}/cluster`,
      keyArn: props.keys.logs,
      retention: props.logRetention,
    });
    const access = new SecurityGroup(this, 'access', {
      name: `${name}-api`,
      description: 'The network reaches the API server',
      vpcId: props.vpcId,
    });
    access.addIngress('vpc', { description: 'Clients inside the network', peer: { cidr: props.vpcCidr }, port: 443 });
    const cluster = new EksCluster(this, 'Default', {
      name,
      version: props.version,
      roleArn: role.arn,
      enabledClusterLogTypes: [...props.logs],
      bootstrapSelfManagedAddons: false,
      deletionProtection: props.deletionProtection,
      accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: { resources: ['secrets'], provider: { keyArn: props.keys.secrets } },
      upgradePolicy: { supportType: 'STANDARD' },
      zonalShiftConfig: { enabled: true },
      vpcConfig: {
        subnetIds: [...props.subnetIds],
        securityGroupIds: [access.id],
        endpointPrivateAccess: true,
        endpointPublicAccess: publicCidrs.length > 0,
        publicAccessCidrs: publicCidrs.length > 0 ? [...publicCidrs] : undefined,
      },
      // EKS makes the log group itself, unencrypted, if it is not there; and needs the role's rights to its last breath.
      dependsOn: resourcesIn(log, role),
    });
    this.name = cluster.name;
    this.arn = cluster.arn;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority.get(0).data;
    this.oidcIssuer = cluster.identity.get(0).oidc.get(0).issuer;
    this.securityGroupId = cluster.vpcConfig.clusterSecurityGroupId;
  }
}
