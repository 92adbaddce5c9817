import { shell } from '../../../../modules/values/shell-quoted.js';
import type { ApiObject } from '../../../session/journal/outside/aws-calls.js';
import type { Attachments, Found, Look } from '../attachments.js';
import { keeping, single } from '../attachments.js';
import { resourcePolicyVerdict } from '../policy-severity.js';

/** Snapshots of a database that others may restore. */
const sharedSnapshots: Look = {
  what: 'shared snapshots',
  asks: ['rds:DescribeDBSnapshots', 'rds:DescribeDBSnapshotAttributes'],
  find: async ({ values: { identifier } }, { ask, accountId }) => {
    const by = { DBInstanceIdentifier: identifier, SnapshotType: 'manual' };
    const snapshots: ApiObject[] = (await ask('rds:DescribeDBSnapshots', by))?.DBSnapshots ?? [];
    const found: Found[] = [];
    for (const { DBSnapshotIdentifier: id } of snapshots) {
      const answer = await ask('rds:DescribeDBSnapshotAttributes', { DBSnapshotIdentifier: id });
      const attributes: ApiObject[] = answer?.DBSnapshotAttributesResult?.DBSnapshotAttributes ?? [];
      const restore = attributes.find(({ AttributeName }) => AttributeName === 'restore');
      for (const account of (restore?.AttributeValues ?? []) as string[]) {
        if (account === accountId) continue;
        const remove = shell`aws rds modify-db-snapshot-attribute --db-snapshot-identifier ${id} --attribute-name restore --values-to-remove ${account}`;
        const says = account === 'all' ? 'anybody may restore it' : `account ${account} may restore it`;
        found.push({ what: 'shared snapshot', name: id, severity: 'critical', says, remove });
      }
    }
    return found;
  },
};

/** Copies of a database that follow it, and roles that act for it. */
const followers: Look = {
  what: 'read replicas and roles',
  asks: ['rds:DescribeDBInstances'],
  find: async ({ values: { identifier } }, { ask, ours }) => {
    const by = { DBInstanceIdentifier: identifier };
    const database: ApiObject = (await ask('rds:DescribeDBInstances', by))?.DBInstances?.[0] ?? {};
    const replicas: string[] = database.ReadReplicaDBInstanceIdentifiers ?? [];
    const roles: { RoleArn: string; FeatureName?: string }[] = database.AssociatedRoles ?? [];
    return [
      ...replicas
        .map((name) => name.slice(name.lastIndexOf(':') + 1))
        .filter((name) => !ours.has('aws_db_instance', { identifier: name }))
        .map((name) => ({
          what: 'read replica',
          name,
          severity: 'high' as const,
          says: 'a copy of all data that follows the database',
          remove: shell`aws rds delete-db-instance --db-instance-identifier ${name} --skip-final-snapshot`,
        })),
      ...roles
        .filter(({ RoleArn }) => !ours.has('aws_db_instance_role_association', { role_arn: RoleArn }))
        .map(({ RoleArn, FeatureName = '' }) => ({
          what: 'role of the database',
          name: RoleArn,
          severity: 'high' as const,
          says: `the database acts as it${FeatureName ? ` for ${FeatureName}` : ''}`,
          remove: shell`aws rds remove-role-from-db-instance --db-instance-identifier ${identifier} --role-arn ${RoleArn} --feature-name ${FeatureName}`,
        })),
    ];
  },
};

/** Proxies of somebody else that hold connections to a database: another door, with roles and secrets of its own. */
const databaseProxies: Look = {
  what: 'proxies of the database',
  asks: ['rds:DescribeDBProxies', 'rds:DescribeDBProxyTargets'],
  find: async ({ values: { identifier } }, { ask, ours }) => {
    const all: ApiObject[] = (await ask('rds:DescribeDBProxies', {}))?.DBProxies ?? [];
    const found: Found[] = [];
    for (const { DBProxyName } of all) {
      if (ours.has('aws_db_proxy', { name: DBProxyName })) continue;
      const targets: ApiObject[] = (await ask('rds:DescribeDBProxyTargets', { DBProxyName }))?.Targets ?? [];
      if (!targets.some(({ RdsResourceId, Type }) => RdsResourceId === identifier && Type !== 'TRACKED_CLUSTER'))
        continue;
      found.push({
        what: 'proxy of the database',
        name: DBProxyName,
        severity: 'high',
        says: 'another way to the database, with a login of its own',
        remove: shell`aws rds delete-db-proxy --db-proxy-name ${DBProxyName}`,
      });
    }
    return found;
  },
};

/** Other addresses of a proxy. */
const proxyEndpoints: Look = {
  what: 'proxy endpoints',
  asks: ['rds:DescribeDBProxyEndpoints'],
  find: async ({ values: { name: DBProxyName } }, { ask, ours }) => {
    const all: ApiObject[] = (await ask('rds:DescribeDBProxyEndpoints', { DBProxyName }))?.DBProxyEndpoints ?? [];
    return all
      .filter(
        ({ IsDefault, DBProxyEndpointName: name }) =>
          !IsDefault &&
          name &&
          name !== 'default' &&
          !ours.has('aws_db_proxy_endpoint', { db_proxy_endpoint_name: name }),
      )
      .map(({ DBProxyEndpointName: name }) => ({
        what: 'proxy endpoint',
        name,
        severity: 'high',
        says: 'another way to the database',
        remove: shell`aws rds delete-db-proxy-endpoint --db-proxy-endpoint-name ${name}`,
      }));
  },
};

const repositoryPolicy = single({
  what: 'policy',
  ask: 'ecr:GetRepositoryPolicy',
  input: ({ name }) => ({ repositoryName: name }),
  declaredBy: ['aws_ecr_repository_policy', 'repository'],
  there: ({ policyText }) => policyText,
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: ({ name }) => shell`aws ecr delete-repository-policy --repository-name ${name}`,
});

const repositoryLifecycle = single({
  what: 'lifecycle policy',
  ask: 'ecr:GetLifecyclePolicy',
  input: ({ name }) => ({ repositoryName: name }),
  declaredBy: ['aws_ecr_lifecycle_policy', 'repository'],
  there: ({ lifecyclePolicyText }) => lifecyclePolicyText,
  severity: 'high',
  says: 'removes images',
  remove: ({ name }) => shell`aws ecr delete-lifecycle-policy --repository-name ${name}`,
});

const registryPolicy = single({
  what: 'registry policy',
  ask: 'ecr:GetRegistryPolicy',
  input: () => ({}),
  declaredBy: ['aws_ecr_registry_policy', 'id'],
  there: ({ policyText }) => policyText,
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: () => shell`aws ecr delete-registry-policy`,
});

const vaultPolicy = single({
  what: 'access policy',
  ask: 'backup:GetBackupVaultAccessPolicy',
  input: ({ name }) => ({ BackupVaultName: name }),
  declaredBy: ['aws_backup_vault_policy', 'backup_vault_name'],
  there: ({ Policy }) => Policy,
  severity: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).severity,
  says: (policy, { accountId }) => resourcePolicyVerdict(policy, accountId).says,
  remove: ({ name }) => shell`aws backup delete-backup-vault-access-policy --backup-vault-name ${name}`,
});

const vaultNotifications = single({
  what: 'notification',
  ask: 'backup:GetBackupVaultNotifications',
  input: ({ name }) => ({ BackupVaultName: name }),
  declaredBy: ['aws_backup_vault_notifications', 'backup_vault_name'],
  there: ({ SNSTopicArn }) => SNSTopicArn,
  severity: 'high',
  says: 'tells somebody else of each job',
  remove: ({ name }) => shell`aws backup delete-backup-vault-notifications --backup-vault-name ${name}`,
});

/** What a plan takes beside what is declared. */
const selections: Look = {
  what: 'selections',
  asks: ['backup:ListBackupSelections'],
  find: async ({ values: { id: BackupPlanId } }, { ask, ours }) => {
    const answer = await ask('backup:ListBackupSelections', { BackupPlanId });
    const all: { SelectionId: string; SelectionName: string }[] = answer?.BackupSelectionsList ?? [];
    return all
      .filter(({ SelectionId: id }) => !ours.has('aws_backup_selection', { id }))
      .map(({ SelectionId, SelectionName }) => ({
        what: 'selection',
        name: SelectionName,
        severity: 'notice',
        remove: shell`aws backup delete-backup-selection --backup-plan-id ${BackupPlanId} --selection-id ${SelectionId}`,
      }));
  },
};

/** What can be attached to databases, repositories and vaults. */
export const storeAttachments: Readonly<Record<string, Attachments>> = {
  aws_db_instance: [sharedSnapshots, followers, databaseProxies],
  aws_db_proxy: [proxyEndpoints],
  aws_ecr_repository: [repositoryPolicy, repositoryLifecycle],
  aws_ecr_registry_scanning_configuration: [registryPolicy],
  aws_backup_vault: [vaultPolicy, vaultNotifications],
  // DeleteBackupPlan refuses while it has selections.
  aws_backup_plan: [keeping(selections)],
};
