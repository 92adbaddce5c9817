import { Duration } from '../../../modules/values/duration.js';
import type { Path } from '../document/path.js';
import type { Environment } from '../schema/environment.js';
import type { Rule, RuleProblem } from './rule.js';

const SHORTEST_RECOVERY = Duration.days(7);

/** `production: true` asks for what loses no data, survives a zone and takes nobody by surprise. */
export const production: Rule = (environment) => {
  if (!environment.production) return [];
  return [...demands(environment), ...databaseDemands(environment)].map((problem) => ({
    ...problem,
    message: `${problem.message} where production is true`,
    related: [['production'], ...(problem.related ?? [])],
  }));
};

function demands({ protected: isProtected, target, network, backup, alerting, media }: Environment): RuleProblem[] {
  const buckets = Object.entries(media?.buckets ?? {}).filter(([, { versioned }]) => !versioned);
  return [
    ...unless(isProtected, ['protected'], 'must be true', 'write protected: true'),
    ...unless(target === 'aws', ['target'], "must be 'aws'"),
    ...unless(network.natGateways !== 'single', ['network', 'natGateways'], "must not be 'single'", 'write per-zone'),
    ...unless(network.flowLogs.enabled, ['network', 'flowLogs', 'enabled'], 'must be true'),
    ...unless(backup !== undefined, ['backup'], 'is required'),
    ...unless(alerting !== undefined, ['alerting'], 'is required'),
    ...unless(!alerting || alerting.emails.length > 0, ['alerting', 'emails'], 'must name somebody to page'),
    ...buckets.flatMap(([name]) => unless(false, ['media', 'buckets', name, 'versioned'], 'must be true')),
  ];
}

function databaseDemands({ data }: Environment): RuleProblem[] {
  return [
    ...Object.entries(data?.postgres ?? {}).flatMap(([name, postgres]) => {
      const path = ['data', 'postgres', name];
      const recovery = Duration.parse(postgres.backupRetention);
      const longEnough = recovery.toSeconds() >= SHORTEST_RECOVERY.toSeconds();
      return [
        ...unless(postgres.multiAz, [...path, 'multiAz'], 'must be true'),
        ...unless(postgres.deletionProtection, [...path, 'deletionProtection'], 'must be true'),
        ...unless(longEnough, [...path, 'backupRetention'], `must be at least ${SHORTEST_RECOVERY}, not ${recovery},`),
      ];
    }),
    ...Object.entries(data?.redis ?? {}).flatMap(([name, { nodes }]) =>
      unless(nodes > 1, ['data', 'redis', name, 'nodes'], 'must be at least 2'),
    ),
  ];
}

function unless(fine: boolean, path: Path, message: string, hint?: string): RuleProblem[] {
  return fine ? [] : [{ path, message, hint }];
}
