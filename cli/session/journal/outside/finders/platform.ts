import { carries, type Finder, listed, named, WRITTEN_AGAIN } from '../finder.js';

/** Identities, keys, the cluster, functions, backups, and what watches over them. */
export const platformFinders: Readonly<Record<string, Finder>> = {
  aws_iam_role: named({ ask: 'iam:GetRole', by: { RoleName: '{name}' }, at: 'Role', id: '{name}' }),
  aws_iam_policy: named({
    ask: 'iam:GetPolicy',
    by: { PolicyArn: 'arn:{partition}:iam::{account}:policy{path}{name}' },
    at: 'Policy',
    id: 'arn:{partition}:iam::{account}:policy{path}{name}',
  }),
  aws_iam_role_policy: named({
    ask: 'iam:GetRolePolicy',
    by: { RoleName: '{role}', PolicyName: '{name}' },
    id: '{role}:{name}',
  }),
  aws_iam_role_policy_attachment: listed({
    ask: 'iam:ListAttachedRolePolicies',
    by: { RoleName: '{role}' },
    at: 'AttachedPolicies',
    same: { PolicyArn: 'policy_arn' },
    id: '{role}/{PolicyArn}',
  }),
  aws_iam_openid_connect_provider: async ({ values }, calls) => {
    if (!values.url) return [];
    const host = String(values.url).replace(/^https:\/\//, '');
    const arn = `arn:${calls.partition}:iam::${calls.accountId}:oidc-provider/${host}`;
    const found = await calls.ask('iam:GetOpenIDConnectProvider', { OpenIDConnectProviderArn: arn });
    return found ? [arn] : [];
  },
  /** Keys have no names: by description and tags. */
  aws_kms_key: async ({ values }, calls) => {
    const { region } = values;
    const ids: string[] = [];
    for (const { KeyId } of (await calls.ask('kms:ListKeys', {}, { region }))?.Keys ?? []) {
      const key = (await calls.ask('kms:DescribeKey', { KeyId }, { region }))?.KeyMetadata;
      if (key?.Description !== values.description || key?.KeyState === 'PendingDeletion') continue;
      const tags = await calls.ask('kms:ListResourceTags', { KeyId }, { region });
      if (carries(tags?.Tags, values)) ids.push(KeyId);
    }
    return ids;
  },
  aws_kms_alias: listed({ ask: 'kms:ListAliases', at: 'Aliases', same: { AliasName: 'name' }, id: 'AliasName' }),
  aws_cloudwatch_log_group: listed({
    ask: 'logs:DescribeLogGroups',
    by: { logGroupNamePrefix: '{name}' },
    at: 'logGroups',
    same: { logGroupName: 'name' },
    id: 'logGroupName',
  }),
  aws_cloudwatch_metric_alarm: named({
    ask: 'cloudwatch:DescribeAlarms',
    by: { AlarmNames: ['{alarm_name}'] },
    at: 'MetricAlarms.0',
    id: '{alarm_name}',
  }),
  aws_cloudwatch_dashboard: named({
    ask: 'cloudwatch:GetDashboard',
    by: { DashboardName: '{dashboard_name}' },
    id: '{dashboard_name}',
  }),
  aws_cloudwatch_event_rule: named({ ask: 'eventbridge:DescribeRule', by: { Name: '{name}' }, id: '{name}' }),
  aws_cloudwatch_event_target: listed({
    ask: 'eventbridge:ListTargetsByRule',
    by: { Rule: '{rule}' },
    at: 'Targets',
    same: { Id: 'target_id' },
    id: '{event_bus_name}/{rule}/{Id}',
  }),
  aws_ecr_repository: named({
    ask: 'ecr:DescribeRepositories',
    by: { repositoryNames: ['{name}'] },
    at: 'repositories.0',
    id: '{name}',
  }),
  aws_ecr_repository_policy: WRITTEN_AGAIN,
  aws_ecr_lifecycle_policy: WRITTEN_AGAIN,
  aws_ecr_registry_scanning_configuration: WRITTEN_AGAIN,
  aws_ecr_replication_configuration: WRITTEN_AGAIN,
  aws_eks_cluster: named({ ask: 'eks:DescribeCluster', by: { name: '{name}' }, at: 'cluster', id: '{name}' }),
  aws_eks_node_group: named({
    ask: 'eks:DescribeNodegroup',
    by: { clusterName: '{cluster_name}', nodegroupName: '{node_group_name}' },
    at: 'nodegroup',
    id: '{cluster_name}:{node_group_name}',
  }),
  aws_eks_addon: named({
    ask: 'eks:DescribeAddon',
    by: { clusterName: '{cluster_name}', addonName: '{addon_name}' },
    at: 'addon',
    id: '{cluster_name}:{addon_name}',
  }),
  aws_eks_access_entry: named({
    ask: 'eks:DescribeAccessEntry',
    by: { clusterName: '{cluster_name}', principalArn: '{principal_arn}' },
    at: 'accessEntry',
    id: '{cluster_name}:{principal_arn}',
  }),
  aws_eks_access_policy_association: WRITTEN_AGAIN,
  aws_eks_pod_identity_association: listed({
    ask: 'eks:ListPodIdentityAssociations',
    by: { clusterName: '{cluster_name}' },
    at: 'associations',
    same: { namespace: 'namespace', serviceAccount: 'service_account' },
    id: '{cluster_name},{associationId}',
  }),
  aws_lambda_function: named({
    ask: 'lambda:GetFunctionConfiguration',
    by: { FunctionName: '{function_name}' },
    id: '{function_name}',
  }),
  aws_lambda_permission: async ({ values }, calls) => {
    const { function_name: name, statement_id: statement } = values;
    if (!name || !statement) return [];
    const found = await calls.ask('lambda:GetPolicy', { FunctionName: name });
    const policy = JSON.parse(found?.Policy ?? '{}') as { Statement?: { Sid?: string }[] };
    return policy.Statement?.some(({ Sid }) => Sid === statement) ? [`${name}/${statement}`] : [];
  },
  aws_lambda_event_source_mapping: async ({ values }, calls) => {
    const { function_name: name, event_source_arn: source } = values;
    if (!name || !source) return [];
    const by = { FunctionName: name, EventSourceArn: source };
    const found = await calls.ask('lambda:ListEventSourceMappings', by);
    return (found?.EventSourceMappings ?? []).map(({ UUID }: { UUID: string }) => UUID);
  },
  aws_backup_vault: listed({
    ask: 'backup:ListBackupVaults',
    at: 'BackupVaultList',
    same: { BackupVaultName: 'name' },
    id: 'BackupVaultName',
  }),
  aws_backup_vault_policy: WRITTEN_AGAIN,
  aws_backup_vault_lock_configuration: WRITTEN_AGAIN,
  aws_backup_vault_notifications: WRITTEN_AGAIN,
  aws_backup_plan: listed({
    ask: 'backup:ListBackupPlans',
    at: 'BackupPlansList',
    same: { BackupPlanName: 'name' },
    id: 'BackupPlanId',
  }),
  aws_backup_selection: listed({
    ask: 'backup:ListBackupSelections',
    by: { BackupPlanId: '{plan_id}' },
    at: 'BackupSelectionsList',
    same: { SelectionName: 'name' },
    id: '{plan_id}|{SelectionId}',
  }),
  aws_budgets_budget: named({
    ask: 'budgets:DescribeBudget',
    by: { AccountId: '{account}', BudgetName: '{name}' },
    id: '{account}:{name}',
  }),
};
