import { shell } from '../../modules/values/shell-quoted.js';
import type { Found, Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

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

/** What is known of `aws_db_instance`. */
export default resource({
  type: 'aws_db_instance',
  holds: {
    lost: 'its databases and their automated backups',
    section: 'postgres',
    affix: /^postgres-/,
    renamable: true,
  },
  backup: { kind: 'rds', identifiedBy: 'identifier', outlives: true, copyOf: 'replicate_source_db' },
  version: 'engine_version',
  // ModifyDBInstance has no such parameter: an instance that stands alone never becomes a replica.
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
  chosenAtCreation: ['replicate_source_db'],
  beside: [sharedSnapshots, followers, databaseProxies],
  find: named({
    ask: 'rds:DescribeDBInstances',
    by: { DBInstanceIdentifier: '{identifier}' },
    at: 'DBInstances.0',
    id: '{identifier}',
    unless: ({ DBInstanceStatus }) => DBInstanceStatus === 'deleting',
  }),
});
