import type { Operations } from '../../../base-command/operations.js';
import type { BackupSet } from '../../../data/backups/index.js';
import type { BackupProof } from '../../../delivery/releases/index.js';

/** A set with every optional field set once. */
export function backupSet(more: Partial<BackupSet> = {}): BackupSet {
  return {
    id: '20261121t101717-3f9a',
    platform: 'movies',
    environment: 'local',
    state: 'complete',
    startedAt: '2026-11-21T10:17:17.000Z',
    finishedAt: '2026-11-21T10:18:17.000Z',
    who: 'ann@build',
    purpose: 'safety',
    previous: { id: '20261120t101717-3f9a', seal: 'a'.repeat(64) },
    stores: [
      {
        name: 'main',
        kind: 'rds',
        identifier: 'movies-local-main',
        address: 'data/aws_db_instance.main',
        method: 'DB snapshot',
        status: 'available',
        placement: { DBInstanceClass: 'db.t4g.medium' },
        snapshot: {
          id: 'backlot-movies-local-main-20261121t101717-3f9a',
          arn: 'arn:aws:rds:eu-central-1:000000000000:snapshot:x',
          takenAt: '2026-11-21T10:17:20.000Z',
          sizeBytes: 20 * 1024 ** 3,
          encrypted: true,
          facts: {},
        },
        contents: {
          at: '2026-11-21T10:17:17.000Z',
          tables: [{ table: 'public.films', rows: 1000, rowsAfter: 1001, checksum: 'b'.repeat(32) }],
        },
      },
      {
        name: 'cache',
        kind: 'elasticache',
        identifier: 'movies-local-cache',
        method: 'cache snapshot',
        status: 'failed',
        reason: 'no room',
        contents: { at: '2026-11-21T10:17:17.000Z', items: 3, itemsAfter: 4, note: 'counted' },
      },
    ],
    ...more,
  };
}

/** A proof of {@link backupSet}. */
export function backupProof(outcome: BackupProof['outcome'] = 'proven'): BackupProof {
  return {
    set: '20261121t101717-3f9a',
    at: '2026-11-21T10:20:00.000Z',
    outcome,
    rpoSeconds: 160,
    rtoSeconds: 61.5,
    assertions: [
      {
        store: 'main',
        name: 'rows of public.films',
        outcome: outcome === 'proven' ? 'passed' : 'failed',
        expected: '1000',
        actual: outcome === 'proven' ? '1000' : '10',
      },
    ],
  };
}

/** Operations on backups that succeed. */
export const backupOperations = {
  createBackup: async (_, options) => {
    await options?.approve?.([{ kind: 'rds', name: 'main', identifier: 'movies-local-main' }]);
    return backupSet();
  },
  listBackups: async () => ({
    backups: [
      {
        id: '20261121t101717-3f9a',
        state: 'complete',
        ageSeconds: 7_200,
        stores: ['main'],
        failed: ['cache'],
        sizeBytes: 20 * 1024 ** 3,
        proof: { outcome: 'proven', at: '2026-11-21T10:20:00.000Z', rtoSeconds: 61.5, rpoSeconds: 160 },
      },
    ],
    faults: [{ id: '20261120t101717-3f9a', key: 'local/backups/20261120t101717-3f9a.json', reason: 'it is gone' }],
  }),
  showBackup: async () => ({
    set: backupSet(),
    overview: { id: 'x', state: 'complete', ageSeconds: 7_200, sizeBytes: 1, stores: ['main'], failed: [] },
    proof: backupProof(),
  }),
  verifyBackup: async (_, options) => {
    await options?.approve?.(backupSet(), backupSet().stores);
    const proof = backupProof();
    const store = {
      name: 'main',
      kind: 'rds',
      outcome: 'proven',
      rtoSeconds: 61.5,
      assertions: proof.assertions,
    } as const;
    return { environment: 'local', proof, release: 4, stores: [store] };
  },
  restoreBackup: async (_, options) => {
    const target = 'movies-local-main-restored-20261121t101717-3f9a';
    await options.approve?.([{ store: 'main', kind: 'rds', from: 'x', target, replaces: 'it is removed first' }]);
    return {
      environment: 'local',
      set: '20261121t101717-3f9a',
      safety: '20261121t111717-3f9a',
      restored: [
        {
          store: 'main',
          kind: 'rds',
          identifier: target,
          endpoint: { host: '127.0.0.1', port: 5432 },
          seconds: 3.2,
          followers: ['movies-local-main-replica-1'],
          kept: ['movies-local-main-before-20261121t111717-3f9a'],
          cutOver: ['stop what writes'],
        },
      ],
      settled: { stacks: ['data'], left: [] },
    };
  },
  pruneBackups: async (_, options) => {
    const plan = {
      olderThan: '35d',
      sets: [{ id: '20251121t101717-3f9a', why: '365 days old', copies: ['x'] }],
      kept: [{ id: '20251122t101717-3f9a', why: '364 days old, but the newest that was proven' }],
      orphans: [{ kind: 'rds', what: 'snapshot', id: 'y', set: '20251121t101717-0000', purpose: 'backup' }],
      leftovers: [
        {
          kind: 'rds',
          what: 'store',
          id: 'w',
          set: '20251121t101717-0000',
          purpose: 'replaced',
          holds: '1 table, about 1,000 rows',
        },
      ],
    } as const;
    await options?.approve?.(plan);
    return {
      ...plan,
      environment: 'local',
      removed: ['x', 'y'],
      failed: [{ copy: 'z', reason: 'the vault is locked' }],
    };
  },
  backupSchedule: async () => ({
    environment: 'local',
    plans: [
      {
        name: 'daily',
        schedule: 'cron(0 1 * * ? *)',
        retention: '35d',
        next: '2026-11-22T01:00:00.000Z',
        applied: true,
        last: { at: '2026-11-21T01:00:00.000Z', state: 'FAILED', message: 'no role' },
      },
    ],
    stores: [{ name: 'main', kind: 'rds', plans: ['daily'], newest: '2026-11-21T01:10:00.000Z', automated: '7 days' }],
    missing: ["the last job of plan 'daily' is FAILED: no role"],
  }),
} satisfies Partial<Operations>;
