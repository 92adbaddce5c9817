import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ref, TestCloud } from '../../../../sandbox/aws/test/harness.js';
import type { Cloud } from '../../../session/cloud/index.js';
import { type EksView, openEks } from '../eks-view.js';

jest.setTimeout(120_000);

let emulator: TestCloud;
let eks: EksView;

beforeAll(async () => {
  emulator = await TestCloud.start();
  const assume = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'eks.amazonaws.com' } };
  await emulator.configure({
    aws_vpc: { vpc: { cidr_block: '10.0.0.0/16' } },
    aws_subnet: {
      a: { vpc_id: ref('aws_vpc.vpc.id'), cidr_block: '10.0.1.0/24', availability_zone: 'eu-central-1a' },
      b: { vpc_id: ref('aws_vpc.vpc.id'), cidr_block: '10.0.2.0/24', availability_zone: 'eu-central-1b' },
    },
    aws_iam_role: {
      cluster: { name: 'cluster', assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement: [assume] }) },
    },
    aws_eks_cluster: {
      main: {
        name: 'main',
        version: '1.35',
        role_arn: ref('aws_iam_role.cluster.arn'),
        vpc_config: { subnet_ids: [ref('aws_subnet.a.id'), ref('aws_subnet.b.id')] },
      },
    },
    aws_eks_addon: {
      cni: { cluster_name: ref('aws_eks_cluster.main.name'), addon_name: 'vpc-cni', addon_version: 'v1' },
    },
  });
  await emulator.apply();
  const { endpoint } = emulator;
  const credentials = { accessKeyId: emulator.account, secretAccessKey: 'sandbox' };
  const settingsFor = () => ({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
  eks = await openEks({ target: 'sandbox', settingsFor } as unknown as Cloud, 'main');
});
afterAll(async () => {
  eks.close();
  await emulator.close();
});

describe('EKS, as the emulator has it', () => {
  it('tells the cluster, its add-ons and the free addresses of its subnets', async () => {
    const cluster = await eks.cluster();
    expect(cluster).toMatchObject({
      version: '1.35',
      status: 'ACTIVE',
      subnetIds: [expect.any(String), expect.any(String)],
    });
    expect(await eks.addons()).toEqual([{ name: 'vpc-cni', version: 'v1' }]);
    expect(await eks.nodeGroups()).toEqual([]);
    const free = await eks.freeAddresses(cluster?.subnetIds ?? []);
    expect(Object.values(free ?? {})).toEqual([expect.any(Number), expect.any(Number)]);
  });

  it('says of nothing that it lacks that it knows it', async () => {
    expect(await eks.offered()).toBeUndefined();
    expect(await eks.insights('1.36')).toBeUndefined();
    expect(await eks.updateNodeGroup('general', '1.36')).toBe(false);
  });

  it('changes an add-on', async () => {
    expect(await eks.updateAddon('vpc-cni', 'v2')).toBe(true);
    expect(await eks.addons()).toEqual([{ name: 'vpc-cni', version: 'v2' }]);
  });
});
