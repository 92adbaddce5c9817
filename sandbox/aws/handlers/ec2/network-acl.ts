import { handler } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';
import { fromEntries, sameProtocol, writeEntries } from './network-acl-entries.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
export default handler({
  type: 'aws_network_acl',
  service: 'ec2',
  created: { id: 'NetworkAcl.NetworkAclId' },
  key: { NetworkAclId: '{id}' },
  create: [
    { call: 'CreateNetworkAcl', send: ['vpc_id'] },
    { when: ['ingress'], run: (state, context) => writeEntries(state.id, false, state.ingress, context) },
    { when: ['egress'], run: (state, context) => writeEntries(state.id, true, state.egress, context) },
  ],
  read: {
    call: 'DescribeNetworkAcls',
    at: 'NetworkAcls.0',
    only: ['owner_id', 'vpc_id'],
    set: (acl, state) => ({
      ingress: fromEntries(acl, false, state.ingress ?? []),
      egress: fromEntries(acl, true, state.egress ?? []),
    }),
  },
  update: [
    { when: ['ingress'], run: (state, context) => writeEntries(state.id, false, state.ingress, context) },
    { when: ['egress'], run: (state, context) => writeEntries(state.id, true, state.egress, context) },
    // Nothing to call: see recordedAttributes.
    { when: ['subnet_ids'], run: async () => undefined },
  ],
  delete: { call: 'DeleteNetworkAcl' },
  immutable: ['vpc_id'],
  computed: { arn: 'arn:{partition}:ec2:{region}:{account}:network-acl/{id}' },
  equal: { 'ingress.protocol': sameProtocol, 'egress.protocol': sameProtocol },
  tags: ec2Tagging('network-acl'),
  recordedAttributes: {
    'egress.from_port': 'the emulator keeps no ports',
    'egress.icmp_code': 'the emulator keeps no ICMP types',
    'egress.icmp_type': 'the emulator keeps no ICMP types',
    'egress.to_port': 'the emulator keeps no ports',
    'ingress.from_port': 'the emulator keeps no ports',
    'ingress.icmp_code': 'the emulator keeps no ICMP types',
    'ingress.icmp_type': 'the emulator keeps no ICMP types',
    'ingress.to_port': 'the emulator keeps no ports',
    subnet_ids: 'ReplaceNetworkAclAssociation forgets the subnet',
  },
});
