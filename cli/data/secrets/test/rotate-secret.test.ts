import { describe, expect, it } from '@jest/globals';
import type { BacklotError } from '../../../../modules/values/backlot-error.js';
import { rotateSecret, secretConsumers } from '../index.js';
import { Bench } from './fixtures/bench.js';

function serving(bench = new Bench()): Bench {
  bench.cluster.run('api').run('processor', 'Deployment', 3);
  return bench.refuseRetired();
}

const rotate = (bench: Bench, more = {}) => rotateSecret(bench.environment, 'token', { ...bench.options, ...more });
const failure = (bench: Bench, more = {}) =>
  rotate(bench, more).then(
    () => {
      throw new Error('it did not fail');
    },
    (error: unknown) => error as BacklotError,
  );
const values = (bench: Bench) => [...new Set(bench.cluster.pods().map(({ value }) => value))];

describe('a rotation', () => {
  it('fails no request: the old credential ends only after every pod has the new one', async () => {
    const bench = serving();
    const result = await rotate(bench);
    expect(bench.cluster.failures).toEqual([]);
    expect(bench.cluster.requests).toBeGreaterThan(50);
    expect(values(bench)).toEqual([bench.store.value()]);
    expect(bench.store.value()).toMatch(/^[A-Za-z0-9]{64}$/);
    expect(bench.store.labels()).toEqual({ v1: 'AWSPREVIOUS BACKLOT-RETIRED', v2: 'AWSCURRENT' });
    expect(result).toMatchObject({ outcome: 'rotated', retired: 'v1', strategy: 'random' });
    expect(result.steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'create done',
      'test done',
      'promote done',
      'move done',
      'retire done',
    ]);
    expect(result.consumers.map(({ pods, service }) => [service, pods?.current, pods?.old, pods?.ready])).toEqual([
      ['api', 2, 0, 2],
      ['processor', 3, 0, 3],
    ]);
  });

  it('would fail requests if the old credential ended first, so that the test above can fail', async () => {
    const bench = serving();
    bench.store.before = (call) => {
      // What a naive rotation does: the new value is current, and the old one is invalid at once.
      if (call.startsWith('AWSCURRENT')) bench.refused.add('old-value');
    };
    await rotate(bench);
    expect(bench.cluster.failures.length).toBeGreaterThan(10);
  });

  it('promotes before anything moves, and retires last of all', async () => {
    const bench = serving();
    await rotate(bench);
    expect(bench.store.calls).toEqual([
      'put',
      'BACKLOT-OLD v1',
      'AWSCURRENT v2',
      'AWSPENDING -',
      'BACKLOT-RETIRED v1',
      'BACKLOT-OLD -',
      'BACKLOT-REPLACE -',
    ]);
  });

  it('is done again after that: another version, and the one before is retired', async () => {
    const bench = serving();
    await rotate(bench);
    await rotate(bench);
    expect(bench.store.labels()).toEqual({ v1: '', v2: 'AWSPREVIOUS BACKLOT-RETIRED', v3: 'AWSCURRENT' });
    expect(bench.cluster.failures).toEqual([]);
  });

  it('goes on where it stopped, wherever it was killed, and makes one new version only', async () => {
    const kills = 7;
    for (let kill = 0; kill < kills; kill += 1) {
      for (const moment of ['before', 'after'] as const) {
        const bench = serving();
        const retiring = bench.store.after;
        let calls = 0;
        const die = (call: string) => {
          if (calls++ === kill) throw new Error(`killed at ${call}`);
        };
        if (moment === 'before') bench.store.before = die;
        else {
          bench.store.after = (call) => {
            retiring(call);
            die(call);
          };
        }
        await expect(rotate(bench)).rejects.toThrow('killed');
        bench.store.before = () => {};
        bench.store.after = retiring;
        const result = await rotate(bench).catch((error: BacklotError) => error);
        // Killed after the very last change, there is nothing to go on with: it is another rotation.
        const versions = moment === 'after' && kill === kills - 1 ? 3 : 2;
        expect([kill, moment, bench.store.versions.length, (result as { outcome: string }).outcome]).toEqual([
          kill,
          moment,
          versions,
          'rotated',
        ]);
        expect(bench.cluster.failures).toEqual([]);
        expect(values(bench)).toEqual([bench.store.value()]);
      }
    }
  });

  it('stops at a consumer that does not get ready: the old credential stays valid, exit 1', async () => {
    const bench = serving();
    bench.cluster.broken.add('processor');
    const error = await failure(bench);
    expect(error).toMatchObject({ code: 'ConsumerNotReady', exitCode: 1, details: { service: 'processor' } });
    expect(error.message).toContain('the old one is still valid');
    expect(bench.store.labels()).toEqual({
      v1: 'AWSPREVIOUS BACKLOT-OLD',
      v2: 'AWSCURRENT BACKLOT-REPLACE',
    });
    expect(bench.cluster.failures).toEqual([]);
    expect(error.actions.join('\n')).toContain('backlot secrets rotate test');
  });

  it('can be taken back then, and serves all the while', async () => {
    const bench = serving();
    bench.cluster.broken.add('processor');
    await failure(bench);
    bench.cluster.broken.clear();
    const result = await rotate(bench, { abort: true });
    expect(result).toMatchObject({ outcome: 'aborted', version: 'v1' });
    expect(bench.store.labels()).toEqual({ v1: 'AWSCURRENT', v2: 'AWSPREVIOUS' });
    expect(values(bench)).toEqual(['old-value']);
    expect(bench.cluster.failures).toEqual([]);
    expect(await failure(bench, { abort: true })).toMatchObject({ code: 'NothingToAbort', exitCode: 3 });
  });

  it('ends with 69 and the command that goes on when the time is over', async () => {
    const bench = serving();
    bench.cluster.stuck.add('api');
    const error = await failure(bench, { timeoutMs: 50 });
    expect(error).toMatchObject({ code: 'RotationTimedOut', exitCode: 69 });
    expect(error.actions[0]).toBe('backlot secrets rotate test token');
    bench.cluster.stuck.clear();
    expect(await rotate(bench)).toMatchObject({ outcome: 'rotated' });
    expect(bench.store.versions).toHaveLength(2);
  });

  it('ends with 130 at Ctrl-C, and goes on with the next run', async () => {
    const bench = serving();
    bench.store.after = (call) => {
      if (call === 'put') bench.interrupt();
    };
    expect(await failure(bench)).toMatchObject({ code: 'Interrupted', exitCode: 130 });
    expect(bench.store.labels()).toMatchObject({ v1: 'AWSCURRENT', v2: 'AWSPENDING BACKLOT-REPLACE' });
    bench.refuseRetired();
    expect((await rotate(bench)).steps[0]).toMatchObject({ id: 'create', status: 'earlier' });
  });

  it('ends when the lock of the environment is lost: nothing is promoted, and no step begins', async () => {
    const bench = serving();
    bench.store.after = (call) => {
      if (call === 'put') bench.cloud.stealLock('test');
    };
    expect(await failure(bench)).toMatchObject({ code: 'LockLost', exitCode: 1 });
    expect(bench.store.labels()).toMatchObject({ v1: 'AWSCURRENT', v2: 'AWSPENDING BACKLOT-REPLACE' });
    expect(bench.store.calls).toEqual(['put']);
    expect(bench.told()).toContain('the lock was lost');
  });

  it('ends while it waits for pods when the lock is lost, with the old credential still valid', async () => {
    const bench = new Bench();
    bench.store.after = (call) => {
      if (call.startsWith('AWSCURRENT')) bench.cloud.stealLock('test');
    };
    expect(await failure(bench)).toMatchObject({ code: 'LockLost' });
    expect(bench.store.with('BACKLOT-RETIRED')).toBeUndefined();
  });

  it('keeps every step in the journal of the environment', async () => {
    const bench = serving();
    await rotate(bench);
    expect(bench.cloud.journal('test')).toEqual([
      'secret:token/create done',
      'secret:token/test done',
      'secret:token/promote done',
      'secret:token/move done',
      'secret:token/retire done',
      'secret:token/labels done',
    ]);
  });

  it('names a command that there is to whoever finds the environment locked', async () => {
    const bench = serving();
    bench.cloud.stealLock('test');
    const error = await failure(bench, { abort: true });
    expect(error).toMatchObject({ code: 'EnvironmentLocked' });
    expect(error.actions).toContain('backlot secrets rotate test --lock-timeout 10m');
    expect(error.exitCode).toBe(75);
  });

  it('makes the first value of a secret that has none, and retires nothing', async () => {
    const bench = new Bench({ rotateEvery: '30d' }, null);
    const result = await rotate(bench);
    expect(result.retired).toBeUndefined();
    expect(bench.store.labels()).toEqual({ v1: 'AWSCURRENT' });
  });

  it('never tells a value', async () => {
    const bench = serving();
    const result = await rotate(bench);
    for (const { value } of bench.store.versions) {
      expect(bench.told() + JSON.stringify(result)).not.toContain(value);
    }
  });
});

describe('a rotation is refused', () => {
  it('where random text would take the place of what somebody else issued', async () => {
    const bench = serving(new Bench({}));
    expect(await failure(bench)).toMatchObject({ code: 'NotRotatable', exitCode: 3 });
    expect(bench.store.calls).toEqual([]);
    const result = await rotate(bench, { given: 'from-the-issuer' });
    expect(result).toMatchObject({ outcome: 'rotated', strategy: 'given' });
    expect(result.hints).toEqual(['revoke the old value where it was issued: no consumer has it any more']);
    expect(values(bench)).toEqual(['from-the-issuer']);
  });

  it('while AWS itself rotates', async () => {
    const bench = serving();
    await bench.store.put('', { id: 'theirs', value: 'x', stages: ['AWSPENDING'] });
    expect(await failure(bench)).toMatchObject({ code: 'RotationUnderWay' });
  });

  it('while a canary of a consumer is being judged', async () => {
    const bench = serving();
    const reference = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'streaming', name: 'api' };
    const rollout = await bench.cluster.get(reference);
    bench.cluster.put({ ...rollout, status: { stableRS: 'h1', currentPodHash: 'h2' } } as never);
    expect(await failure(bench)).toMatchObject({ code: 'CanaryUnderWay' });
    expect(bench.store.calls).toEqual([]);
  });

  it('when a consumer gets the value in a way that nobody can follow', async () => {
    const bench = serving();
    await bench.cluster.delete({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      namespace: 'streaming',
      name: 'api',
    });
    expect(await failure(bench)).toMatchObject({ code: 'ConsumerNotFollowed', details: { service: 'api' } });
  });

  it('after somebody else set another value in the middle of it', async () => {
    const bench = serving();
    bench.cluster.broken.add('api');
    await failure(bench);
    await bench.store.put('', { id: 'theirs', value: 'by-hand', stages: ['AWSCURRENT'] });
    expect(await failure(bench)).toMatchObject({ code: 'RotationOvertaken' });
  });
});

describe('consumers', () => {
  it('are on the old version until they are rolled out, and one that was made by hand is found', async () => {
    const bench = serving();
    bench.cluster.run('by-hand', 'Deployment', 1);
    bench.store.clock += 60_000;
    await bench.store.put('', { id: 'v2', value: 'another', stages: ['AWSCURRENT'] });
    bench.store.clock += 60_000;
    const look = () => secretConsumers(bench.environment, 'token', bench.options);
    const before = await look();
    expect(before).toMatchObject({ version: 'v2', moved: false, cluster: 'test' });
    expect(
      before.consumers.map(({ declared, pods, service, synced }) => [service, declared, synced, pods?.old]),
    ).toEqual([
      ['api', true, false, 2],
      ['processor', true, false, 3],
      ['by-hand', false, false, 1],
    ]);
    expect(await rotate(bench, { rolloutOnly: true })).toMatchObject({ outcome: 'moved', version: 'v2' });
    expect(await look()).toMatchObject({ moved: true, actions: [] });
    expect(bench.store.calls).toEqual(['put']);
  });

  it('are told as declared when the cluster cannot be reached', async () => {
    const bench = serving();
    const { BacklotError } = await import('../../../../modules/values/backlot-error.js');
    const connect = async () => {
      throw new BacklotError({ code: 'ClusterUnreachable', message: 'no route' });
    };
    const result = await secretConsumers(bench.environment, 'token', { ...bench.options, connect });
    expect(result.consumers.map(({ service, variables }) => [service, variables])).toEqual([
      ['api', ['TOKEN']],
      ['processor', ['TOKEN']],
    ]);
    expect(result.moved).toBe(false);
    expect(bench.told()).toContain('no route');
  });
});
