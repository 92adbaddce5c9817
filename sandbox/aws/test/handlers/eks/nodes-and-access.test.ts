import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

const clusterName = 'main';
const role = (name: string) => `arn:aws:iam::210987654321:role/${name}`;
const policy = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
  await cloud.call('eks', 'CreateCluster', {
    name: clusterName,
    version: '1.33',
    roleArn: role('cluster'),
    resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
  });
});
afterAll(async () => cloud.close());

const before = { cluster_name: clusterName, tags: { team: 'media', stage: 'one' } };
const after = { cluster_name: clusterName, tags: { team: 'web' } };

const template = {
  name: 'nodes',
  description: 'First',
  update_default_version: true,
  vpc_security_group_ids: ['sg-2', 'sg-1'],
  metadata_options: { http_endpoint: 'enabled', http_tokens: 'required', http_put_response_hop_limit: 1 },
  monitoring: { enabled: true },
  block_device_mappings: [
    {
      device_name: '/dev/xvda',
      ebs: {
        volume_size: 4,
        volume_type: 'gp3',
        encrypted: 'true',
        delete_on_termination: 'true',
        kms_key_id: 'arn:aws:kms:eu-central-1:210987654321:key/11111111-2222-3333-4444-555555555555',
      },
    },
  ],
  tag_specifications: [{ resource_type: 'instance', tags: { Name: 'node' } }],
  tags: { team: 'media', stage: 'one' },
};

const group = {
  ...before,
  node_group_name: 'general',
  node_role_arn: role('node'),
  subnet_ids: ['subnet-2', 'subnet-1'],
  ami_type: 'BOTTLEROCKET_ARM_64',
  capacity_type: 'SPOT',
  instance_types: ['m7g.large'],
  labels: { pool: 'general' },
  taint: [{ key: 'spot', effect: 'NO_SCHEDULE' }],
  scaling_config: { min_size: 1, max_size: 3, desired_size: 2 },
  update_config: { max_unavailable_percentage: 33 },
  node_repair_config: { enabled: true },
  launch_template: { id: '${aws_launch_template.nodes.id}', version: '${aws_launch_template.nodes.latest_version}' },
  lifecycle: { ignore_changes: ['scaling_config[0].desired_size'] },
};

const generated = {
  cluster_name: clusterName,
  node_group_name_prefix: 'batch-',
  node_role_arn: role('node'),
  subnet_ids: ['subnet-1'],
  scaling_config: { min_size: 0, max_size: 1, desired_size: 0 },
};

const addon = {
  ...before,
  addon_name: 'vpc-cni',
  addon_version: 'v1.19.0-eksbuild.1',
  configuration_values: '{"env":{"A":"1"}}',
  resolve_conflicts_on_create: 'OVERWRITE',
  pod_identity_association: [{ service_account: 'aws-node', role_arn: role('cni') }],
};

const entry = { ...before, principal_arn: role('admin'), kubernetes_groups: ['readers'] };

const access = {
  cluster_name: clusterName,
  principal_arn: '${aws_eks_access_entry.admin.principal_arn}',
  policy_arn: policy('AmazonEKSViewPolicy'),
  access_scope: { type: 'namespace', namespaces: ['media', 'web'] },
};

const everything = { ...access, policy_arn: policy('AmazonEKSAdminPolicy'), access_scope: { type: 'cluster' } };

const identity = { ...before, namespace: 'media', service_account: 'encoder', role_arn: role('encoder') };

const onCluster = { clusterName };
const describeGroup = async () =>
  (await cloud.call('eks', 'DescribeNodegroup', { ...onCluster, nodegroupName: 'general' })).nodegroup;

describe('nodes, add-ons and access of a cluster', () => {
  describeLife({
    cloud: () => cloud,
    resources: {
      aws_launch_template: { nodes: template },
      aws_eks_node_group: { general: group, generated },
      aws_eks_addon: { cni: addon, dns: { cluster_name: clusterName, addon_name: 'coredns' } },
      aws_eks_access_entry: { admin: entry },
      aws_eks_access_policy_association: { some: access, all: everything },
      aws_eks_pod_identity_association: { encoder: identity },
    },
    created: async () => {
      const made = await describeGroup();
      expect(made).toMatchObject({
        amiType: 'BOTTLEROCKET_ARM_64',
        capacityType: 'SPOT',
        labels: { pool: 'general' },
        scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
        taints: [{ key: 'spot', effect: 'NO_SCHEDULE' }],
      });
      expect(await cloud.attributes('aws_eks_node_group.general')).toMatchObject({
        id: 'main:general',
        arn: made.nodegroupArn,
        tags_all: { owner: 'test', team: 'media', stage: 'one' },
      });
      expect((await cloud.attributes('aws_eks_node_group.generated')).node_group_name).toMatch(/^batch-\d+/);
      expect(await cloud.attributes('aws_launch_template.nodes')).toMatchObject({
        latest_version: 1,
        default_version: 1,
      });
    },
    changed: {
      aws_launch_template: {
        nodes: { ...template, description: 'Second', vpc_security_group_ids: ['sg-1'], tags: { team: 'web' } },
      },
      aws_eks_node_group: {
        general: {
          ...group,
          ...after,
          labels: { pool: 'other' },
          taint: [],
          scaling_config: { min_size: 1, max_size: 5, desired_size: 3 },
          update_config: { max_unavailable_percentage: 50 },
        },
        generated,
      },
      aws_eks_addon: {
        cni: {
          ...addon,
          ...after,
          addon_version: 'v1.20.0-eksbuild.1',
          pod_identity_association: [{ service_account: 'aws-node', role_arn: role('other-cni') }],
        },
        dns: { cluster_name: clusterName, addon_name: 'coredns' },
      },
      aws_eks_access_entry: { admin: { ...entry, ...after, kubernetes_groups: ['readers', 'writers'] } },
      aws_eks_access_policy_association: {
        some: { ...access, access_scope: { type: 'namespace', namespaces: ['web'] } },
        all: everything,
      },
      aws_eks_pod_identity_association: { encoder: { ...identity, ...after, role_arn: role('other-encoder') } },
    },
    changes: [
      'update aws_launch_template.nodes',
      'update aws_eks_node_group.general',
      'update aws_eks_addon.cni',
      'update aws_eks_access_entry.admin',
      'delete,create aws_eks_access_policy_association.some',
      'update aws_eks_pod_identity_association.encoder',
    ],
    updated: async () => {
      expect(await cloud.attributes('aws_launch_template.nodes')).toMatchObject({
        latest_version: 2,
        default_version: 2,
      });
      const { launch_template, arn } = await cloud.attributes('aws_eks_node_group.general');
      expect(launch_template).toMatchObject([{ version: '2' }]);
      // The size that is there stays: the declared one is ignored.
      expect(await describeGroup()).toMatchObject({
        labels: { pool: 'other' },
        scalingConfig: { minSize: 1, maxSize: 5, desiredSize: 2 },
      });
      const { tags } = await cloud.call('eks', 'ListTagsForResource', { resourceArn: arn });
      expect(tags).toEqual({ owner: 'test', team: 'web' });
    },
    meddle: async () => {
      const { id: LaunchTemplateId } = await cloud.attributes('aws_launch_template.nodes');
      await cloud.call('ec2', 'CreateLaunchTemplateVersion', {
        LaunchTemplateId,
        SourceVersion: '2',
        LaunchTemplateData: { InstanceType: 't3.micro' },
        VersionDescription: 'Second',
      });
      const { arn } = await cloud.attributes('aws_eks_node_group.general');
      await cloud.call('eks', 'TagResource', { resourceArn: arn, tags: { team: 'none' } });
      const { node_group_name: nodegroupName } = await cloud.attributes('aws_eks_node_group.generated');
      await cloud.call('eks', 'DeleteNodegroup', { ...onCluster, nodegroupName });
      await cloud.call('eks', 'UpdateAddon', { ...onCluster, addonName: 'vpc-cni', addonVersion: 'v9.9.9' });
      const principalArn = role('admin');
      await cloud.call('eks', 'UpdateAccessEntry', { ...onCluster, principalArn, kubernetesGroups: ['others'] });
      await cloud.call('eks', 'AssociateAccessPolicy', {
        ...onCluster,
        principalArn,
        policyArn: access.policy_arn,
        accessScope: { type: 'cluster' },
      });
      const { id: associationId } = await cloud.attributes('aws_eks_pod_identity_association.encoder');
      await cloud.call('eks', 'UpdatePodIdentityAssociation', { ...onCluster, associationId, roleArn: role('mine') });
    },
    drift: {
      'aws_launch_template.nodes': ['default_version', 'instance_type', 'latest_version'],
      'aws_eks_node_group.general': ['launch_template', 'tags'],
      'aws_eks_node_group.generated': [],
      'aws_eks_addon.cni': ['addon_version', 'modified_at'],
      'aws_eks_access_entry.admin': ['kubernetes_groups', 'modified_at'],
      'aws_eks_access_policy_association.some': ['access_scope', 'associated_at', 'id', 'modified_at'],
      'aws_eks_pod_identity_association.encoder': ['role_arn'],
    },
    imports: async () => {
      const addresses = [
        ...['aws_launch_template.nodes', 'aws_eks_node_group.general', 'aws_eks_node_group.generated'],
        ...['aws_eks_addon.cni', 'aws_eks_addon.dns', 'aws_eks_access_entry.admin'],
        ...['aws_eks_access_policy_association.some', 'aws_eks_access_policy_association.all'],
      ];
      const ids: Record<string, string> = {};
      for (const address of addresses) ids[address] = (await cloud.attributes(address)).id;
      const { id } = await cloud.attributes('aws_eks_pod_identity_association.encoder');
      return { ...ids, 'aws_eks_pod_identity_association.encoder': `${clusterName},${id}` };
    },
    unknownToImport: {
      // The key of its volumes is not told, and another version of the template follows from that.
      'aws_launch_template.nodes': [
        'block_device_mappings',
        'default_version',
        'latest_version',
        'update_default_version',
      ],
      'aws_eks_node_group.general': ['launch_template', 'node_repair_config', 'update_config'],
      'aws_eks_node_group.generated': ['node_group_name_prefix'],
      'aws_eks_addon.cni': ['resolve_conflicts_on_create'],
      'aws_eks_pod_identity_association.encoder': ['tags'],
    },
    destroyed: async () => {
      expect((await cloud.call('eks', 'ListNodegroups', onCluster)).nodegroups).toEqual([]);
      expect((await cloud.call('eks', 'ListAddons', onCluster)).addons).toEqual([]);
      expect((await cloud.call('eks', 'ListPodIdentityAssociations', onCluster)).associations).toEqual([]);
      expect((await cloud.call('ec2', 'DescribeLaunchTemplates', {})).LaunchTemplates).toEqual([]);
    },
  });
});
