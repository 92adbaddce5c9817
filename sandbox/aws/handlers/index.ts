import type { Handler } from './contract.js';

type Load = () => Promise<{ readonly default: Handler }>;

/** Every handled resource type, loaded when it is first used. */
export const handlers: { readonly [type: string]: Load } = {
  aws_backup_plan: () => import('./backup/backup-plan.js'),
  aws_backup_selection: () => import('./backup/backup-selection.js'),
  aws_backup_vault: () => import('./backup/backup-vault.js'),
  aws_backup_vault_lock_configuration: () => import('./backup/backup-vault-lock-configuration.js'),
  aws_backup_vault_notifications: () => import('./backup/backup-vault-notifications.js'),
  aws_backup_vault_policy: () => import('./backup/backup-vault-policy.js'),
  aws_budgets_budget: () => import('./budgets/budgets-budget.js'),
  aws_db_parameter_group: () => import('./rds/db-parameter-group.js'),
  aws_db_proxy: () => import('./rds/db-proxy.js'),
  aws_db_proxy_default_target_group: () => import('./rds/db-proxy-default-target-group.js'),
  aws_db_proxy_target: () => import('./rds/db-proxy-target.js'),
  aws_db_subnet_group: () => import('./rds/db-subnet-group.js'),
  aws_elasticache_parameter_group: () => import('./elasticache/elasticache-parameter-group.js'),
  aws_elasticache_replication_group: () => import('./elasticache/elasticache-replication-group.js'),
  aws_elasticache_subnet_group: () => import('./elasticache/elasticache-subnet-group.js'),
  aws_elasticache_user: () => import('./elasticache/elasticache-user.js'),
  aws_elasticache_user_group: () => import('./elasticache/elasticache-user-group.js'),
  aws_lambda_event_source_mapping: () => import('./lambda/lambda-event-source-mapping.js'),
  aws_lambda_function: () => import('./lambda/lambda-function.js'),
  aws_lambda_permission: () => import('./lambda/lambda-permission.js'),
  aws_secretsmanager_secret: () => import('./secretsmanager/secretsmanager-secret.js'),
  aws_secretsmanager_secret_policy: () => import('./secretsmanager/secretsmanager-secret-policy.js'),
  aws_secretsmanager_secret_rotation: () => import('./secretsmanager/secretsmanager-secret-rotation.js'),
  aws_vpc: () => import('./ec2/vpc.js'),
};
