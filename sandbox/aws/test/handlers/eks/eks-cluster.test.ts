import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const surroundings = {
  aws_kms_key: { secrets: {} },
  aws_vpc: { vpc: { cidr_block: '10.0.0.0/16' } },
  aws_subnet: {
    a: { vpc_id: ref('aws_vpc.vpc.id'), cidr_block: '10.0.1.0/24', availability_zone: 'eu-central-1a' },
    b: { vpc_id: ref('aws_vpc.vpc.id'), cidr_block: '10.0.2.0/24', availability_zone: 'eu-central-1b' },
  },
  aws_security_group: { api: { name: 'api', vpc_id: ref('aws_vpc.vpc.id') } },
  aws_iam_role: {
    cluster: {
      name: 'cluster',
      assume_role_policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'eks.amazonaws.com' } }],
      }),
    },
  },
};

const network = {
  subnet_ids: [ref('aws_subnet.a.id'), ref('aws_subnet.b.id')],
  security_group_ids: [ref('aws_security_group.api.id')],
  endpoint_private_access: true,
  endpoint_public_access: true,
  public_access_cidrs: ['127.0.0.0/8'],
};

const main = {
  name: 'main',
  version: '1.35',
  role_arn: ref('aws_iam_role.cluster.arn'),
  enabled_cluster_log_types: ['api', 'audit'],
  bootstrap_self_managed_addons: false,
  deletion_protection: true,
  access_config: { authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false },
  upgrade_policy: { support_type: 'STANDARD' },
  zonal_shift_config: { enabled: true },
  vpc_config: network,
  tags: { team: 'platform' },
};
const plain = {
  name: 'plain',
  role_arn: ref('aws_iam_role.cluster.arn'),
  vpc_config: { subnet_ids: network.subnet_ids },
};
const encryption = { resources: ['secrets'], provider: { key_arn: ref('aws_kms_key.secrets.arn') } };

const described = async (name: string) => (await cloud.call('eks', 'DescribeCluster', { name })).cluster;

describe('clusters', () => {
  describeLife({
    cloud: () => cloud,
    resources: { ...surroundings, aws_eks_cluster: { main, plain: { ...plain, encryption_config: encryption } } },
    created: async () => {
      const state = await cloud.attributes('aws_eks_cluster.main');
      const cluster = await described('main');
      expect(cluster).toMatchObject({
        version: '1.35',
        roleArn: state.role_arn,
        accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
        logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: true }] },
        resourcesVpcConfig: {
          endpointPrivateAccess: true,
          publicAccessCidrs: ['127.0.0.0/8'],
          clusterSecurityGroupId: state.vpc_config[0].cluster_security_group_id,
        },
      });
      expect(state).toMatchObject({
        id: 'main',
        arn: `arn:aws:eks:eu-central-1:${cloud.account}:cluster/main`,
        status: 'ACTIVE',
        endpoint: cluster.endpoint,
        certificate_authority: [{ data: expect.any(String) }],
        identity: [{ oidc: [{ issuer: cluster.identity.oidc.issuer }] }],
        platform_version: expect.stringMatching(/^eks\./),
      });
      expect(state.vpc_config[0].vpc_id).toBe((await cloud.attributes('aws_vpc.vpc')).id);
      expect((await described('plain')).encryptionConfig[0].provider.keyArn).toBe(
        (await cloud.attributes('aws_kms_key.secrets')).arn,
      );
    },
    changed: {
      ...surroundings,
      aws_eks_cluster: {
        main: {
          ...main,
          version: '1.36',
          deletion_protection: false,
          enabled_cluster_log_types: ['api', 'scheduler'],
          access_config: { ...main.access_config, authentication_mode: 'API_AND_CONFIG_MAP' },
          upgrade_policy: { support_type: 'EXTENDED' },
          encryption_config: encryption,
          vpc_config: { ...network, endpoint_public_access: false, public_access_cidrs: null },
          tags: { team: 'core' },
        },
        plain: { ...plain, encryption_config: encryption },
      },
    },
    changes: ['update aws_eks_cluster.main'],
    updated: async () => {
      expect((await described('main')).encryptionConfig).toHaveLength(1);
      expect(await cloud.attributes('aws_eks_cluster.main')).toMatchObject({
        version: '1.36',
        vpc_config: [{ endpoint_public_access: false }],
        tags_all: { owner: 'test', team: 'core' },
      });
    },
    meddle: async () => {
      const resourceArn = `arn:aws:eks:eu-central-1:${cloud.account}:cluster/main`;
      await cloud.call('eks', 'TagResource', { resourceArn, tags: { team: 'nobody' } });
      await cloud.call('eks', 'DeleteCluster', { name: 'plain' });
    },
    drift: { 'aws_eks_cluster.main': ['tags'], 'aws_eks_cluster.plain': [] },
    imports: async () => ({
      ...(await cloud.ids(surroundings)),
      'aws_eks_cluster.main': 'main',
      'aws_eks_cluster.plain': 'plain',
    }),
    unknownToImport: {
      'aws_eks_cluster.main': [
        'access_config',
        'enabled_cluster_log_types',
        'platform_version',
        'upgrade_policy',
        'version',
        'vpc_config',
        'zonal_shift_config',
      ],
    },
    destroyed: async () => {
      expect((await cloud.call('eks', 'ListClusters', {})).clusters).toEqual([]);
    },
  });

  it('refuses to delete a protected cluster, and replaces one for another key', async () => {
    const kept = { ...plain, deletion_protection: true, encryption_config: encryption };
    await cloud.configure({ ...surroundings, aws_eks_cluster: { kept } });
    await cloud.apply();
    await expect(cloud.destroy()).rejects.toThrow(/deletion protection/);
    expect((await described('plain')).status).toBe('ACTIVE');
    await cloud.configure({ ...surroundings, aws_eks_cluster: { kept: { ...kept, encryption_config: [] } } });
    expect(await cloud.plan()).toContainEqual(
      expect.objectContaining({ address: 'aws_eks_cluster.kept', action: 'delete,create' }),
    );
    await cloud.configure({ ...surroundings, aws_eks_cluster: { kept: { ...kept, deletion_protection: false } } });
    await cloud.apply();
    await cloud.destroy();
  });

  it('keeps updates in the state only as long as the emulator has none', async () => {
    await expect(cloud.call('eks', 'UpdateClusterVersion', { name: 'main', version: '1.36' })).rejects.toThrow(
      /No route/,
    );
    await expect(cloud.call('eks', 'UpdateClusterConfig', { name: 'main' })).rejects.toThrow(/No route/);
  });
});
