import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Identity } from '../../../adapters/backups/index.js';
import { assertStatesFree, renewIdentity } from '../renew-identity.js';
import { withBackups } from '../with-backups.js';
import { Bench, BUCKET, environment } from './fixtures/bench.js';

const NEW: Identity = {
  type: 'aws_db_instance',
  named: { identifier: 'reel-bench-main' },
  chosen: { resource_id: 'db-NEW' },
};

const instance = (identifier: string, resource_id: string, more: object = {}) => ({
  ...{ mode: 'managed', type: 'aws_db_instance', name: identifier },
  instances: [{ schema_version: 2, attributes: { id: resource_id, identifier, resource_id, ...more } }],
});

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.start();
});
afterEach(() => bench.stop());

function keep(stack: string, ...resources: object[]): void {
  const state = { version: 4, serial: 7, lineage: 'l', terraform_version: '1.10.0', outputs: {}, resources };
  bench.objects.put(BUCKET, `bench/${stack}.tfstate`, JSON.stringify(state));
}

function kept(stack: string) {
  return JSON.parse(bench.objects.text(BUCKET, `bench/${stack}.tfstate`) ?? '{}');
}

const renew = () => withBackups(environment, bench.options, (session) => renewIdentity(session, NEW));

describe('the identity of what took a name', () => {
  it('is put into the state that knows the name, wherever the old one stood', async () => {
    keep(
      'data',
      instance('reel-bench-main', 'db-OLD', { tags: { was: 'db-OLD' } }),
      instance('reel-bench-other', 'db-2'),
    );
    expect(await renew()).toBe(true);
    const { serial, lineage, resources } = kept('data');
    expect([serial, lineage]).toEqual([8, 'l']);
    expect(resources[0].instances[0]).toEqual({
      schema_version: 2,
      attributes: { id: 'db-NEW', identifier: 'reel-bench-main', resource_id: 'db-NEW', tags: { was: 'db-NEW' } },
    });
    expect(resources[1].instances[0].attributes.id).toBe('db-2');
  });

  it('leaves an id alone that is the name, as earlier providers kept it', async () => {
    keep('data', instance('reel-bench-main', 'db-OLD', { id: 'reel-bench-main' }));
    await renew();
    expect(kept('data').resources[0].instances[0].attributes).toMatchObject({
      id: 'reel-bench-main',
      resource_id: 'db-NEW',
    });
  });

  it('changes no state that has it already, or knows nothing of the name', async () => {
    keep('data', instance('reel-bench-main', 'db-NEW'));
    keep('network', instance('reel-bench-other', 'db-OLD'));
    expect(await renew()).toBe(true);
    expect([kept('data').serial, kept('network').serial]).toEqual([7, 7]);
    keep('data', instance('reel-bench-other', 'db-OLD'));
    expect(await renew()).toBe(false);
  });

  it('is not forced upon a state that somebody changes meanwhile', async () => {
    keep('data', instance('reel-bench-main', 'db-OLD'));
    const lock = { ID: 'x', Operation: 'OperationTypeApply', Who: 'somebody@else', Created: '2026-11-21T10:00:00Z' };
    bench.objects.put(BUCKET, 'bench/data.tfstate.tflock', JSON.stringify(lock));
    await expect(renew()).rejects.toMatchObject({
      code: 'StateInUse',
      message: expect.stringContaining('somebody@else'),
    });
    expect(kept('data').serial).toBe(7);
    // That somebody does is asked before anything is replaced.
    const free = () => withBackups(environment, bench.options, assertStatesFree);
    await expect(free()).rejects.toMatchObject({
      code: 'StateInUse',
      message: expect.stringMatching(/nothing was replaced/),
    });
    bench.objects.buckets.get(BUCKET)?.delete('bench/data.tfstate.tflock');
    await expect(free()).resolves.toBeUndefined();
  });
});
