import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createBackup, pruneBackups } from '../index.js';
import { Bench, BUCKET, environment } from './fixtures/bench.js';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.start();
});
afterEach(() => bench.stop());

describe('a set whose manifest was changed', () => {
  it('keeps its copies, and what tells of no set: neither is an orphan', async () => {
    const { id, stores } = await createBackup(environment, bench.options);
    const copy = stores[0]?.snapshot?.id ?? '';
    const key = `${environment.id}/backups/${id}.json`;
    bench.films.tagged = async () => [
      { kind: 'dynamodb', what: 'snapshot', id: copy, set: id, purpose: 'backup' },
      { kind: 'dynamodb', what: 'snapshot', id: 'export-of-no-set', set: '', purpose: 'backup' },
      { kind: 'dynamodb', what: 'snapshot', id: 'left', set: '20200101t000000-aaaa', purpose: 'backup' },
    ];
    const whole = bench.objects.buckets.get(BUCKET)?.get(key);
    expect(whole).toBeDefined();
    const bytes = Buffer.from(whole?.body ?? '');
    bench.objects.buckets
      .get(BUCKET)
      ?.set(key, { ...whole, body: Buffer.from(`${bytes}`.replace('complete', 'completE')) } as never);
    const pruned = await pruneBackups(environment, { ...bench.options, olderThan: '1s', keep: 0 });
    expect(pruned.removed).toEqual(['left']);
    expect(pruned.kept).toEqual([
      { id, why: 'its manifest is not what was written, and nobody can tell what it names' },
    ]);
  });
});
