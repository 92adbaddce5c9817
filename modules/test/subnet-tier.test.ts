import { describe, expect, it } from '@jest/globals';
import { SubnetTier } from '../subnet-tier.js';
import { Cidr } from '../values/cidr.js';
import { SynthesizedModule } from './fixtures/synthesized-module.js';

function synthesize(routeTables: 'shared' | 'per-zone'): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    new SubnetTier(scope, 'tier', {
      name: 'x-private',
      vpcId: 'vpc',
      zones: ['eu-central-1a', 'eu-central-1b'],
      cidrs: [Cidr.parse('10.0.0.0/24'), Cidr.parse('10.0.1.0/24')],
      routeTables,
      tags: { 'kubernetes.io/role/internal-elb': '1' },
    });
  });
}

describe('subnet tier', () => {
  it('puts one subnet into each zone, without public addresses', () => {
    expect(synthesize('shared').all('aws_subnet')).toMatchObject([
      { availability_zone: 'eu-central-1a', cidr_block: '10.0.0.0/24', map_public_ip_on_launch: false },
      { availability_zone: 'eu-central-1b', cidr_block: '10.0.1.0/24', map_public_ip_on_launch: false },
    ]);
  });

  it('names and tags each subnet', () => {
    expect(synthesize('shared').all('aws_subnet')[1]?.tags).toEqual({
      Name: 'x-private-eu-central-1b',
      'kubernetes.io/role/internal-elb': '1',
    });
  });

  it('shares one route table', () => {
    const stack = synthesize('shared');
    expect(stack.all('aws_route_table')).toHaveLength(1);
    const tables = stack.all('aws_route_table_association').map(({ route_table_id }) => route_table_id);
    expect(new Set(tables).size).toBe(1);
  });

  it('gives each zone a route table of its own', () => {
    const stack = synthesize('per-zone');
    expect(stack.all('aws_route_table')).toHaveLength(2);
    const tables = stack.all('aws_route_table_association').map(({ route_table_id }) => route_table_id);
    expect(new Set(tables).size).toBe(2);
  });
});
