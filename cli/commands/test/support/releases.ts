import type { Operations } from '../../../base-command/operations.js';
import type { LedgerEntry, ReleaseDiff, ReleaseRecord } from '../../../delivery/releases/index.js';
import type { RollbackPreview, RollbackResult } from '../../../delivery/rollback/index.js';
import { change, deployment, deployResult, planResult, stackPlan } from './results.js';

const HASH = 'a'.repeat(64);

/** A record with every optional field set once. */
export function releaseRecord(more: Partial<ReleaseRecord> = {}): ReleaseRecord {
  return {
    number: 2,
    environment: 'local',
    previous: HASH,
    operation: 'deploy',
    outcome: 'complete',
    startedAt: '2026-11-21T03:00:00.000Z',
    durationMs: 61_000,
    actor: { who: 'ann@build', identity: 'arn:aws:sts::000000000000:assumed-role/deploy/ann' },
    commit: { id: 'c0ffee00'.repeat(5), clean: false },
    token: 7,
    plan: HASH,
    stacks: [
      { id: 'network', status: 'applied', configuration: HASH, serial: 3, lineage: 'x' },
      { id: 'data', status: 'kept', configuration: HASH, since: 1 },
    ],
    services: [
      {
        service: 'api',
        status: 'promoted',
        image: 'registry.example/api:1.1.0',
        chart: 'service-1.0.0',
        chartHash: HASH,
        valuesHash: HASH,
        values: { replicas: { min: 3 } },
        verdict: { outcome: 'promoted', reason: 'success rate 1 ≥ 0.99', deciding: [] },
      },
    ],
    baseline: HASH,
    observability: { status: 'deployed', chart: 'observability-1.0.0', chartHash: HASH, valuesHash: HASH, values: {} },
    archive: HASH,
    schemas: { versions: { 'postgres.main': 14 }, contracts: { api: { 'postgres.main': '>=12 <15' } } },
    overrides: [{ gate: 'backup-proof', reason: 'the account of the drill is gone' }],
    verdicts: { 'local/releases/00000001.api.verdict.json': HASH },
    ...more,
  };
}

/** A proof of backups among the releases. */
export const proofRecord: ReleaseRecord = {
  ...releaseRecord({ number: 3, operation: 'restore-proof', stacks: [], services: [] }),
  proofs: [
    {
      set: 'b-1',
      at: '2026-11-21T04:00:00Z',
      outcome: 'proven',
      rpoSeconds: 60,
      rtoSeconds: 95,
      assertions: [{ store: 'main', name: 'rows', outcome: 'passed', expected: '>= 1', actual: '5' }],
    },
  ],
};

/** An entry of the ledger. */
export function entryOf(record: ReleaseRecord): LedgerEntry {
  return { record, hash: HASH, key: `local/releases/${String(record.number).padStart(8, '0')}.json` };
}

/** A comparison with every optional field set once. */
export const releaseDiffResult: ReleaseDiff = {
  environment: 'local',
  from: 1,
  to: 2,
  services: [
    {
      service: 'api',
      action: 'changed',
      imageBefore: 'registry.example/api:1.0.0',
      imageAfter: 'registry.example/api:1.1.0',
      chartBefore: 'service-1.0.0',
      chartAfter: 'service-1.1.0',
      values: [{ path: 'replicas.min', before: 3, after: 4, sensitive: false }],
    },
  ],
  stacks: [
    {
      id: 'network',
      action: 'changed',
      resources: [
        {
          address: 'aws_vpc.vpc',
          action: 'changed',
          attributes: [
            { path: 'tags.a', before: 'x', after: 'y', unknown: false, sensitive: false, forcesReplacement: false },
          ],
        },
        { address: 'aws_subnet.new', action: 'added', attributes: [] },
      ],
    },
  ],
  baseline: [{ kind: 'LimitRange', name: 'defaults', namespace: 'streaming', action: 'removed' }],
  schemas: [
    { store: 'postgres.main', before: '13', after: '14' },
    { store: 'postgres.main', service: 'api', after: '>=12 <15' },
  ],
};

/** What a rollback asks about. */
export const rollbackPreviewOf: RollbackPreview = {
  from: { number: 3, startedAt: '2026-11-21T05:00:00.000Z', who: 'bob@build' },
  target: { number: 2, startedAt: '2026-11-21T03:00:00.000Z', who: 'ann@build', commit: 'c0ffee00'.repeat(5) },
  plan: planResult([stackPlan('network', [change('aws_vpc.vpc', 'update'), change('aws_subnet.new', 'delete')])]),
  baseline: {
    dryRun: true,
    created: 1,
    changed: 0,
    unchanged: 4,
    pruned: 0,
    kept: 0,
    deferred: 0,
    changes: [{ action: 'created', kind: 'LimitRange', name: 'defaults', namespace: 'streaming' }],
    durationMs: 3,
  },
  services: [
    {
      service: 'api',
      action: 'update',
      image: 'registry.example/api:1.1.0',
      previousImage: 'registry.example/api:1.2.0',
      canary: true,
      values: [{ path: 'replicas.min', before: 4, after: 3, sensitive: false }],
      chartChanged: false,
    },
  ],
  skipsSteps: ['api'],
};

/** What a rollback gave. */
export function rollbackResult(more: Partial<RollbackResult> = {}): RollbackResult {
  const release = { number: 4, hash: HASH, recorded: true };
  return { ...deployResult([deployment('network')]), release, from: 3, target: 2, ...more };
}

/** Operations on releases that answer with every optional field set. */
export const releaseOperations: Partial<Operations> = {
  rollback: async () => rollbackResult(),
  listReleases: async () => [entryOf(proofRecord), entryOf(releaseRecord())],
  showRelease: async () => entryOf(releaseRecord()),
  diffReleases: async () => releaseDiffResult,
  verifyReleases: async () => ({
    releases: 3,
    signed: 2,
    head: 3,
    faults: [
      {
        key: 'local/releases/00000002.json',
        number: 2,
        kind: 'altered',
        reason: 'its content is not what was written',
      },
    ],
    notes: ['1 of 3 releases are not signed'],
  }),
};
