// Made by scripts/generate-lists.ts from the paths of the files: npm run generate.
import aws_acm_certificate from './acm/acm-certificate.js';
import aws_acm_certificate_validation from './acm/acm-certificate-validation.js';
import aws_autoscaling_group from './autoscaling/autoscaling-group.js';
import aws_backup_plan from './backup/backup-plan.js';
import aws_backup_selection from './backup/backup-selection.js';
import aws_backup_vault from './backup/backup-vault.js';
import aws_backup_vault_lock_configuration from './backup/backup-vault-lock-configuration.js';
import aws_backup_vault_notifications from './backup/backup-vault-notifications.js';
import aws_backup_vault_policy from './backup/backup-vault-policy.js';
import aws_budgets_budget from './budgets/budgets-budget.js';
import aws_cloudfront_cache_policy from './cloudfront/cloudfront-cache-policy.js';
import aws_cloudfront_distribution from './cloudfront/cloudfront-distribution.js';
import aws_cloudfront_function from './cloudfront/cloudfront-function.js';
import aws_cloudfront_key_group from './cloudfront/cloudfront-key-group.js';
import aws_cloudfront_origin_access_control from './cloudfront/cloudfront-origin-access-control.js';
import aws_cloudfront_public_key from './cloudfront/cloudfront-public-key.js';
import aws_cloudfront_response_headers_policy from './cloudfront/cloudfront-response-headers-policy.js';
import aws_cloudwatch_dashboard from './cloudwatch/cloudwatch-dashboard.js';
import aws_cloudwatch_event_rule from './events/cloudwatch-event-rule.js';
import aws_cloudwatch_event_target from './events/cloudwatch-event-target.js';
import aws_cloudwatch_log_group from './logs/cloudwatch-log-group.js';
import aws_cloudwatch_metric_alarm from './cloudwatch/cloudwatch-metric-alarm.js';
import aws_db_instance from './rds/db-instance.js';
import aws_db_parameter_group from './rds/db-parameter-group.js';
import aws_db_proxy from './rds/db-proxy.js';
import aws_db_proxy_default_target_group from './rds/db-proxy-default-target-group.js';
import aws_db_proxy_target from './rds/db-proxy-target.js';
import aws_db_subnet_group from './rds/db-subnet-group.js';
import aws_default_network_acl from './ec2/default-network-acl.js';
import aws_default_route_table from './ec2/default-route-table.js';
import aws_default_security_group from './ec2/default-security-group.js';
import aws_docdb_cluster from './docdb/docdb-cluster.js';
import aws_dynamodb_table from './dynamodb/dynamodb-table.js';
import aws_ecr_lifecycle_policy from './ecr/ecr-lifecycle-policy.js';
import aws_ecr_registry_scanning_configuration from './ecr/ecr-registry-scanning-configuration.js';
import aws_ecr_replication_configuration from './ecr/ecr-replication-configuration.js';
import aws_ecr_repository from './ecr/ecr-repository.js';
import aws_ecr_repository_policy from './ecr/ecr-repository-policy.js';
import aws_efs_file_system from './efs/efs-file-system.js';
import aws_eip from './ec2/eip.js';
import aws_eks_access_entry from './eks/eks-access-entry.js';
import aws_eks_access_policy_association from './eks/eks-access-policy-association.js';
import aws_eks_addon from './eks/eks-addon.js';
import aws_eks_cluster from './eks/eks-cluster.js';
import aws_eks_node_group from './eks/eks-node-group.js';
import aws_eks_pod_identity_association from './eks/eks-pod-identity-association.js';
import aws_elasticache_parameter_group from './elasticache/elasticache-parameter-group.js';
import aws_elasticache_replication_group from './elasticache/elasticache-replication-group.js';
import aws_elasticache_serverless_cache from './elasticache/elasticache-serverless-cache.js';
import aws_elasticache_subnet_group from './elasticache/elasticache-subnet-group.js';
import aws_elasticache_user from './elasticache/elasticache-user.js';
import aws_elasticache_user_group from './elasticache/elasticache-user-group.js';
import aws_flow_log from './ec2/flow-log.js';
import aws_iam_openid_connect_provider from './iam/iam-openid-connect-provider.js';
import aws_iam_policy from './iam/iam-policy.js';
import aws_iam_role from './iam/iam-role.js';
import aws_iam_role_policy from './iam/iam-role-policy.js';
import aws_iam_role_policy_attachment from './iam/iam-role-policy-attachment.js';
import aws_internet_gateway from './ec2/internet-gateway.js';
import aws_kms_alias from './kms/kms-alias.js';
import aws_kms_key from './kms/kms-key.js';
import aws_lambda_event_source_mapping from './lambda/lambda-event-source-mapping.js';
import aws_lambda_function from './lambda/lambda-function.js';
import aws_lambda_permission from './lambda/lambda-permission.js';
import aws_launch_template from './ec2/launch-template.js';
import aws_msk_cluster from './msk/msk-cluster.js';
import aws_nat_gateway from './ec2/nat-gateway.js';
import aws_network_acl from './ec2/network-acl.js';
import aws_opensearch_domain from './opensearch/opensearch-domain.js';
import aws_rds_cluster from './rds/rds-cluster.js';
import aws_route from './ec2/route.js';
import aws_route53_record from './route53/route53-record.js';
import aws_route53_zone from './route53/route53-zone.js';
import aws_route_table from './ec2/route-table.js';
import aws_route_table_association from './ec2/route-table-association.js';
import aws_s3_bucket from './s3/s3-bucket.js';
import aws_s3_bucket_cors_configuration from './s3/s3-bucket-cors-configuration.js';
import aws_s3_bucket_lifecycle_configuration from './s3/s3-bucket-lifecycle-configuration.js';
import aws_s3_bucket_logging from './s3/s3-bucket-logging.js';
import aws_s3_bucket_notification from './s3/s3-bucket-notification.js';
import aws_s3_bucket_ownership_controls from './s3/s3-bucket-ownership-controls.js';
import aws_s3_bucket_policy from './s3/s3-bucket-policy.js';
import aws_s3_bucket_public_access_block from './s3/s3-bucket-public-access-block.js';
import aws_s3_bucket_server_side_encryption_configuration from './s3/s3-bucket-server-side-encryption-configuration.js';
import aws_s3_bucket_versioning from './s3/s3-bucket-versioning.js';
import aws_secretsmanager_secret from './secretsmanager/secretsmanager-secret.js';
import aws_secretsmanager_secret_policy from './secretsmanager/secretsmanager-secret-policy.js';
import aws_secretsmanager_secret_rotation from './secretsmanager/secretsmanager-secret-rotation.js';
import aws_secretsmanager_secret_version from './secretsmanager/secretsmanager-secret-version.js';
import aws_security_group from './ec2/security-group.js';
import aws_sns_topic from './sns/sns-topic.js';
import aws_sns_topic_policy from './sns/sns-topic-policy.js';
import aws_sns_topic_subscription from './sns/sns-topic-subscription.js';
import aws_sqs_queue from './sqs/sqs-queue.js';
import aws_sqs_queue_policy from './sqs/sqs-queue-policy.js';
import aws_sqs_queue_redrive_allow_policy from './sqs/sqs-queue-redrive-allow-policy.js';
import aws_sqs_queue_redrive_policy from './sqs/sqs-queue-redrive-policy.js';
import aws_subnet from './ec2/subnet.js';
import aws_vpc from './ec2/vpc.js';
import aws_vpc_endpoint from './ec2/vpc-endpoint.js';
import aws_vpc_security_group_egress_rule from './ec2/vpc-security-group-egress-rule.js';
import aws_vpc_security_group_ingress_rule from './ec2/vpc-security-group-ingress-rule.js';
import aws_wafv2_web_acl from './wafv2/wafv2-web-acl.js';
import aws_wafv2_web_acl_logging_configuration from './wafv2/wafv2-web-acl-logging-configuration.js';

/** A Terraform type whose resources hold data. */
export type DataBearingType = 'aws_backup_vault' | 'aws_cloudwatch_log_group' | 'aws_db_instance' | 'aws_docdb_cluster' | 'aws_dynamodb_table' | 'aws_ecr_repository' | 'aws_efs_file_system' | 'aws_elasticache_replication_group' | 'aws_elasticache_serverless_cache' | 'aws_kms_key' | 'aws_msk_cluster' | 'aws_opensearch_domain' | 'aws_rds_cluster' | 'aws_route53_zone' | 'aws_s3_bucket' | 'aws_secretsmanager_secret';

/** One that nobody can look into from outside of its network. */
export type UnseenType = 'aws_docdb_cluster' | 'aws_efs_file_system' | 'aws_msk_cluster' | 'aws_opensearch_domain' | 'aws_rds_cluster';

/** Every resource type that anything is known of. */
export const RESOURCE_TYPES = {
  aws_acm_certificate,
  aws_acm_certificate_validation,
  aws_autoscaling_group,
  aws_backup_plan,
  aws_backup_selection,
  aws_backup_vault,
  aws_backup_vault_lock_configuration,
  aws_backup_vault_notifications,
  aws_backup_vault_policy,
  aws_budgets_budget,
  aws_cloudfront_cache_policy,
  aws_cloudfront_distribution,
  aws_cloudfront_function,
  aws_cloudfront_key_group,
  aws_cloudfront_origin_access_control,
  aws_cloudfront_public_key,
  aws_cloudfront_response_headers_policy,
  aws_cloudwatch_dashboard,
  aws_cloudwatch_event_rule,
  aws_cloudwatch_event_target,
  aws_cloudwatch_log_group,
  aws_cloudwatch_metric_alarm,
  aws_db_instance,
  aws_db_parameter_group,
  aws_db_proxy,
  aws_db_proxy_default_target_group,
  aws_db_proxy_target,
  aws_db_subnet_group,
  aws_default_network_acl,
  aws_default_route_table,
  aws_default_security_group,
  aws_docdb_cluster,
  aws_dynamodb_table,
  aws_ecr_lifecycle_policy,
  aws_ecr_registry_scanning_configuration,
  aws_ecr_replication_configuration,
  aws_ecr_repository,
  aws_ecr_repository_policy,
  aws_efs_file_system,
  aws_eip,
  aws_eks_access_entry,
  aws_eks_access_policy_association,
  aws_eks_addon,
  aws_eks_cluster,
  aws_eks_node_group,
  aws_eks_pod_identity_association,
  aws_elasticache_parameter_group,
  aws_elasticache_replication_group,
  aws_elasticache_serverless_cache,
  aws_elasticache_subnet_group,
  aws_elasticache_user,
  aws_elasticache_user_group,
  aws_flow_log,
  aws_iam_openid_connect_provider,
  aws_iam_policy,
  aws_iam_role,
  aws_iam_role_policy,
  aws_iam_role_policy_attachment,
  aws_internet_gateway,
  aws_kms_alias,
  aws_kms_key,
  aws_lambda_event_source_mapping,
  aws_lambda_function,
  aws_lambda_permission,
  aws_launch_template,
  aws_msk_cluster,
  aws_nat_gateway,
  aws_network_acl,
  aws_opensearch_domain,
  aws_rds_cluster,
  aws_route,
  aws_route53_record,
  aws_route53_zone,
  aws_route_table,
  aws_route_table_association,
  aws_s3_bucket,
  aws_s3_bucket_cors_configuration,
  aws_s3_bucket_lifecycle_configuration,
  aws_s3_bucket_logging,
  aws_s3_bucket_notification,
  aws_s3_bucket_ownership_controls,
  aws_s3_bucket_policy,
  aws_s3_bucket_public_access_block,
  aws_s3_bucket_server_side_encryption_configuration,
  aws_s3_bucket_versioning,
  aws_secretsmanager_secret,
  aws_secretsmanager_secret_policy,
  aws_secretsmanager_secret_rotation,
  aws_secretsmanager_secret_version,
  aws_security_group,
  aws_sns_topic,
  aws_sns_topic_policy,
  aws_sns_topic_subscription,
  aws_sqs_queue,
  aws_sqs_queue_policy,
  aws_sqs_queue_redrive_allow_policy,
  aws_sqs_queue_redrive_policy,
  aws_subnet,
  aws_vpc,
  aws_vpc_endpoint,
  aws_vpc_security_group_egress_rule,
  aws_vpc_security_group_ingress_rule,
  aws_wafv2_web_acl,
  aws_wafv2_web_acl_logging_configuration,
} as const;
