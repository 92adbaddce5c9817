import type { Path } from './document/path.js';
import { firstName } from './identity.js';
import type { Environment } from './schema/environment.js';

/** Everything declared that has a name of its own behind the environment's, with the name that it was made under. */
export function declaredNames({
  backup,
  cluster,
  data,
  media,
  messaging,
  services,
}: Environment): (readonly [at: Path, name: string])[] {
  type Thing = { readonly renamedFrom?: string };
  const all = (section: Path, things: Readonly<Record<string, object>> | undefined, ...patterns: readonly string[]) =>
    Object.entries(things ?? {}).flatMap(([name, thing]) =>
      patterns.map((each) => [[...section, name], each.replace('*', firstName(name, thing as Thing))] as const),
    );
  return [
    ...all(['backup', 'plans'], backup?.plans, '*'),
    ...all(['data', 'postgres'], data?.postgres, '*', 'postgres-*', 'proxy-*', 'database-*', ...OF_DATABASES),
    ...all(['data', 'redis'], data?.redis, '*', 'redis-*', 'cache-*'),
    ...all(['media', 'buckets'], media?.buckets, '*', 'cdn-*'),
    ...all(['messaging', 'queues'], messaging?.queues, '*', '*-dead-letters', 'queue-*', 'dead-letters-*'),
    ...all(['messaging', 'topics'], messaging?.topics, '*'),
    ...all(['messaging', 'providers'], messaging?.providers, 'provider-*'),
    ...all(['cluster', 'nodeGroups'], cluster?.nodeGroups, 'cluster-*'),
    ...all(['services'], services, 'service-*'),
  ];
}

/** Replicas, parameters and their alarms. */
const OF_DATABASES = ['*-replica-1', '*-postgres-1', 'database-*-lag-1'];

/**
 * Names behind the environment's that nobody declares: of roles, keys, policies, alarms and stores that the stacks make
 * themselves. A star at the end stands for what follows. `stacks/test/own-names.test.ts` holds them against the stacks.
 */
export function fixedNames({ aws }: Pick<Environment, 'aws'>): readonly string[] {
  return [...FIXED, `logs-${aws.accountId}`, `state-${aws.accountId}`];
}

const FIXED = [
  ...['backup', 'backup-copies', 'backup-jobs', 'backups', 'boundary', 'caches', 'data', 'databases'],
  ...['cdn-errors', 'cdn-media', 'cdn-routing', 'cdn-security'],
  ...['cluster-api-errors', 'cluster-aws-ebs-csi-driver', 'cluster-control-plane', 'cluster-vpc-cni', 'controller-*'],
  ...[
    'dead-letters-notify-provider',
    'dead-letters-rotate-secret',
    'delivery',
    'delivery-pager',
    'deploy-*',
    'endpoints',
    'firewall-logs',
    'flow-logs',
  ],
  ...['function-notify-provider-errors', 'function-rotate-secret-errors', 'interruptions', 'ledger', 'load-balancers'],
  ...['logs', 'messaging', 'monthly', 'nat-*', 'nodes', 'notify-provider-dead-letters', 'overview', 'pager'],
  ...['plan-ledger', 'plan-state', 'public-load-balancers', 'rds-monitoring', 'rotate-secret-dead-letters', 'secrets'],
  ...['signers-*', 'state', 'workloads'],
];
