import { afterAll, describe, expect, it } from '@jest/globals';
import type { FieldRule } from '../../../handlers/contract.js';
import { AwsClients } from '../../../provider/client/aws-clients.js';
import { fromApi } from '../../../provider/mapping/from-api.js';
import { toApi } from '../../../provider/mapping/to-api.js';
import type { TerraformType } from '../../../provider/schema/schema.js';
import type { ValueObject } from '../../../provider/values/value.js';

const clients = new AwsClients({ endpoint: 'http://127.0.0.1:9', account: '000000000000' });
afterAll(() => clients.destroy());

type Fields = { [name: string]: TerraformType };
type Names = { [attribute: string]: FieldRule };

async function written(
  operation: [string, string],
  at: string | undefined,
  fields: Fields,
  state: ValueObject,
  names: Names = {},
) {
  const { input } = await clients.operation(...operation);
  return toApi(state, ['object', fields], input.at(at) as never, { names }).input;
}

async function told(
  operation: [string, string],
  at: string,
  fields: Fields,
  described: object,
  options: { names?: Names; prefix?: string; prior?: ValueObject } = {},
) {
  const { output } = await clients.operation(...operation);
  const { names, prefix, prior = {} } = options;
  return fromApi(described, ['object', fields], output.at(at) as never, { names, prefix }, prior);
}

const list = (fields: Fields): TerraformType => ['list', ['object', fields]];

describe('attributes on their way to an API', () => {
  it('find their members whatever the case, and leave out what is not set', async () => {
    const fields: Fields = { cidr_block: 'string', instance_tenancy: 'string', owner_id: 'string' };
    expect(
      await written(['ec2', 'CreateVpc'], undefined, fields, {
        cidr_block: '10.0.0.0/16',
        instance_tenancy: '',
        owner_id: 'x',
      }),
    ).toEqual({
      CidrBlock: '10.0.0.0/16',
    });
  });

  it('become the single struct that the API has where Terraform has a block of one', async () => {
    const vpc = list({ subnet_ids: ['set', 'string'], endpoint_private_access: 'bool' });
    const state = { name: 'c', vpc_config: [{ subnet_ids: ['s1'], endpoint_private_access: true }] };
    const names = { vpc_config: 'resourcesVpcConfig' };
    expect(
      await written(['eks', 'CreateCluster'], undefined, { name: 'string', vpc_config: vpc }, state, names),
    ).toEqual({
      name: 'c',
      resourcesVpcConfig: { subnetIds: ['s1'], endpointPrivateAccess: true },
    });
  });

  it('become the plural of a repeated block', async () => {
    const rule = list({ id: 'string', status: 'string' });
    const state = { rule: [{ id: 'a', status: 'Enabled' }] };
    const input = await written(['s3', 'PutBucketLifecycleConfiguration'], 'LifecycleConfiguration', { rule }, state, {
      'rule.id': 'ID',
    });
    expect(input).toEqual({ Rules: [{ ID: 'a', Status: 'Enabled' }] });
  });

  it('become counted lists for CloudFront', async () => {
    const fields: Fields = { aliases: ['set', 'string'] };
    const at = 'DistributionConfig';
    expect(await written(['cloudfront', 'CreateDistribution'], at, fields, { aliases: ['a.example.com'] })).toEqual({
      Aliases: { Quantity: 1, Items: ['a.example.com'] },
    });
    expect(await written(['cloudfront', 'CreateDistribution'], at, fields, { aliases: [] })).toEqual({
      Aliases: { Quantity: 0 },
    });
  });

  it('become what the API calls a number, a truth or a time', async () => {
    const fields: Fields = { allocated_storage: 'string', multi_az: 'string', restore_time: 'string' };
    const state = { allocated_storage: '20', multi_az: 'true', restore_time: '2026-01-02T03:04:05Z' };
    expect(await written(['rds', 'CreateDBInstance'], undefined, fields, state)).toEqual({
      AllocatedStorage: 20,
      MultiAZ: true,
    });
    expect(await written(['rds', 'RestoreDBInstanceToPointInTime'], undefined, fields, state)).toMatchObject({
      RestoreTime: new Date('2026-01-02T03:04:05Z'),
    });
  });

  it('go where and as the handler says', async () => {
    const names: Names = { nothing: null, text: { name: 'Description', to: (value) => `<${value}>` } };
    expect(
      await written(
        ['ec2', 'CreateSecurityGroup'],
        undefined,
        { nothing: 'string', text: 'string' },
        { nothing: 'n', text: 't' },
        names,
      ),
    ).toEqual({
      Description: '<t>',
    });
  });
});

describe('attributes from an API', () => {
  it('are null where the API has a member and says nothing, and absent where it has none', async () => {
    const fields: Fields = { cidr_block: 'string', dhcp_options_id: 'string', force_destroy: 'bool' };
    expect(await told(['ec2', 'DescribeVpcs'], 'Vpcs.0', fields, { CidrBlock: '10.0.0.0/16' })).toEqual({
      cidr_block: '10.0.0.0/16',
      dhcp_options_id: null,
    });
  });

  it('are found behind the prefix that the API puts before its names', async () => {
    const fields: Fields = { arn: 'string', identifier: 'string', endpoint: 'string' };
    const described = { DBInstanceArn: 'arn', DBInstanceIdentifier: 'i', Endpoint: { Address: 'host' } };
    const options = { prefix: 'DBInstance', names: { endpoint: 'Endpoint.Address' } };
    expect(await told(['rds', 'DescribeDBInstances'], 'DBInstances.0', fields, described, options)).toEqual({
      arn: 'arn',
      identifier: 'i',
      endpoint: 'host',
    });
  });

  it('are a block of one for a struct, and no block when it is absent', async () => {
    const fields: Fields = { encryption_configuration: list({ encryption_type: 'string', kms_key: 'string' }) };
    const at = 'repositories.0';
    const described = { encryptionConfiguration: { encryptionType: 'KMS', kmsKey: 'k' } };
    expect(await told(['ecr', 'DescribeRepositories'], at, fields, described)).toEqual({
      encryption_configuration: [{ encryption_type: 'KMS', kms_key: 'k' }],
    });
    expect(await told(['ecr', 'DescribeRepositories'], at, fields, {})).toEqual({ encryption_configuration: [] });
  });

  it('keep inside a block what the API has no member for, element by element', async () => {
    const rule: TerraformType = ['set', ['object', { key: 'string', value: 'string', note: 'string' }]];
    const prior = {
      tags_of: [
        { key: 'b', value: '2', note: 'of b' },
        { key: 'a', value: '1', note: 'of a' },
      ],
    };
    const described = {
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    };
    const answer = await told(['ec2', 'DescribeVpcs'], 'Vpcs.0', { tags_of: rule }, described, {
      names: { tags_of: 'Tags' },
      prior,
    });
    expect(answer.tags_of).toEqual([
      { key: 'a', value: '1', note: 'of a' },
      { key: 'b', value: '2', note: 'of b' },
    ]);
  });

  it('are times as the provider writes them', async () => {
    const described = { createdAt: new Date('2026-01-02T03:04:05.678Z') };
    expect(await told(['eks', 'DescribeCluster'], 'cluster', { created_at: 'string' }, described)).toEqual({
      created_at: '2026-01-02T03:04:05Z',
    });
  });
});
