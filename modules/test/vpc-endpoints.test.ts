import { describe, expect, it } from '@jest/globals';
import { VpcEndpoints } from '../vpc-endpoints.js';
import { LOCATION, SynthesizedModule } from './fixtures/synthesized-module.js';

const stack = new SynthesizedModule((scope) => {
  new VpcEndpoints(scope, 'endpoint', {
    name: 'x',
    location: LOCATION,
    vpcId: 'vpc',
    gateways: ['s3'],
    routeTableIds: ['routes'],
    interfaces: ['ecr.api', 's3'],
    subnetIds: ['a', 'b'],
    securityGroupId: 'group',
  });
});

function endpoint(service: string, type: string) {
  return stack
    .all('aws_vpc_endpoint')
    .find(({ service_name, vpc_endpoint_type }) => service_name.endsWith(service) && vpc_endpoint_type === type);
}

describe('VPC endpoints', () => {
  it('lead to gateways by route tables', () => {
    expect(endpoint('s3', 'Gateway')).toMatchObject({
      service_name: 'com.amazonaws.eu-central-1.s3',
      route_table_ids: ['routes'],
    });
    expect(endpoint('s3', 'Gateway')).not.toHaveProperty('subnet_ids');
  });

  it('stand as interfaces in subnets, under the name that clients ask for', () => {
    expect(endpoint('ecr.api', 'Interface')).toMatchObject({
      subnet_ids: ['a', 'b'],
      security_group_ids: ['group'],
      private_dns_enabled: true,
      tags: { Name: 'x-ecr-api' },
    });
  });

  it('can be both for one service', () => {
    expect(endpoint('s3', 'Interface')).toBeDefined();
  });

  it('have a policy each', () => {
    for (const { policy } of stack.all('aws_vpc_endpoint')) expect(policy).toContain('aws:PrincipalAccount');
  });
});
