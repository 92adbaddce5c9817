import { describe, expect, it } from '@jest/globals';
import { fullEnvironment } from './fixtures/full-environment.js';
import { type Block, SynthesizedStack, synthesize } from './fixtures/synthesized-stack.js';

const { cluster } = synthesize(fullEnvironment()) as { cluster: SynthesizedStack };

function clusterWith(changes: Record<string, unknown>): SynthesizedStack {
  return synthesize(fullEnvironment(changes)).cluster as SynthesizedStack;
}

function needsOf(service: string): Record<string, Block> {
  return SynthesizedStack.statements(cluster.startingWith('aws_iam_role_policy', `service-${service}`).policy);
}

describe('cluster stack', () => {
  it('runs a control plane with private access, encrypted secrets, every log, and entries instead of a config map', () => {
    expect(cluster.one('aws_eks_cluster')).toMatchObject({
      version: '1.34',
      enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      deletion_protection: true,
      bootstrap_self_managed_addons: false,
      access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
      encryption_config: { resources: ['secrets'] },
      vpc_config: {
        endpoint_private_access: true,
        endpoint_public_access: true,
        public_access_cidrs: ['198.51.100.0/24'],
      },
    });
  });

  it('stays private unless told otherwise', () => {
    const { vpc_config } = clusterWith({ cluster: {} }).one('aws_eks_cluster');
    expect(vpc_config).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
  });

  it('refuses an API server that is open to everybody', () => {
    for (const publicCidrs of [['0.0.0.0/0'], ['0.0.0.0/1', '128.0.0.0/1']]) {
      expect(() => clusterWith({ cluster: { endpoint: { public: true, publicCidrs } } })).toThrow(
        expect.objectContaining({ code: 'OpenEndpoint' }),
      );
    }
  });

  it('makes its log group and rights first', () => {
    const { depends_on } = cluster.one('aws_eks_cluster');
    expect(depends_on.join()).toMatch(/aws_cloudwatch_log_group/);
    expect(depends_on.join()).toMatch(/aws_iam_role_policy_attachment/);
    expect(cluster.startingWith('aws_cloudwatch_log_group', 'cluster_log').name).toBe(
      '/aws/eks/backlot-prod-cluster/cluster',
    );
  });

  it('keeps the credentials of nodes from pods and the volumes of nodes encrypted', () => {
    for (const template of cluster.all('aws_launch_template')) {
      expect(template.metadata_options).toMatchObject({ http_tokens: 'required', http_put_response_hop_limit: 1 });
      for (const { ebs } of template.block_device_mappings) {
        expect(ebs).toMatchObject({ encrypted: 'true', volume_type: 'gp3' });
        expect(ebs.kms_key_id).toContain('data-key');
      }
    }
  });

  it('puts nodes into the groups of the cluster and of the clients of data stores', () => {
    const { vpc_security_group_ids } = cluster.startingWith('aws_launch_template', 'nodes-general');
    expect(vpc_security_group_ids).toEqual([
      expect.stringContaining('cluster_security_group_id'),
      expect.stringContaining('workloads'),
    ]);
  });

  it('tags what the template makes, which the tags of the provider do not reach', () => {
    const { tag_specifications } = cluster.startingWith('aws_launch_template', 'nodes-general');
    for (const { tags } of tag_specifications) {
      expect(tags).toMatchObject({ 'backlot:environment': 'prod', 'backlot:owner': 'platform-team' });
    }
  });

  it('makes node groups as declared and leaves their size to the autoscaler afterwards', () => {
    expect(cluster.one('aws_eks_node_group', { node_group_name: 'general' })).toMatchObject({
      ami_type: 'BOTTLEROCKET_ARM_64',
      capacity_type: 'ON_DEMAND',
      scaling_config: { min_size: 3, max_size: 9, desired_size: 4 },
      lifecycle: { ignore_changes: ['scaling_config[0].desired_size'] },
    });
    expect(cluster.one('aws_eks_node_group', { node_group_name: 'batch' })).toMatchObject({
      ami_type: 'BOTTLEROCKET_x86_64',
      capacity_type: 'SPOT',
      taint: [{ key: 'batch', effect: 'NO_SCHEDULE' }],
    });
  });

  it('refuses a size outside its own limits', () => {
    const nodeGroups = { general: { min: 2, max: 3, desired: 5 } };
    expect(() => clusterWith({ cluster: { nodeGroups } })).toThrow(
      expect.objectContaining({ code: 'InvalidNodeGroup', message: expect.stringContaining('5') }),
    );
  });

  it('installs networking before nodes and ordinary add-ons after', () => {
    const nodes = cluster.one('aws_eks_node_group', { node_group_name: 'general' });
    expect(nodes.depends_on.join()).toContain('addons_vpc-cni');
    expect(cluster.one('aws_eks_addon', { addon_name: 'coredns' }).depends_on.join()).toContain('nodes-general');
    expect(cluster.one('aws_eks_addon', { addon_name: 'vpc-cni' }).depends_on).toEqual([]);
  });

  it('has network policies enforced, which EKS only keeps otherwise', () => {
    const { configuration_values } = cluster.one('aws_eks_addon', { addon_name: 'vpc-cni' });
    expect(JSON.parse(configuration_values)).toEqual({ enableNetworkPolicy: 'true' });
  });

  it('puts principals with a role of the platform into its group of Kubernetes', () => {
    const principal = 'arn:aws:iam::111122223333:role/sre';
    const stack = clusterWith({ cluster: { access: { sre: { principal, role: 'sre' } } } });
    expect(stack.startingWith('aws_eks_access_entry', 'access-sre').kubernetes_groups).toEqual(['backlot:sre']);
    const policies = stack.all('aws_eks_access_policy_association').map(({ principal_arn }) => principal_arn);
    expect(policies).not.toContainEqual(expect.stringContaining('access-sre'));
  });

  it('gives add-ons that call AWS a role of their own, so that nodes need fewer rights', () => {
    const driver = cluster.one('aws_eks_addon', { addon_name: 'aws-ebs-csi-driver' });
    expect(driver.pod_identity_association[0].service_account).toBe('ebs-csi-controller-sa');
    const attached = cluster
      .all('aws_iam_role_policy_attachment')
      .filter(({ role }) => role.includes('node-role'))
      .map(({ policy_arn }) => policy_arn.split('/').at(-1));
    expect(attached.sort()).toEqual(['AmazonEC2ContainerRegistryPullOnly', 'AmazonEKSWorkerNodePolicy']);
  });

  it('lets in who is declared, where they are declared, and the pipeline', () => {
    expect(cluster.startingWith('aws_eks_access_policy_association', 'access-developers')).toMatchObject({
      policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
      access_scope: { type: 'namespace', namespaces: ['streaming'] },
    });
    expect(cluster.startingWith('aws_eks_access_policy_association', 'access-operators').access_scope).toEqual({
      type: 'cluster',
    });
    expect(cluster.startingWith('aws_eks_access_entry', 'pipeline').principal_arn).toContain('deploy');
    expect(clusterWith({ foundation: {} }).all('aws_eks_access_entry')).toHaveLength(2);
  });

  it('trusts the pods of one service account with the role of a service', () => {
    const { assume_role_policy } = cluster.named('aws_iam_role')['service-data-processor'] as Block;
    expect(SynthesizedStack.statements(assume_role_policy).Pods).toMatchObject({
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Condition: {
        StringEquals: {
          'aws:RequestTag/kubernetes-namespace': 'streaming',
          'aws:RequestTag/kubernetes-service-account': 'data-processor',
        },
      },
    });
    expect(cluster.startingWith('aws_eks_pod_identity_association', 'service-data-processor')).toMatchObject({
      namespace: 'streaming',
      service_account: 'data-processor',
      tags: { 'backlot:service': 'data-processor' },
    });
  });

  it('turns needs into exactly these rights', () => {
    expect(Object.keys(needsOf('api'))).toEqual([
      'ConnectMain',
      'ConnectCache',
      'ListMedia',
      'ReadMedia',
      'S3KeyOfReadMedia',
      'PublishIngest',
      'SqsKeyOfPublishIngest',
      'PublishReleases',
      'SnsKeyOfPublishReleases',
      'SecretApiToken',
      'SecretsmanagerKeyOfApiToken',
    ]);
    for (const { Resource } of Object.values(needsOf('api'))) expect([Resource].flat()).not.toContain('*');
  });

  it('lets a service log in as itself: to the database, its replicas and its proxy, and to the cache', () => {
    const { ConnectMain, ConnectCache } = needsOf('data-processor');
    expect(ConnectMain?.Resource).toHaveLength(4);
    for (const arn of ConnectMain?.Resource ?? []) expect(arn).toMatch(/\/data_processor$/);
    expect(ConnectCache?.Resource[1]).toContain('user-data-processor');
  });

  it('gives a service without needs a role without rights', () => {
    expect(Object.keys(cluster.named('aws_iam_role_policy')).join()).not.toContain('service-idle');
    expect(cluster.named('aws_iam_role')['service-idle']).toBeDefined();
  });

  it('makes identities for what runs on Kubernetes only', () => {
    const services = { api: { needs: [] }, edge: { run: 'lambda', needs: [] } };
    const associations = clusterWith({ services }).all('aws_eks_pod_identity_association');
    expect(associations.filter(({ namespace }) => namespace === 'streaming')).toHaveLength(1);
  });

  it.each([
    ['UnknownNeed', 'nothing', "service 'api' needs 'nothing': no declared resource has this name"],
    ['InvalidNeed', 'uploads', "service 'api' needs 'uploads': write uploads:read or uploads:write"],
    ['InvalidNeed', 'ingest:read', "service 'api' needs 'ingest:read': write ingest:consume or ingest:publish"],
    ['InvalidNeed', 'main:read', "service 'api' needs 'main:read': write main"],
  ])('throws %s for the need %s', (code, need, message) => {
    expect(() => clusterWith({ services: { api: { needs: [need] } } })).toThrow(
      expect.objectContaining({ code, message, exitCode: 3 }),
    );
  });

  it('throws AmbiguousNeed when resources of two kinds share the name', () => {
    const secrets = { main: { description: 'Has the name of the database' } };
    expect(() => clusterWith({ secrets, services: { api: { needs: ['main'] } } })).toThrow(
      expect.objectContaining({ code: 'AmbiguousNeed' }),
    );
  });
});
