import type { Operations } from '../../../base-command/operations.js';
import { backupOperations } from './backups.js';
import { bootstrapResult } from './bootstrap.js';
import { canaryOperations } from './canaries.js';
import { dayTwoOperations } from './day-two.js';
import { driftResult } from './drift.js';
import { environmentOf, environmentsOf } from './environments.js';
import { imageOperations } from './images.js';
import { loadRun } from './load-run.js';
import { releaseOperations } from './releases.js';
import { change, deployment, deployResult, planResult, stackPlan } from './results.js';
import { runningSandbox, stoppedSandbox } from './sandbox.js';
import { secretOperations } from './secrets.js';
import { statusParts } from './status-parts.js';

const error = { code: 'ApplyFailed', message: 'quota', source: 'upstream', actions: [], resource: 'aws_vpc.vpc' };
const attribute = { path: 'tags.owner', before: 'a', after: 'b' };
const output = { name: 'vpc_id', action: 'create', unknown: true, sensitive: false } as const;
/** A plan with every optional field set once. */
export const wholePlan = planResult([
  stackPlan('network', [change('aws_vpc.vpc', 'update', [attribute], 'why')], {
    drift: [change('aws_vpc.vpc', 'update', [attribute])],
    outputs: [output],
  }),
  stackPlan('data', [], { status: 'deferred', reason: 'waits for network' }),
  stackPlan('media', [], { status: 'failed', error }),
]);
const lock = {
  subject: 'environment',
  id: 'x',
  who: 'ann@build',
  operation: 'deploy',
  since: '2026-11-21T04:00:00.000Z',
  ageSeconds: 4,
  alive: true,
};
const deploy = deployResult(
  [
    deployment('network'),
    deployment('data', { status: 'failed', error }),
    deployment('media', { status: 'skipped', reason: 'x' }),
  ],
  { outcome: 'failed', actions: ['backlot deploy local'] },
);

/** Every operation, with every optional field set once. */
export const everyOperation: Partial<Operations> = {
  ...environmentsOf(environmentOf('local'), environmentOf('prod')),
  renderResolved: async () => 'platform: movies\n',
  explain: async () => [],
  synthesize: async () => ({
    environment: 'local',
    stacks: [{ id: 'network', resources: 58, dependsOn: ['foundation'], path: '/x/stacks/network' }],
    resources: 58,
    durationMs: 300,
  }),
  plan: async () => ({
    ...wholePlan,
    services: {
      changes: [
        {
          service: 'api',
          action: 'update',
          image: 'api:1.4.0',
          previousImage: 'api:1.3.0',
          replicas: { min: 3, max: 10 },
          canary: true,
          values: [{ path: 'image.tag', before: '1.3.0', after: '1.4.0', sensitive: false }],
          chartChanged: false,
          reason: 'x',
        },
      ],
      unknown: 'x',
    },
  }),
  deploy: async () => ({ ...deploy, release: { number: 3, hash: 'a'.repeat(64), recorded: true } }),
  ...releaseOperations,
  destroy: async () => deploy,
  bootstrap: async () => bootstrapResult({ error }),
  outputs: async () => ({ network: { vpc_id: 'vpc-1', subnet_ids: ['a'] } }),
  status: async () => ({
    environment: 'local',
    target: 'sandbox',
    account: '000000000000',
    region: 'eu-central-1',
    reachable: true,
    endpoint: 'http://127.0.0.1:4566',
    stacks: [
      {
        id: 'network',
        applied: true,
        serial: 3,
        resources: 58,
        lastApplied: '2026-11-21T04:00:00.000Z',
        toolVersion: '1.11.4',
        lock: { id: 'x', operation: 'OperationTypeApply', who: 'ann@build', since: '2026-11-21T04:00:00Z' },
        condition: 'changed',
      },
      { id: 'data', applied: false, resources: 0 },
    ],
    resources: 58,
    ...statusParts,
  }),
  drift: async () => driftResult,
  ...(await canaryOperations()),
  ...dayTwoOperations,
  graph: async () => ({
    environment: 'local',
    stacks: [{ id: 'network', dependsOn: [], resources: 58 }],
    mermaid: '',
    text: '',
  }),
  doctor: async () => ({
    ok: true,
    checks: [{ id: 'node', title: 'Node.js', status: 'ok', version: '24', path: '/n' }],
  }),
  listBlueprints: async () => [{ name: 'movie-store', signs: false }],
  init: async ({ name, blueprint }) => ({ environment: name, file: `environments/${name}.yaml`, blueprint }),
  recover: async () => ({
    environment: 'local',
    things: [
      {
        name: 'keys.data',
        stack: 'foundation',
        address: 'aws_kms_key.data-key',
        label: 'encryption key',
        physical: '4cb75f7a',
        state: 'waits for deletion',
        until: '2026-12-07T17:31:55.000Z',
        outcome: 'recovered',
        command: 'backlot recover local keys.data',
      },
    ],
  }),
  listLocks: async () => [lock, { subject: 'network', id: 'y', who: 'ann@build', operation: 'x', since: lock.since }],
  releaseLock: async () => lock,
  ...backupOperations,
  ...secretOperations,
  ...imageOperations,
  sandboxUp: async () => runningSandbox,
  sandboxDown: async () => ({ ...stoppedSandbox, stopped: true }),
  sandboxStatus: async () => runningSandbox,
  sandboxReset: async () => stoppedSandbox,
  listLoad: async () => ({ model: true, note: 'a model', runs: [loadRun()] }),
  sandboxCoverage: async () => ({
    types: 2,
    emulated: 1,
    recorded: [{ type: 'aws_x', reason: 'y' }],
    recordedAttributes: [{ type: 'aws_y', attribute: 'z', reason: 'y' }],
    unhandled: [],
  }),
};
