import { describe, expect, it } from '@jest/globals';
import { Cidr } from '../values/cidr.js';
import { Vpc } from '../vpc.js';
import { reference, SynthesizedModule } from './fixtures/synthesized-module.js';

const stack = new SynthesizedModule((scope) => {
  new Vpc(scope, 'vpc', { name: 'x', cidr: Cidr.parse('10.20.0.0/16') });
});

describe('VPC', () => {
  it('has the network, names and a way to the internet', () => {
    expect(stack.one('aws_vpc')).toMatchObject({
      cidr_block: '10.20.0.0/16',
      enable_dns_hostnames: true,
      enable_dns_support: true,
      tags: { Name: 'x' },
    });
    expect(stack.one('aws_internet_gateway').vpc_id).toBe(reference('aws_vpc.vpc.id'));
  });

  it('cuts off what uses its defaults: no rule, no route', () => {
    expect(stack.one('aws_default_security_group')).toMatchObject({ ingress: [], egress: [] });
    expect(stack.one('aws_default_route_table')).toMatchObject({ route: [] });
  });
});
