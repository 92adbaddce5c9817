import { type Attributes, handler } from '../contract.js';

/** What may be watched: the attribute, its word in the API, and how its ids begin. */
const SUBJECTS = [
  { name: 'vpc_id', type: 'VPC', prefix: 'vpc-' },
  { name: 'subnet_id', type: 'Subnet', prefix: 'subnet-' },
  { name: 'eni_id', type: 'NetworkInterface', prefix: 'eni-' },
  { name: 'transit_gateway_attachment_id', type: 'TransitGatewayAttachment', prefix: 'tgw-attach-' },
  { name: 'transit_gateway_id', type: 'TransitGateway', prefix: 'tgw-' },
  { name: 'regional_nat_gateway_id', type: 'RegionalNatGateway', prefix: 'nat-' },
] as const;

/** What AWS writes into a record when nobody says otherwise. */
const DEFAULT_FIELDS =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

const LOST = 'DescribeFlowLogs does not tell it';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
export default handler({
  type: 'aws_flow_log',
  service: 'ec2',
  created: { id: 'FlowLogIds.0' },
  key: { FlowLogId: '{id}' },
  create: {
    call: 'CreateFlowLogs',
    input: (state) => {
      const subject = SUBJECTS.find(({ name }) => state[name]);
      return { ResourceType: subject?.type, ResourceIds: subject && [state[subject.name]] };
    },
  },
  read: {
    call: 'DescribeFlowLogs',
    at: 'FlowLogs.0',
    only: ['log_destination', 'log_destination_type', 'traffic_type'],
    set: ({ ResourceId }): Attributes => {
      const subject = SUBJECTS.find(({ prefix }) => String(ResourceId).startsWith(prefix));
      return Object.fromEntries(SUBJECTS.map(({ name }) => [name, name === subject?.name ? ResourceId : null]));
    },
  },
  delete: { call: 'DeleteFlowLogs' },
  names: { iam_role_arn: 'DeliverLogsPermissionArn', tag_field_specification: 'TagFieldSpecifications' },
  defaults: { log_destination_type: 'cloud-watch-logs', max_aggregation_interval: 600 },
  immutable: [
    'deliver_cross_account_role',
    'destination_options',
    'iam_role_arn',
    'log_format',
    'max_aggregation_interval',
    'tag_field_specification',
  ],
  computed: {
    arn: 'arn:{partition}:ec2:{region}:{account}:vpc-flow-log/{id}',
    log_format: (state) => state.log_format || DEFAULT_FIELDS.replace(/\S+/g, (field) => `\${${field}}`),
  },
  // The emulator does not know the word that CreateFlowLogs has for itself in tags: they are written afterwards.
  recordedAttributes: {
    deliver_cross_account_role: LOST,
    destination_options: LOST,
    iam_role_arn: LOST,
    log_format: LOST,
    max_aggregation_interval: LOST,
    tag_field_specification: LOST,
  },
});
