import { handler } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';

const LOST = 'CreateNatGateway does not keep it';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html */
export default handler({
  type: 'aws_nat_gateway',
  service: 'ec2',
  created: { id: 'NatGateway.NatGatewayId' },
  key: { NatGatewayId: '{id}' },
  create: { call: 'CreateNatGateway' },
  read: [
    { call: 'DescribeNatGateways', at: 'NatGateways.0', only: ['connectivity_type', 'subnet_id', 'vpc_id'] },
    {
      call: 'DescribeAddresses',
      at: 'Addresses.0',
      when: (state) => Boolean(state.allocation_id),
      input: { AllocationIds: ['{allocation_id}'] },
      only: ['public_ip'],
    },
  ],
  delete: { call: 'DeleteNatGateway' },
  names: {
    availability_zone_address: 'AvailabilityZoneAddresses',
    private_ip: 'PrivateIpAddress',
    secondary_private_ip_address_count: 'SecondaryPrivateIpAddressCount',
  },
  defaults: { connectivity_type: 'public' },
  immutable: ['allocation_id', 'availability_mode', 'private_ip'],
  computed: { availability_mode: (state) => state.availability_mode || 'zonal' },
  ready: { State: 'available' },
  failed: { State: 'failed' },
  gone: { State: 'deleted' },
  tags: ec2Tagging('natgateway'),
  recordedAttributes: {
    allocation_id: 'DescribeNatGateways tells no addresses',
    availability_mode: 'the emulator has zonal gateways only',
    availability_zone_address: 'the emulator has zonal gateways only',
    private_ip: LOST,
    secondary_allocation_ids: LOST,
    secondary_private_ip_address_count: LOST,
    secondary_private_ip_addresses: LOST,
  },
});
