import { type Attributes, type Context, handler } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html */
export default handler({
  type: 'aws_eip',
  service: 'ec2',
  created: { id: 'AllocationId' },
  key: { AllocationId: '{id}' },
  create: [
    {
      call: 'AllocateAddress',
      send: [
        'address',
        'customer_owned_ipv4_pool',
        'domain',
        'ipam_pool_id',
        'network_border_group',
        'public_ipv4_pool',
      ],
    },
    { when: ['instance', 'network_interface'], run: associate },
  ],
  read: {
    call: 'DescribeAddresses',
    at: 'Addresses.0',
    only: ['allocation_id', 'association_id', 'domain', 'public_ip'],
    set: ({ InstanceId }) => ({ instance: InstanceId ?? '' }),
  },
  update: [
    {
      when: ['instance', 'network_interface', 'associate_with_private_ip'],
      run: async (state, context) => {
        await disassociate(context.prior, context);
        await associate(state, context);
      },
    },
  ],
  delete: {
    run: async (state, context) => {
      await disassociate(state, context);
      await context.call('ReleaseAddress', { AllocationId: state.id });
    },
  },
  immutable: [
    'address',
    'customer_owned_ipv4_pool',
    'domain',
    'ipam_pool_id',
    'network_border_group',
    'public_ipv4_pool',
  ],
  recomputed: { association_id: ['instance', 'network_interface', 'associate_with_private_ip'] },
  computed: {
    arn: 'arn:{partition}:ec2:{region}:{account}:elastic-ip/{id}',
    network_border_group: (state, { region }) => state.network_border_group || region,
    public_dns: (state, { region }) => publicName(state.public_ip, region),
    public_ipv4_pool: (state) => state.public_ipv4_pool || 'amazon',
  },
  tags: ec2Tagging('elastic-ip'),
  recordedAttributes: {
    address: 'the emulator allocates an address of its own',
    associate_with_private_ip: 'the emulator associates instances only',
    customer_owned_ipv4_pool: 'the emulator has no Outposts',
    ipam_pool_id: 'the emulator has no IPAM',
    network_border_group: 'the emulator does not keep it',
    network_interface: 'the emulator associates instances only',
    public_ipv4_pool: 'the emulator does not keep it',
  },
});

async function associate(state: Attributes, { call }: Context): Promise<void> {
  if (!state.instance && !state.network_interface) return;
  await call('AssociateAddress', {
    AllocationId: state.id,
    AllowReassociation: true,
    InstanceId: state.instance || undefined,
    NetworkInterfaceId: state.network_interface || undefined,
    PrivateIpAddress: state.associate_with_private_ip || undefined,
  });
}

async function disassociate(state: Attributes, { find }: Context): Promise<void> {
  if (state.association_id) await find('DisassociateAddress', { AssociationId: state.association_id });
}

/** `ec2-52-1-2-3.eu-central-1.compute.amazonaws.com`; the first region has a name of its own. */
function publicName(address: string, region: string): string {
  const zone = region === 'us-east-1' ? 'compute-1' : `${region}.compute`;
  return `ec2-${address.replaceAll('.', '-')}.${zone}.amazonaws.com`;
}
