import { describe, expect, it } from '@jest/globals';
import { SecurityGroup } from '../security-group.js';
import { reference, SynthesizedModule } from './fixtures/synthesized-module.js';

function synthesize(change: (group: SecurityGroup) => void = () => {}): SynthesizedModule {
  return new SynthesizedModule((scope) => {
    change(new SecurityGroup(scope, 'group', { name: 'x', description: 'X', vpcId: 'vpc' }));
  });
}

describe('security group', () => {
  it('lets nothing through until told', () => {
    const stack = synthesize();
    expect(stack.types).toEqual(['aws_security_group']);
    expect(stack.one('aws_security_group')).not.toHaveProperty('ingress');
  });

  it('opens one port to a network', () => {
    const stack = synthesize((group) => {
      group.addIngress('api', { description: 'API', peer: { cidr: '10.0.0.0/16' }, port: 443 });
    });
    expect(stack.one('aws_vpc_security_group_ingress_rule')).toMatchObject({
      security_group_id: reference('aws_security_group.group.id'),
      cidr_ipv4: '10.0.0.0/16',
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
    });
  });

  it('opens everything to the members of a group', () => {
    const stack = synthesize((group) =>
      group.addEgress('all', { description: 'All', peer: { securityGroupId: 'sg' } }),
    );
    const rule = stack.one('aws_vpc_security_group_egress_rule');
    expect(rule).toMatchObject({ referenced_security_group_id: 'sg', ip_protocol: '-1' });
    expect(rule).not.toHaveProperty('from_port');
  });
});
