import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deployEnvironment } from '../../../delivery/deploy/index.js';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import { BUCKET } from '../../../test/fixtures/fixture-stacks.js';
import { listLocks, releaseLock } from '../index.js';

describe('the locks of an environment', () => {
  let fixture: FixtureEnvironment;

  beforeEach(async () => {
    fixture = await FixtureEnvironment.start([{ id: 'base', data: { one: { input: 'a' } } }]);
    await deployEnvironment(environment, { ...fixture.options, approve: async () => true });
  });

  afterEach(() => fixture.stop());

  const holder = { id: 'h1', who: 'ann@laptop', pid: 1, operation: 'deploy', since: '2026-11-21T04:00:00Z' };
  const hold = (leaseSeconds: number) =>
    fixture.objects.put(
      BUCKET,
      'local/environment.lock.json',
      JSON.stringify({ token: 4, leaseSeconds, beat: 0, holder }),
    );

  it('are none after a deploy', async () => {
    expect(await listLocks(environment, fixture.options)).toEqual([]);
  });

  it('show who holds the environment, and which state Terraform has locked', async () => {
    hold(3_600);
    const info = { ID: 't1', Operation: 'OperationTypeApply', Who: 'ann@laptop', Created: '2026-11-21T04:00:00Z' };
    fixture.objects.put(BUCKET, 'local/base.tfstate.tflock', JSON.stringify(info));
    expect(await listLocks(environment, fixture.options)).toEqual([
      expect.objectContaining({ subject: 'environment', id: 'h1', who: 'ann@laptop', alive: true }),
      expect.objectContaining({ subject: 'base', id: 't1', operation: 'OperationTypeApply' }),
    ]);
  });

  it('of somebody alive are not taken, not even those of states', async () => {
    hold(3_600);
    fixture.objects.put(BUCKET, 'local/base.tfstate.tflock', JSON.stringify({ ID: 't1' }));
    for (const id of ['h1', 't1']) {
      await expect(releaseLock(environment, id, fixture.options)).rejects.toMatchObject({ code: 'LockAlive' });
    }
  });

  it('of somebody dead are taken; the token stays', async () => {
    hold(-1);
    fixture.objects.put(BUCKET, 'local/base.tfstate.tflock', JSON.stringify({ ID: 't1' }));
    expect(await releaseLock(environment, 't1', fixture.options)).toMatchObject({ subject: 'base' });
    expect(await releaseLock(environment, 'h1', fixture.options)).toMatchObject({ subject: 'environment' });
    expect(await listLocks(environment, fixture.options)).toEqual([]);
    expect(JSON.parse(fixture.objects.text(BUCKET, 'local/environment.lock.json') ?? '')).toMatchObject({ token: 4 });
  });

  it('are named when another is asked for', async () => {
    hold(-1);
    await expect(releaseLock(environment, 'zzz', fixture.options)).rejects.toMatchObject({
      code: 'UnknownLock',
      message: "'local' has no lock 'zzz'; held are h1 (environment)",
    });
  });
});
