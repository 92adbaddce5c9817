import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type BackupProof, Ledger, type ReleaseRecord, recordProof } from '../../../delivery/releases/index.js';
import type { openCloud } from '../../../session/cloud/index.js';
import { assertProvenBackups } from '../proof-gate.js';
import { Bench, BUCKET, cloudAt, environment } from './fixtures/bench.js';

const gated = { ...environment, backup: { proof: { maxAge: '7d', assertions: {} } } } as unknown as typeof environment;

let bench: Bench;
let cloud: Awaited<ReturnType<typeof openCloud>>;
beforeEach(async () => {
  bench = await Bench.start();
  cloud = await cloudAt(bench.objects.endpoint).openCloud(environment, { start: false });
});
afterEach(async () => {
  await cloud.close();
  await bench.stop();
});

function release(operation: ReleaseRecord['operation'], outcome: ReleaseRecord['outcome']) {
  return new Ledger({ objects: cloud.objects, bucket: BUCKET, environment: 'bench' }).append({
    ...{ operation, outcome, startedAt: '2026-11-21T10:00:00.000Z', durationMs: 1, token: 1 },
    ...{ actor: { who: 'me@here' }, stacks: [], services: [] },
  });
}

function holdsData(): void {
  const instances = [{ attributes: { identifier: 'reel-bench-main', engine: 'postgres' } }];
  const resources = [{ mode: 'managed', type: 'aws_db_instance', name: 'main', instances }];
  bench.objects.put(BUCKET, 'bench/data.tfstate', JSON.stringify({ version: 4, resources }));
}

const pass = () => assertProvenBackups(gated, { objects: cloud.objects, signing: undefined });

describe('the gate of proofs', () => {
  it('lets the first deploy of an environment through, also a second try of it', async () => {
    await expect(pass()).resolves.toBeUndefined();
    holdsData();
    await release('deploy', 'failed');
    await release('deploy', 'partial');
    await expect(pass()).resolves.toBeUndefined();
  });

  it('is shut as soon as a deploy was completed and there is data', async () => {
    holdsData();
    await release('deploy', 'complete');
    await expect(pass()).rejects.toMatchObject({ code: 'BackupNotProven' });
  });

  it('stays shut for a proof of an earlier version that counted nothing, and says so', async () => {
    holdsData();
    await release('deploy', 'complete');
    const shown = {
      store: 'main',
      name: 'tables',
      expected: 'none recorded',
      actual: 'none',
      outcome: 'passed',
    } as const;
    const proof: BackupProof = {
      set: '20261121t101717-3f9a',
      at: new Date().toISOString(),
      outcome: 'proven',
      rpoSeconds: 1,
      rtoSeconds: 1,
      assertions: [shown],
    };
    await recordProof(new Ledger({ objects: cloud.objects, bucket: BUCKET, environment: 'bench' }), proof);
    const refused = { code: 'BackupNotProven', message: expect.stringContaining('main contents: nothing was counted') };
    await expect(pass()).rejects.toMatchObject(refused);
    await recordProof(new Ledger({ objects: cloud.objects, bucket: BUCKET, environment: 'bench' }), {
      ...proof,
      counted: ['main'],
    });
    await expect(pass()).resolves.toBeUndefined();
  });

  it('is open for an environment that was destroyed with its data, or never had any', async () => {
    await release('deploy', 'complete');
    await release('destroy', 'complete');
    await expect(pass()).resolves.toBeUndefined();
  });
});
