import type { StackPlan } from '../plan/plan-result.js';
import type { Refusal } from './refusal.js';

/**
 * Attributes that name the version of an engine which AWS upgrades in place and never downgrades.
 *
 * Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html,
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.html
 */
const VERSIONS: Readonly<Record<string, string>> = {
  aws_db_instance: 'engine_version',
  aws_rds_cluster: 'engine_version',
  aws_docdb_cluster: 'engine_version',
  aws_elasticache_replication_group: 'engine_version',
  aws_elasticache_serverless_cache: 'major_engine_version',
  aws_eks_cluster: 'version',
  aws_eks_node_group: 'version',
  aws_opensearch_domain: 'engine_version',
  aws_msk_cluster: 'kafka_version',
};

/** Engines whose version a plan would lower, or that it would swap. */
export function plannedDowngrades(plans: readonly StackPlan[]): Refusal[] {
  return plans.flatMap(({ id, changes }) =>
    changes.flatMap(({ address, attributes, type }) =>
      attributes.flatMap(({ path, before, after }) =>
        path === VERSIONS[type] ? downgrade(`${id}: ${address}`, before, after) : [],
      ),
    ),
  );
}

/** The same from two configurations of a stack: what is applied, and what would be. */
export function configuredDowngrades(id: string, applied: string | undefined, wanted: string | undefined): Refusal[] {
  const after = resources(wanted);
  return Object.entries(resources(applied)).flatMap(([type, byName]) => {
    const attribute = VERSIONS[type];
    if (!attribute) return [];
    return Object.entries(byName).flatMap(([name, { [attribute]: version }]) =>
      downgrade(`${id}: ${type}.${name}`, version, after[type]?.[name]?.[attribute]),
    );
  });
}

function downgrade(subject: string, before: unknown, after: unknown): Refusal[] {
  if (typeof before !== 'string' || typeof after !== 'string' || compareVersions(after, before) >= 0) return [];
  const reason = `its engine would go from ${before} to ${after}, and AWS downgrades none`;
  return [{ kind: 'engine-downgrade', subject, reason }];
}

/**
 * Negative when `a` is lower than `b`. `17` and `17.5` are equal: a major version alone stands for any of its minors.
 * Letters before the digits, such as in `OpenSearch_2.11`, don't count.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  return (/\d+(\.\d+)*/.exec(version)?.[0] ?? '').split('.').filter(Boolean).map(Number);
}

type Resources = Record<string, Record<string, Record<string, unknown>>>;

function resources(config: string | undefined): Resources {
  return (JSON.parse(config ?? '{}') as { resource?: Resources }).resource ?? {};
}
