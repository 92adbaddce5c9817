import type { Operations } from '../../../base-command/operations.js';
import type { ConsumersResult, SecretConsumer } from '../../../data/secrets/index.js';

/** A consumer that has moved. */
export const consumer: SecretConsumer = {
  service: 'api',
  declared: true,
  run: 'kubernetes',
  kind: 'web',
  variables: ['TOKEN'],
  workload: 'Rollout',
  synced: true,
  pods: { current: 3, old: 0, unknown: 0, ready: 3, desired: 3 },
  state: '3 on the current version (3 ready of 3)',
};

/** Who uses a secret. */
export const consumers: ConsumersResult = {
  environment: 'local',
  secret: 'token',
  name: '/movies/local/token',
  version: 'v2',
  versionCreated: '2026-11-21T04:00:00.000Z',
  cluster: 'backlot-local',
  consumers: [consumer],
  moved: true,
  actions: [],
};

const place = { environment: 'local', secret: 'token', name: '/movies/local/token' };

/** Operations on secrets, with every optional field set once. */
export const secretOperations: Pick<
  Operations,
  'declaredSecret' | 'listSecrets' | 'secretConsumers' | 'setSecret' | 'rotateSecret'
> = {
  declaredSecret: async () => ({}) as never,
  listSecrets: async () => ({
    environment: 'local',
    secrets: [
      {
        secret: 'token',
        name: '/movies/local/token',
        managedBy: 'backlot',
        set: true,
        version: 'v2',
        ageSeconds: 4_000,
        rotation: 'every 30d, by AWS',
        underWay: "at 'replace': two versions are valid",
        consumers: 2,
      },
      { secret: 'rds/main', name: '', managedBy: 'rds', rotation: 'every 7d, by RDS', consumers: 0 },
    ],
  }),
  secretConsumers: async () => consumers,
  setSecret: async () => ({
    ...place,
    outcome: 'set',
    version: 'v2',
    previous: 'v1',
    trimmed: true,
    consumers,
    rolled: [consumer],
    actions: [],
  }),
  rotateSecret: async () => ({
    ...place,
    strategy: 'random',
    outcome: 'rotated',
    version: 'v2',
    retired: 'v1',
    steps: [
      { id: 'create', status: 'earlier', message: 'version v2', durationMs: 0 },
      { id: 'move', status: 'done', message: 'api 3 of 3 pods', durationMs: 41_000 },
    ],
    consumers: [consumer],
    actions: ['revoke it'],
  }),
};
