import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';
import { DEFAULT_SUBNETS } from '../default-subnets.js';

const parameter = (name: string, value: string, apply_method = 'immediate') => ({ name, value, apply_method });

const groups = (parameters: readonly object[], subnets: readonly string[], description: string) => ({
  aws_db_parameter_group: {
    parameters: {
      name: 'movies-17',
      family: 'postgres17',
      description: 'TLS & logs',
      parameter: parameters,
      tags: { team: 'data' },
    },
  },
  aws_db_subnet_group: { subnets: { name: 'movies', description, subnet_ids: subnets } },
});

describe('parameter and subnet groups of databases', () => {
  let cloud: TestCloud;

  beforeAll(async () => {
    cloud = await TestCloud.start();
  }, 120_000);
  afterAll(() => cloud.close());

  describeLife({
    cloud: () => cloud,
    resources: groups(
      [
        parameter('rds.force_ssl', '1'),
        parameter('shared_preload_libraries', 'pg_stat_statements', 'pending-reboot'),
        parameter('work_mem', '4096'),
      ],
      DEFAULT_SUBNETS,
      'Isolated',
    ),
    changed: groups([parameter('rds.force_ssl', '1'), parameter('work_mem', '8192')], ['subnet-00000003'], 'One zone'),
    changes: ['update aws_db_parameter_group.parameters', 'update aws_db_subnet_group.subnets'],
    updated: async () => {
      const { Parameters } = await cloud.call('rds', 'DescribeDBParameters', {
        DBParameterGroupName: 'movies-17',
        Source: 'user',
      });
      const values = Object.fromEntries(
        Parameters.map((each: Record<string, string>) => [each.ParameterName, each.ParameterValue]),
      );
      expect(values).toEqual({ 'rds.force_ssl': '1', work_mem: '8192' });
    },
    meddle: async () => {
      await cloud.call('rds', 'ModifyDBParameterGroup', {
        DBParameterGroupName: 'movies-17',
        Parameters: [{ ParameterName: 'rds.force_ssl', ParameterValue: '0', ApplyMethod: 'immediate' }],
      });
      await cloud.call('rds', 'ModifyDBSubnetGroup', {
        DBSubnetGroupName: 'movies',
        DBSubnetGroupDescription: 'Mine',
        SubnetIds: [...DEFAULT_SUBNETS],
      });
    },
    drift: {
      'aws_db_parameter_group.parameters': ['parameter'],
      'aws_db_subnet_group.subnets': ['description', 'subnet_ids'],
    },
    imports: async () => ({
      'aws_db_parameter_group.parameters': 'movies-17',
      'aws_db_subnet_group.subnets': 'movies',
    }),
    destroyed: async () => {
      const { DBSubnetGroups } = await cloud.call('rds', 'DescribeDBSubnetGroups', {});
      expect(DBSubnetGroups ?? []).toEqual([]);
      await expect(
        cloud.call('rds', 'DescribeDBParameterGroups', { DBParameterGroupName: 'movies-17' }),
      ).rejects.toMatchObject({ code: expect.stringContaining('NotFound') });
    },
  });
});
