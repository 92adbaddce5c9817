import { type Attachments, type Look, nothing } from './attachments.js';
import { bucketAttachments } from './kinds/buckets.js';
import { clusterAttachments } from './kinds/clusters.js';
import { functionAttachments } from './kinds/functions.js';
import { iamAttachments } from './kinds/iam.js';
import { keyAttachments } from './kinds/keys-and-secrets.js';
import { messagingAttachments } from './kinds/messaging.js';
import { networkAttachments } from './kinds/network.js';
import { storeAttachments } from './kinds/stores.js';
import { watchingAttachments } from './kinds/watching.js';
import { zoneAttachments } from './kinds/zones.js';

const ONE = 'it is the one setting of its kind of another resource, and compared as a whole';
const WHOLE = 'all that it consists of are attributes, which a plan compares';
const LEAF = 'it is itself what is attached; what it is attached to is asked';

/**
 * What can be attached to each resource type that our stacks make. A type without a line fails a test: whoever adds one
 * says here what can be put beside it, or why nothing can.
 */
export const ATTACHMENTS: Readonly<Record<string, Attachments>> = {
  ...bucketAttachments,
  ...clusterAttachments,
  ...functionAttachments,
  ...iamAttachments,
  ...keyAttachments,
  ...messagingAttachments,
  ...networkAttachments,
  ...storeAttachments,
  ...watchingAttachments,
  ...zoneAttachments,
  aws_acm_certificate: nothing('AWS issues it, and whoever uses it does so with a resource of its own'),
  aws_acm_certificate_validation: nothing('it only waits'),
  aws_backup_selection: nothing(LEAF),
  aws_backup_vault_lock_configuration: nothing(ONE),
  aws_backup_vault_notifications: nothing(ONE),
  aws_backup_vault_policy: nothing(ONE),
  aws_cloudfront_cache_policy: nothing(WHOLE),
  aws_cloudfront_distribution: nothing('its names, origins, behaviours, functions and firewall are attributes'),
  aws_cloudfront_function: nothing('its code is an attribute, and the distribution says where it runs'),
  aws_cloudfront_key_group: nothing('the keys in it are an attribute'),
  aws_cloudfront_public_key: nothing(WHOLE),
  aws_cloudfront_response_headers_policy: nothing(WHOLE),
  aws_cloudwatch_dashboard: nothing(WHOLE),
  aws_cloudwatch_event_target: nothing(LEAF),
  aws_cloudwatch_metric_alarm: nothing('whom it tells is an attribute'),
  aws_db_parameter_group: nothing('its parameters are attributes'),
  aws_db_proxy_default_target_group: nothing(WHOLE),
  aws_db_proxy_target: nothing(LEAF),
  aws_db_subnet_group: nothing('its subnets are an attribute'),
  aws_default_security_group: nothing('its rules are attributes of it'),
  aws_ecr_lifecycle_policy: nothing(ONE),
  aws_ecr_replication_configuration: nothing('where images are copied to is an attribute'),
  aws_ecr_repository_policy: nothing(ONE),
  aws_eip: nothing('what it is given to is an attribute'),
  aws_eks_access_policy_association: nothing(LEAF),
  aws_eks_addon: nothing('its settings and its role are attributes'),
  aws_eks_pod_identity_association: nothing(LEAF),
  aws_elasticache_parameter_group: nothing('its parameters are attributes'),
  aws_elasticache_replication_group: nothing(
    'its users, groups and nodes are attributes; its snapshots are not shared',
  ),
  aws_elasticache_subnet_group: nothing('its subnets are an attribute'),
  aws_elasticache_user: nothing('its rights and passwords are attributes'),
  aws_elasticache_user_group: nothing('who is in it is an attribute'),
  aws_flow_log: nothing(WHOLE),
  aws_iam_role_policy: nothing(LEAF),
  aws_iam_role_policy_attachment: nothing(LEAF),
  aws_internet_gateway: nothing('what it is attached to is an attribute, and routes are asked for at their tables'),
  aws_kms_alias: nothing(LEAF),
  aws_lambda_event_source_mapping: nothing(LEAF),
  aws_lambda_permission: nothing(LEAF),
  aws_launch_template: nothing('its versions are attributes, and node groups name the one that they take'),
  aws_nat_gateway: nothing('its addresses are attributes'),
  aws_network_acl: nothing('its entries and subnets are attributes'),
  aws_route: nothing(LEAF),
  aws_route53_record: nothing(LEAF),
  aws_route_table_association: nothing(LEAF),
  aws_s3_bucket_cors_configuration: nothing(ONE),
  aws_s3_bucket_lifecycle_configuration: nothing(ONE),
  aws_s3_bucket_logging: nothing(ONE),
  aws_s3_bucket_notification: nothing(ONE),
  aws_s3_bucket_ownership_controls: nothing(ONE),
  aws_s3_bucket_policy: nothing(ONE),
  aws_s3_bucket_public_access_block: nothing(ONE),
  aws_s3_bucket_server_side_encryption_configuration: nothing(ONE),
  aws_s3_bucket_versioning: nothing(ONE),
  aws_secretsmanager_secret_policy: nothing(ONE),
  aws_secretsmanager_secret_rotation: nothing(ONE),
  aws_security_group: nothing('its rules are asked for by themselves, see find-stray-rules.ts'),
  aws_sns_topic_policy: nothing(ONE),
  aws_sns_topic_subscription: nothing(LEAF),
  aws_sqs_queue_policy: nothing(ONE),
  aws_sqs_queue_redrive_allow_policy: nothing(ONE),
  aws_sqs_queue_redrive_policy: nothing(ONE),
  aws_subnet: nothing('its route table and its ACL are asked for there'),
  aws_vpc_endpoint: nothing('its policy, networks and groups are attributes'),
  aws_vpc_security_group_egress_rule: nothing(LEAF),
  aws_vpc_security_group_ingress_rule: nothing(LEAF),
  aws_wafv2_web_acl_logging_configuration: nothing(ONE),
};

/** The looks at a type; none where nothing can be attached, or the type is a later version's. */
export function looksAt(type: string): readonly Look[] {
  const attachments = ATTACHMENTS[type];
  return attachments && !('nothing' in attachments) ? attachments : [];
}
