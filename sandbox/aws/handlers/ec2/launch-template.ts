import { type ApiObject, type Attributes, type Context, handler } from '../contract.js';
import { ec2Tagging } from '../tagging/ec2.js';

const IGNORED = 'The emulator does not keep it in templates.';

/** What makes another version of a template when it changes. */
const VERSIONED = [
  ...['block_device_mappings', 'capacity_reservation_specification', 'cpu_options', 'credit_specification'],
  ...['description', 'disable_api_stop', 'disable_api_termination', 'ebs_optimized', 'enclave_options'],
  ...['hibernation_options', 'iam_instance_profile', 'image_id', 'instance_initiated_shutdown_behavior'],
  ...['instance_market_options', 'instance_requirements', 'instance_type', 'kernel_id', 'key_name'],
  ...['license_specification', 'maintenance_options', 'metadata_options', 'monitoring', 'network_interfaces'],
  ...['network_performance_options', 'placement', 'private_dns_name_options', 'ram_disk_id', 'secondary_interfaces'],
  ...['security_group_names', 'tag_specifications', 'user_data', 'vpc_security_group_ids'],
];

/** The emulator takes all of it, and tells only the index, the subnet, the description and whether it is public. */
const UNKEPT_OF_INTERFACES = [
  ...['associate_carrier_ip_address', 'connection_tracking_specification', 'delete_on_termination'],
  ...['ena_queue_count', 'ena_srd_specification', 'interface_type', 'ipv4_address_count', 'ipv4_addresses'],
  ...['ipv4_prefix_count', 'ipv4_prefixes', 'ipv6_address_count', 'ipv6_addresses', 'ipv6_prefix_count'],
  ...['ipv6_prefixes', 'network_card_index', 'network_interface_id', 'primary_ipv6', 'private_ip_address'],
  'security_groups',
];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html */
export default handler({
  type: 'aws_launch_template',
  service: 'ec2',
  created: { id: 'LaunchTemplate.LaunchTemplateId' },
  key: { LaunchTemplateId: '{id}' },
  create: {
    call: 'CreateLaunchTemplate',
    at: 'LaunchTemplateData',
    input: { LaunchTemplateName: '{name}', VersionDescription: '{description}' },
  },
  read: [
    { call: 'DescribeLaunchTemplates', at: 'LaunchTemplates.0' },
    {
      call: 'DescribeLaunchTemplateVersions',
      at: 'LaunchTemplateVersions.0.LaunchTemplateData',
      input: { Versions: ['$Latest'] },
    },
    {
      call: 'DescribeLaunchTemplateVersions',
      at: 'LaunchTemplateVersions.0',
      input: { Versions: ['$Latest'] },
      only: [],
      set: ({ VersionDescription }) => ({ description: VersionDescription ?? '' }),
    },
  ],
  update: [
    {
      call: 'CreateLaunchTemplateVersion',
      send: 'all',
      at: 'LaunchTemplateData',
      when: VERSIONED,
      input: { VersionDescription: '{description}' },
    },
    { when: [...VERSIONED, 'default_version', 'update_default_version'], run: setDefaultVersion },
  ],
  delete: { call: 'DeleteLaunchTemplate' },
  names: {
    name: 'LaunchTemplateName',
    default_version: 'DefaultVersionNumber',
    latest_version: 'LatestVersionNumber',
    security_group_names: 'SecurityGroups',
    vpc_security_group_ids: 'SecurityGroupIds',
    'network_interfaces.security_groups': 'Groups',
    'network_interfaces.ipv4_addresses': {
      name: 'PrivateIpAddresses',
      to: (addresses: readonly string[]) =>
        addresses.map((PrivateIpAddress, index) => ({ PrivateIpAddress, Primary: index === 0 })),
    },
    'network_interfaces.ipv6_addresses': {
      name: 'Ipv6Addresses',
      to: (addresses: readonly string[]) => addresses.map((Ipv6Address) => ({ Ipv6Address })),
    },
  },
  defaults: { description: '' },
  immutable: ['name', 'name_prefix'],
  local: ['update_default_version'],
  optionalComputed: ['metadata_options'],
  recomputed: { default_version: VERSIONED, latest_version: VERSIONED },
  computed: { arn: 'arn:{partition}:ec2:{region}:{account}:launch-template/{id}' },
  tags: { ...ec2Tagging('launch-template'), read: describeTags },
  recordedAttributes: {
    capacity_reservation_specification: IGNORED,
    cpu_options: IGNORED,
    credit_specification: IGNORED,
    disable_api_stop: IGNORED,
    enclave_options: IGNORED,
    hibernation_options: IGNORED,
    instance_market_options: IGNORED,
    instance_requirements: IGNORED,
    kernel_id: IGNORED,
    license_specification: IGNORED,
    maintenance_options: IGNORED,
    network_performance_options: IGNORED,
    placement: IGNORED,
    private_dns_name_options: IGNORED,
    ram_disk_id: IGNORED,
    secondary_interfaces: IGNORED,
    'block_device_mappings.ebs.kms_key_id': IGNORED,
    'block_device_mappings.ebs.volume_initialization_rate': IGNORED,
    'block_device_mappings.no_device': IGNORED,
    'block_device_mappings.virtual_name': IGNORED,
    ...Object.fromEntries(UNKEPT_OF_INTERFACES.map((name) => [`network_interfaces.${name}`, IGNORED])),
  },
});

async function setDefaultVersion(state: Attributes, { call }: Context): Promise<void> {
  const { LaunchTemplates } = await call('DescribeLaunchTemplates', { LaunchTemplateIds: [state.id] });
  const { LatestVersionNumber, DefaultVersionNumber } = LaunchTemplates[0] as ApiObject;
  const wanted = state.update_default_version ? LatestVersionNumber : (state.default_version ?? DefaultVersionNumber);
  if (wanted === DefaultVersionNumber) return;
  await call('ModifyLaunchTemplate', { LaunchTemplateId: state.id, DefaultVersion: String(wanted) });
}

/** A described template carries the tags that it was created with. */
async function describeTags({ id }: Attributes, { call }: Context): Promise<Record<string, string>> {
  const { Tags } = await call('DescribeTags', { Filters: [{ Name: 'resource-id', Values: [id] }] });
  return Object.fromEntries((Tags ?? []).map(({ Key, Value }: ApiObject) => [Key, Value ?? '']));
}
