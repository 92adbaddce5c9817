import { TerraformOutput } from 'cdktn';
import type { Construct } from 'constructs';
import type { Environment } from '../environments/model/index.js';
import { AccessEntry } from '../modules/access-entry.js';
import { AwsLocation } from '../modules/aws-location.js';
import { boundedName } from '../modules/bounded-name.js';
import { ClusterAddons } from '../modules/cluster-addons.js';
import { KubernetesCluster } from '../modules/kubernetes-cluster.js';
import { NodeGroup } from '../modules/node-group.js';
import { ServiceIdentity } from '../modules/service-identity.js';
import { ServiceRole } from '../modules/service-role.js';
import { Duration } from '../modules/values/duration.js';
import { ControllerIdentities } from './controller-identities.js';
import type { NetworkStack } from './network-stack.js';
import { PlatformStack, type PlatformStackProps } from './platform-stack.js';
import { section } from './section.js';
import { type NeededStacks, ServiceAccess } from './service-access.js';
import type { StackDefinition } from './stack-definition.js';

/** What a {@link ClusterStack} is made from. */
export interface ClusterStackProps extends PlatformStackProps, NeededStacks {
  readonly network: NetworkStack;
  readonly cluster: NonNullable<Environment['cluster']>;
}

/** The Kubernetes cluster, its nodes and add-ons, who may enter, and the identity of each service that runs on it. */
export class ClusterStack extends PlatformStack {
  readonly clusterName: string;
  readonly clusterArn: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  readonly oidcIssuer: string;
  readonly serviceRoleArns: Readonly<Record<string, string>>;
  private nodeRole?: ServiceRole;
  private readonly location: AwsLocation;

  constructor(scope: Construct, props: ClusterStackProps) {
    super(scope, 'cluster', props);
    const { accountId, region } = props.environment.aws;
    this.location = new AwsLocation(accountId, region);
    const cluster = this.controlPlane(props);
    const addons = new ClusterAddons(this, 'addons', {
      clusterName: cluster.name,
      namePrefix: this.names.of('cluster'),
      location: this.location,
      addons: props.cluster.addons,
      volumeKeyArn: props.foundation.keys.data.arn,
    });
    const nodeGroups = this.nodeGroups(props, cluster, addons);
    addons.addAfter(nodeGroups);
    this.entries(props, cluster);
    this.clusterName = cluster.name;
    this.clusterArn = cluster.arn;
    this.endpoint = cluster.endpoint;
    this.certificateAuthority = cluster.certificateAuthority;
    this.oidcIssuer = cluster.oidcIssuer;
    this.serviceRoleArns = this.identities(props, cluster);
    new ControllerIdentities(this, 'controllers', {
      ...props,
      names: this.names,
      location: this.location,
      clusterName: cluster.name,
      nodeRole: this.nodeRole,
    });
    new TerraformOutput(this, 'cluster_name', { value: cluster.name });
    new TerraformOutput(this, 'cluster_arn', { value: cluster.arn });
    new TerraformOutput(this, 'cluster_endpoint', { value: cluster.endpoint });
    new TerraformOutput(this, 'cluster_certificate_authority', { value: cluster.certificateAuthority });
    new TerraformOutput(this, 'cluster_oidc_issuer', { value: cluster.oidcIssuer });
    new TerraformOutput(this, 'service_role_arns', { value: this.serviceRoleArns });
  }

  private controlPlane({ environment, cluster, network, foundation }: ClusterStackProps): KubernetesCluster {
    return new KubernetesCluster(this, 'cluster', {
      name: boundedName(this.names.of('cluster'), 100),
      location: this.location,
      version: cluster.version,
      vpcId: network.vpcId,
      vpcCidr: environment.network.cidr,
      subnetIds: network.privateSubnetIds,
      publicCidrs: cluster.endpoint.public ? cluster.endpoint.publicCidrs : [],
      keys: { secrets: foundation.keys.secrets.arn, logs: foundation.keys.logs.arn },
      logs: cluster.logs,
      logRetention: Duration.parse(cluster.logRetention),
      deletionProtection: environment.production,
    });
  }

  private nodeGroups(props: ClusterStackProps, cluster: KubernetesCluster, addons: ClusterAddons): NodeGroup[] {
    const declared = Object.entries(props.cluster.nodeGroups);
    if (declared.length === 0) return [];
    const role = new ServiceRole(this, 'node-role', {
      name: boundedName(this.names.of('nodes'), 64),
      description: 'Nodes: join the cluster and pull images; pods bring their own roles',
      service: 'ec2',
      location: this.location,
      managedPolicies: ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'],
    });
    this.nodeRole = role;
    return declared.map(
      ([name, group]) =>
        new NodeGroup(this, `nodes-${name}`, {
          ...group,
          name,
          namePrefix: this.names.of('cluster'),
          clusterName: cluster.name,
          roleArn: role.arn,
          subnetIds: props.network.privateSubnetIds,
          securityGroupIds: [cluster.securityGroupId, props.network.workloadSecurityGroupId],
          keyArn: props.foundation.keys.data.arn,
          tags: this.defaultTags('cluster'),
          after: [role, ...addons.beforeNodes],
        }),
    );
  }

  private entries({ cluster: declared, foundation }: ClusterStackProps, cluster: KubernetesCluster): void {
    if (foundation.deployRoleArn) {
      // It installs what every namespace stands on: custom resources, roles, admission rules.
      new AccessEntry(this, 'pipeline', {
        clusterName: cluster.name,
        location: this.location,
        principal: foundation.deployRoleArn,
        policy: 'cluster-admin',
      });
    }
    for (const [name, entry] of Object.entries(declared.access)) {
      const { role, ...props } = entry;
      new AccessEntry(this, `access-${name}`, {
        ...props,
        groups: role && [`backlot:${role}`],
        clusterName: cluster.name,
        location: this.location,
      });
    }
  }

  private identities(props: ClusterStackProps, cluster: KubernetesCluster): Record<string, string> {
    const access = new ServiceAccess(this.location, props);
    const onKubernetes = Object.entries(props.environment.services).filter(([, { run }]) => run === 'kubernetes');
    return Object.fromEntries(
      onKubernetes.map(([service, declared]) => {
        const identity = new ServiceIdentity(this, `service-${service}`, {
          roleName: this.names.of('service', service),
          service,
          clusterName: cluster.name,
          namespace: props.cluster.namespace,
          statements: access.statementsOf(service, declared),
        });
        return [service, identity.roleArn];
      }),
    );
  }
}

/** The stack of the cluster, where the environment has one. */
export const cluster: StackDefinition = {
  id: 'cluster',
  description: 'EKS: control plane, nodes, add-ons, access, identities of services',
  dependsOn: ['foundation', 'network', 'secrets', 'media', 'messaging', 'data'],
  enabled: (environment) => environment.cluster !== undefined,
  build: (app, environment, upstream) => {
    return new ClusterStack(app, {
      environment,
      cluster: section(environment, 'cluster'),
      foundation: upstream.get('foundation'),
      network: upstream.get('network'),
      media: upstream.find('media'),
      messaging: upstream.find('messaging'),
      data: upstream.find('data'),
      secrets: upstream.find('secrets'),
    });
  },
};
