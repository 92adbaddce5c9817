/**
 * What hangs on something else and has no owner of its own: it is as much ours as that is. Made again, it is what it was, or
 * refused by AWS.
 */
const HANGING: ReadonlySet<string> = new Set([
  'aws_backup_selection',
  'aws_cloudwatch_event_target',
  'aws_db_proxy_target',
  'aws_eks_access_entry',
  'aws_eks_addon',
  'aws_eks_node_group',
  'aws_eks_pod_identity_association',
  'aws_iam_role_policy',
  'aws_iam_role_policy_attachment',
  'aws_lambda_event_source_mapping',
  'aws_lambda_permission',
  'aws_route',
  'aws_route53_record',
  'aws_route_table_association',
  'aws_vpc_security_group_egress_rule',
  'aws_vpc_security_group_ingress_rule',
]);

/** What AWS lets exist twice under one name: another one can be made beside it. */
export const REPEATABLE: ReadonlySet<string> = new Set([
  'aws_acm_certificate',
  'aws_backup_plan',
  'aws_cloudfront_distribution',
  'aws_eip',
  'aws_flow_log',
  'aws_internet_gateway',
  'aws_kms_key',
  'aws_nat_gateway',
  'aws_network_acl',
  'aws_route53_zone',
  'aws_route_table',
  'aws_security_group',
  'aws_subnet',
  'aws_vpc',
  'aws_vpc_endpoint',
]);

/**
 * Whether somebody else may have the name that a resource of ours wants. The rest is looked for only where a run may have left
 * it: what hangs on ours nobody else has, and what may exist twice takes a call for each that there is.
 */
export function canBeTaken(type: string): boolean {
  return !HANGING.has(type) && (!REPEATABLE.has(type) || type === 'aws_route53_zone');
}
