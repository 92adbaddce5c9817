import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { ConditionalObjects, PutCondition, StateKey } from '../../../adapters/aws/index.js';
import { type EnvironmentLockOptions, withEnvironmentLock } from '../environment-lock.js';

/** One object whose age a test decides. */
class OneObject implements ConditionalObjects {
  body?: string;
  version = 0;
  aged = 0;
  broken = false;
  hanging = false;
  /** So many requests are answered with SlowDown. */
  throttles = 0;

  private async answer() {
    if (this.broken) throw new Error('no route to host');
    if (this.hanging) await new Promise(() => {});
    if (this.throttles > 0) {
      this.throttles -= 1;
      throw Object.assign(new Error('Please reduce your request rate.'), { name: 'SlowDown' });
    }
  }

  async read() {
    await this.answer();
    return this.body === undefined ? undefined : { body: this.body, etag: String(this.version), ageSeconds: this.aged };
  }

  async put(_: StateKey, body: string, condition: PutCondition) {
    await this.answer();
    const expected = condition === 'absent' ? undefined : condition.etag;
    if (expected !== (this.body === undefined ? undefined : String(this.version))) return undefined;
    this.body = body;
    this.aged = 0;
    this.version += 1;
    return String(this.version);
  }

  async keys() {
    return [];
  }

  get record() {
    return JSON.parse(this.body ?? '{}');
  }
}

function options(objects: OneObject, more: Partial<EnvironmentLockOptions> = {}): EnvironmentLockOptions {
  const location = { bucket: 'states', key: 'local/environment.lock.json' };
  return { objects, location, environment: 'local', operation: 'deploy', leaseSeconds: 0.3, ...more };
}

describe('the lock of an environment', () => {
  it('is held while the work runs and free afterwards, with a token that only grows', async () => {
    const objects = new OneObject();
    const first = await withEnvironmentLock(options(objects), async ({ token }) => {
      expect(objects.record.holder).toMatchObject({ operation: 'deploy', pid: process.pid });
      return token;
    });
    expect(objects.record.holder).toBeUndefined();
    const second = await withEnvironmentLock(options(objects), async ({ token }) => token);
    expect(second).toBeGreaterThan(first);
  });

  it('is let go when the work fails', async () => {
    const objects = new OneObject();
    const failing = withEnvironmentLock(options(objects), async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(objects.record.holder).toBeUndefined();
  });

  it('refuses a second one and says who holds it', async () => {
    const objects = new OneObject();
    await withEnvironmentLock(options(objects), async ({ holder }) => {
      const second = withEnvironmentLock(options(objects, { operation: 'destroy' }), async () => 'never');
      const error = (await second.catch((caught) => caught)) as BacklotError;
      expect(error).toMatchObject({ code: 'EnvironmentLocked', actions: expect.arrayContaining([expect.any(String)]) });
      expect(error.message).toContain(`deploy of ${holder.who} (process ${process.pid}`);
    });
  });

  it('goes to exactly one of many that ask at once', async () => {
    const objects = new OneObject();
    let release: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const tries = Array.from({ length: 6 }, () =>
      withEnvironmentLock(options(objects), () => held).then(
        () => 'won',
        (error: BacklotError) => error.code,
      ),
    );
    await delay(50);
    release();
    expect((await Promise.all(tries)).sort()).toEqual([...Array(5).fill('EnvironmentLocked'), 'won']);
  });

  it('waits for the holder when told to', async () => {
    const objects = new OneObject();
    const order: string[] = [];
    const first = withEnvironmentLock(options(objects), async () => {
      await delay(80);
      order.push('first');
    });
    await delay(10);
    await withEnvironmentLock(options(objects, { waitMs: 5_000 }), async () => void order.push('second'));
    await first;
    expect(order).toEqual(['first', 'second']);
  });

  it('shows signs of life, so that a living holder keeps it for longer than its lease', async () => {
    const objects = new OneObject();
    await withEnvironmentLock(options(objects, { leaseSeconds: 0.06 }), async ({ lost }) => {
      await until(() => objects.record.beat >= 3);
      expect(lost.aborted).toBe(false);
    });
  });

  it('passes on from a holder that shows no sign of life, and says so', async () => {
    const objects = new OneObject();
    objects.body = JSON.stringify({
      token: 7,
      leaseSeconds: 30,
      beat: 3,
      holder: { id: 'x', who: 'ann@laptop', pid: 42, operation: 'deploy', since: '2026-11-21T03:00:00Z' },
    });
    objects.aged = 31;
    const told: string[] = [];
    const token = await withEnvironmentLock(
      options(objects, { tell: (line) => told.push(line) }),
      async (lock) => lock.token,
    );
    expect([token, told]).toEqual([8, [expect.stringMatching(/ann@laptop.*31 s: its lock has ended/)]]);
  });

  it('passes on at once from a holder of this machine that has died', async () => {
    const objects = new OneObject();
    let record = '';
    await withEnvironmentLock(options(objects), async () => {
      record = objects.body ?? '';
    });
    const held = JSON.parse(record);
    held.holder.process.startTime = 'another time';
    objects.body = JSON.stringify(held);
    const told: string[] = [];
    await withEnvironmentLock(options(objects, { tell: (line) => told.push(line) }), async () => undefined);
    expect(told).toEqual([expect.stringContaining('has died: its lock has ended')]);
  });

  it('does not judge a process of another machine by the processes of this one', async () => {
    const objects = new OneObject();
    const process = { pid: 999_999, startTime: '1', machine: 'another' };
    objects.body = JSON.stringify({ token: 7, leaseSeconds: 30, beat: 3, holder: { id: 'x', who: 'ann', process } });
    await expect(withEnvironmentLock(options(objects), async () => 1)).rejects.toMatchObject({
      code: 'EnvironmentLocked',
    });
  });

  it('does not pass on within the lease', async () => {
    const objects = new OneObject();
    objects.body = JSON.stringify({ token: 7, leaseSeconds: 30, beat: 3, holder: { id: 'x', who: 'ann@laptop' } });
    objects.aged = 29;
    await expect(withEnvironmentLock(options(objects), async () => 1)).rejects.toMatchObject({
      code: 'EnvironmentLocked',
    });
  });

  it('tells the work when somebody else has taken it', async () => {
    const objects = new OneObject();
    await withEnvironmentLock(options(objects, { leaseSeconds: 0.06 }), async ({ lost }) => {
      objects.body = JSON.stringify({ token: 99, leaseSeconds: 30, beat: 0, holder: { id: 'other' } });
      objects.version += 1;
      await until(() => lost.aborted);
    });
    expect(objects.record).toMatchObject({ token: 99, holder: { id: 'other' } });
  });

  it('tells the work when the store is silent for longer than the lease', async () => {
    const objects = new OneObject();
    await withEnvironmentLock(options(objects, { leaseSeconds: 0.06 }), async ({ lost }) => {
      objects.broken = true;
      await until(() => lost.aborted);
    });
  });

  it('goes on when the answer to a sign of life was lost', async () => {
    const objects = new OneObject();
    await withEnvironmentLock(options(objects, { leaseSeconds: 0.06 }), async ({ lost }) => {
      objects.version += 1;
      const { beat } = objects.record;
      await until(() => objects.record.beat > beat + 1);
      expect(lost.aborted).toBe(false);
    });
    expect(objects.record.holder).toBeUndefined();
  });

  it('tells the work when the store takes requests but never answers', async () => {
    const objects = new OneObject();
    await withEnvironmentLock(options(objects, { leaseSeconds: 0.06 }), async ({ lost }) => {
      objects.hanging = true;
      await until(() => lost.aborted);
      objects.hanging = false;
    });
  });

  it('is taken although the store throttles, and kept although it throttles later', async () => {
    const objects = new OneObject();
    objects.throttles = 2;
    await withEnvironmentLock(options(objects, { leaseSeconds: 0.3 }), async ({ lost, assertHeld }) => {
      const { beat } = objects.record;
      objects.throttles = 1;
      await until(() => objects.record.beat > beat + 1);
      await assertHeld();
      expect(lost.aborted).toBe(false);
    });
  });

  it('is not taken when the store goes on throttling, and that is said', async () => {
    const objects = new OneObject();
    objects.throttles = 100;
    await expect(withEnvironmentLock(options(objects), async () => 1)).rejects.toMatchObject({
      code: 'LockStoreSilent',
      message: expect.stringMatching(/'local'.*SlowDown.*nothing was started/),
    });
  });

  it('is not asked for again when access is denied', async () => {
    const objects = new OneObject();
    let asked = 0;
    objects.read = async () => {
      asked += 1;
      throw Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });
    };
    await expect(withEnvironmentLock(options(objects), async () => 1)).rejects.toThrow('Access Denied');
    expect(asked).toBe(1);
  });

  it('lets nothing new start once somebody else has taken it, before any sign of life could tell', async () => {
    const objects = new OneObject();
    await withEnvironmentLock(options(objects, { leaseSeconds: 30 }), async ({ assertHeld, lost }) => {
      await assertHeld();
      const other = { id: 'other', who: 'bob@ci', pid: 7, operation: 'rollback', since: '2026-11-21T03:00:00Z' };
      objects.body = JSON.stringify({ token: 99, leaseSeconds: 30, beat: 0, holder: other });
      objects.version += 1;
      await expect(assertHeld()).rejects.toMatchObject({
        code: 'LockLost',
        message: expect.stringContaining('rollback of bob@ci'),
      });
      expect(lost.aborted).toBe(true);
    });
    expect(objects.record).toMatchObject({ token: 99, holder: { id: 'other' } });
  });

  it('tells who held it before and never let it go', async () => {
    const objects = new OneObject();
    const holder = { id: 'x', who: 'ann@laptop', pid: 42, operation: 'deploy', since: '2026-11-21T03:00:00Z' };
    objects.body = JSON.stringify({ token: 7, leaseSeconds: 30, beat: 3, holder });
    objects.aged = 180;
    await withEnvironmentLock(options(objects), async ({ predecessor }) => {
      expect(predecessor).toEqual({ holder, silentSeconds: 180 });
    });
    await withEnvironmentLock(options(objects), async ({ predecessor }) => expect(predecessor).toBeUndefined());
  });

  it('is taken when its object is damaged', async () => {
    const objects = new OneObject();
    objects.body = 'not json';
    expect(await withEnvironmentLock(options(objects), async () => 'done')).toBe('done');
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('not in time');
    await delay(5);
  }
}
