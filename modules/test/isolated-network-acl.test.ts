import { describe, expect, it } from '@jest/globals';
import { IsolatedNetworkAcl } from '../isolated-network-acl.js';
import { Cidr } from '../values/cidr.js';
import { SynthesizedModule } from './fixtures/synthesized-module.js';

describe('isolated network ACL', () => {
  it('speaks with one network only, in both directions', () => {
    const stack = new SynthesizedModule((scope) => {
      const peer = Cidr.parse('10.20.0.0/16');
      new IsolatedNetworkAcl(scope, 'acl', { name: 'x', vpcId: 'vpc', peer, subnetIds: ['a'] });
    });
    const acl = stack.one('aws_network_acl');
    for (const rules of [acl.ingress, acl.egress]) {
      expect(rules).toMatchObject([{ cidr_block: '10.20.0.0/16', action: 'allow', protocol: '-1' }]);
    }
    expect(acl.subnet_ids).toEqual(['a']);
  });
});
