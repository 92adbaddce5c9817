import { equalAsSets } from './canonical.js';
import { attributeOf, type NoiseRule } from './noise-rule.js';

/** Nothing, in the ways in which providers write it. */
export const nothingRule: NoiseRule = {
  id: 'empty-or-null',
  reason: 'empty and not set mean the same here',
  matches: ({ one, other }) => isNothing(one) && isNothing(other),
};

/** Not set, and the default that AWS writes for it. */
export const defaultRule: NoiseRule = {
  id: 'default',
  reason: 'the default of AWS, which it writes out where nothing is set',
  matches: ({ type, path, one, other }) => {
    const set = isNothing(one) ? other : isNothing(other) ? one : undefined;
    if (set === undefined) return false;
    return DEFAULTS.some(
      (each) => each.value === set && each.paths.some((known) => known === path || known === `${type}.${path}`),
    );
  },
};

/** Lists whose order AWS doesn't keep. */
export const setRule: NoiseRule = {
  id: 'set-order',
  reason: 'the same elements in another order, which AWS does not keep',
  matches: (pair) =>
    SETS.has(attributeOf(pair)) &&
    Array.isArray(pair.one) &&
    Array.isArray(pair.other) &&
    equalAsSets(pair.one, pair.other),
};

/** Texts that AWS reads without regard to case, and gives back in its own. */
export const caseRule: NoiseRule = {
  id: 'case',
  reason: 'AWS reads it without regard to case',
  matches: (pair) =>
    isText(pair.one, pair.other) && CASELESS.has(attributeOf(pair)) && lower(pair.one) === lower(pair.other),
};

/** Names of DNS with and without the dot at the end. */
export const dnsRule: NoiseRule = {
  id: 'dns-name',
  reason: 'the same name of DNS',
  matches: (pair) =>
    isText(pair.one, pair.other) &&
    (pair.type.startsWith('aws_route53_') || DNS_NAMES.has(attributeOf(pair))) &&
    lower(pair.one).replace(/\.$/, '') === lower(pair.other).replace(/\.$/, ''),
};

/** A number or boolean with and without quotes. */
export const quotesRule: NoiseRule = {
  id: 'quotes',
  reason: 'the same value, with and without quotes',
  matches: ({ one, other }) =>
    typeof one !== typeof other && isScalar(one) && isScalar(other) && String(one) === String(other),
};

/** A KMS key by id and by ARN. */
export const keyRule: NoiseRule = {
  id: 'key-reference',
  reason: 'the same KMS key, by its id and by its ARN',
  matches: (pair) =>
    isText(pair.one, pair.other) &&
    /kms.*key|^kms_key_/.test(attributeOf(pair)) &&
    keyId(pair.one) === keyId(pair.other),
};

/** A version of an engine to which AWS adds the minor one. */
export const versionRule: NoiseRule = {
  id: 'minor-version',
  reason: 'only the major version is declared, AWS chooses the minor one',
  matches: (pair) => {
    if (!isText(pair.one, pair.other) || attributeOf(pair) !== 'engine_version') return false;
    return `${pair.one}.`.startsWith(`${pair.other}.`) || `${pair.other}.`.startsWith(`${pair.one}.`);
  },
};

/** Tags that AWS itself writes; nobody else may. */
export const systemTagRule: NoiseRule = {
  id: 'system-tag',
  reason: 'AWS writes tags that begin with aws: itself',
  matches: ({ path }) => /^tags(_all)?\.aws:/.test(path),
};

/** Source of each: the default in AWS' API reference of the service, and in the documentation of hashicorp/aws. */
const DEFAULTS: readonly { readonly value: unknown; readonly paths: readonly string[] }[] = [
  {
    value: false,
    paths: [
      'force_destroy',
      'bypass_policy_lockout_safety_check',
      'force_detach_policies',
      'prevent_user_existence_errors',
    ],
  },
  {
    value: false,
    paths: ['bucket_key_enabled', 'rule.bucket_key_enabled', 'copy_tags_to_snapshot', 'apply_immediately'],
  },
  { value: 0, paths: ['delay_seconds', 'receive_wait_time_seconds', 'aws_sqs_queue.delay_seconds'] },
  {
    value: '/',
    paths: ['aws_iam_role.path', 'aws_iam_policy.path', 'aws_iam_user.path', 'aws_iam_instance_profile.path'],
  },
  { value: 3600, paths: ['aws_iam_role.max_session_duration'] },
  { value: 'BucketOwnerEnforced', paths: ['rule.object_ownership'] },
  { value: 'default', paths: ['instance_tenancy'] },
  { value: 'STANDARD', paths: ['aws_cloudwatch_log_group.log_group_class', 'log_group_class'] },
];

const SETS: ReadonlySet<string> = new Set([
  'actions',
  'alarm_actions',
  'aliases',
  'allow_headers',
  'allowed_headers',
  'allowed_methods',
  'allowed_origins',
  'availability_zones',
  'cached_methods',
  'cidr_blocks',
  'enabled_cloudwatch_logs_exports',
  'enabled_cluster_log_types',
  'events',
  'expose_headers',
  'insufficient_data_actions',
  'ipv6_cidr_blocks',
  'log_types',
  'ok_actions',
  'prefix_list_ids',
  'public_access_cidrs',
  'route_table_ids',
  'security_group_ids',
  'security_groups',
  'subnet_ids',
  'subnets',
  'vpc_security_group_ids',
]);

const CASELESS: ReadonlySet<string> = new Set([
  'backup_window',
  'db_name',
  'engine',
  'identifier',
  'maintenance_window',
  'preferred_backup_window',
  'preferred_maintenance_window',
  'protocol',
  'snapshot_window',
  'storage_type',
]);

const DNS_NAMES: ReadonlySet<string> = new Set(['dns_name', 'domain_name', 'fqdn', 'zone_name']);

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isNothing);
}

function isText(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'string');
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function lower(value: unknown): string {
  return String(value).toLowerCase();
}

function keyId(value: unknown): string {
  return String(value).replace(/^arn:[\w-]+:kms:[\w-]+:\d+:(key\/)?/, '');
}
