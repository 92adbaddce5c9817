import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Adapters, Snapshot, Store, StoreAdapter, StoreKind } from '../../../adapters/backups/index.js';
import { type BackupOptions, createBackup, listBackups, pruneBackups, restoreBackup, verifyBackup } from '../index.js';
import { Bench, BUCKET, environment, FILMS } from './fixtures/bench.js';
import { MemoryStore } from './fixtures/memory-store.js';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.start();
});
afterEach(() => bench.stop());

/** The id in `… --resume <id>`. */
function resumed(error: { readonly actions?: readonly string[] }): string {
  return /--resume (\S+)/.exec(error.actions?.join(' ') ?? '')?.[1] ?? '';
}

/** An error as the SDK throws it. */
function serviceError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

async function failureOf(work: Promise<unknown>) {
  return work.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: { code: string; exitCode: number; message: string; actions: readonly string[] }) => error,
  );
}

describe('a backup whose process is killed', () => {
  /** A real program is compiled and started for it, which takes long on a busy machine: so long may the tests take. */
  async function killed(): Promise<string> {
    const file = join(import.meta.dirname, 'fixtures', 'create-program.ts');
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    const program = spawn(process.execPath, ['--import', 'tsx', file, bench.objects.endpoint], { stdio: [...stdio] });
    await once(program.stdout ?? program, 'data');
    program.kill('SIGKILL');
    await once(program, 'exit');
    const [set] = (await listBackups(environment, bench.options)).backups;
    expect(set?.state).toBe('creating');
    return set?.id ?? '';
  }

  it('goes on with --resume under the same id, with the copy that was started', async () => {
    const id = await killed();
    const set = await createBackup(environment, { ...bench.options, resume: id });
    expect(set).toMatchObject({ id, state: 'complete' });
    expect(set.stores[0]?.snapshot?.id).toContain(id);
    expect(bench.films.started.every((each) => each.includes(id))).toBe(true);
    const again = createBackup(environment, { ...bench.options, resume: id });
    await expect(again).rejects.toMatchObject({ code: 'NothingToResume', exitCode: 3 });
  }, 120_000);

  it('is settled by the next one: a copy that was not whole is no copy', async () => {
    const id = await killed();
    bench.films.looking = () => 'creating';
    bench.films.starting = () => {
      bench.films.looking = () => 'available';
    };
    const next = await createBackup(environment, bench.options);
    expect(next.state).toBe('complete');
    expect(bench.notes).toContain(`the run of backup set ${id} was cut off: it is failed now`);
    const pruned = await pruneBackups(environment, bench.options);
    expect(pruned.sets.map((each) => each.id)).toEqual([id]);
  }, 120_000);
});

describe('a set that lacks copies', () => {
  const LONG_AGO = '2020-01-01T00:00:00.000Z';
  const OTHER: Store = { kind: 'rds', name: 'main', identifier: 'reel-bench-main' };

  /** Two stores, of which the first is copied and the second isn't. */
  async function cutOff(): Promise<{
    readonly id: string;
    readonly options: BackupOptions;
    readonly main: MemoryStore;
  }> {
    const main = new MemoryStore('rds');
    const { tools, ...rest } = bench.options;
    const adapters: Adapters = new Map([['dynamodb', bench.films] as const, ['rds', main] as const]);
    const options = {
      ...rest,
      tools: { ...tools, adapters: async () => adapters, stores: async () => [FILMS, OTHER] },
    };
    main.looking = () => {
      if (bench.films.started.length > 0) bench.interrupt();
      return 'creating';
    };
    const error = await failureOf(createBackup(environment, options));
    main.looking = () => 'available';
    return { id: resumed(error), options, main };
  }

  it('goes on after another set was made since, and the chain of manifests stays whole', async () => {
    const { id, options, main } = await cutOff();
    main.looking = () => 'creating';
    main.starting = () => {
      main.looking = () => 'available';
    };
    const look = main.look.bind(main);
    main.look = async (...asked) => ({ ...(await look(...asked)), found: { id: asked[1].id, takenAt: LONG_AGO } });
    const catalog = () => listBackups(environment, options);
    const other = await createBackup(environment, options);
    expect((await catalog()).backups.find((each) => each.id === id)?.state).not.toBe('creating');
    expect(await createBackup(environment, { ...options, resume: id })).toMatchObject({ id, state: 'complete' });
    const next = await createBackup(environment, options);
    const { backups, faults } = await catalog();
    expect(faults).toEqual([]);
    expect(backups.map((each) => each.id).sort()).toEqual([id, other.id, next.id].sort());
    const pruned = await pruneBackups(environment, { ...options, olderThan: '1d', keep: 0 });
    expect([pruned.sets.length, (await catalog()).faults]).toEqual([3, []]);
  });

  it('asks only for what it still lacks, and copies nothing else again', async () => {
    const { id, options } = await cutOff();
    const asked: string[] = [];
    const before = bench.films.started.length;
    const approve = async (stores: readonly Store[]) => {
      asked.push(...stores.map(({ name }) => name));
      return true;
    };
    await createBackup(environment, { ...options, resume: id, approve });
    expect(asked).toEqual(['main']);
    expect(bench.films.started).toHaveLength(before);
  });

  it('makes a copy that failed anew, under its name', async () => {
    const { id, options, main } = await cutOff();
    main.looking = () => 'failed';
    await createBackup(environment, options);
    const removed: string[] = [];
    const remove = async (_: Store, { id: copy }: Snapshot) => {
      removed.push(copy);
      main.looking = () => 'available';
      return true;
    };
    Object.assign(main, { remove });
    expect(await createBackup(environment, { ...options, resume: id })).toMatchObject({ state: 'complete' });
    expect(removed).toEqual([expect.stringContaining(id)]);
  });
});

describe('waiting for a copy', () => {
  it('ends with Ctrl-C, 130 and the command that goes on, which then ends well', async () => {
    bench.films.looking = () => {
      bench.interrupt();
      return 'creating';
    };
    const error = await failureOf(createBackup(environment, bench.options));
    expect(error).toMatchObject({ code: 'Interrupted', exitCode: 130 });
    const id = resumed(error);
    bench.films.looking = () => 'available';
    expect(await createBackup(environment, { ...bench.options, resume: id })).toMatchObject({ id, state: 'complete' });
  });

  it('ends when it takes too long, with 69, what was seen last and the command that goes on', async () => {
    bench.films.looking = () => 'creating';
    const error = await failureOf(createBackup(environment, { ...bench.options, timeoutMs: 20 }));
    expect(error).toMatchObject({
      code: 'TimedOut',
      exitCode: 69,
      message: expect.stringContaining('last seen: 40 %'),
    });
    expect(resumed(error)).toMatch(/^\d{8}t\d{6}-[0-9a-f]{4}$/);
  });

  it.each([
    ['ExpiredTokenException', 'The security token included in the request is expired', 'ExpiredCredentials', 4],
    ['ThrottlingException', 'Rate exceeded', 'Throttled', 69],
  ])('ends with %s, loses nothing, and names the command that goes on', async (name, message, code, exitCode) => {
    let looks = 0;
    bench.films.looking = () => {
      looks += 1;
      if (looks > 1) throw serviceError(name, message);
      return 'creating';
    };
    const error = await failureOf(createBackup(environment, bench.options));
    expect(error).toMatchObject({ code, exitCode });
    bench.films.looking = () => 'available';
    const set = await createBackup(environment, { ...bench.options, resume: resumed(error) });
    expect(set.state).toBe('complete');
  });

  it.each([
    ['SnapshotQuotaExceededFault', 'a quota of the account is used up (SnapshotQuotaExceeded)'],
    ['InsufficientStorageClusterCapacity', 'there is too little room for the copy'],
  ])('words %s, and keeps the reason in the manifest', async (name, words) => {
    bench.films.starting = () => {
      throw serviceError(name, 'no more');
    };
    const set = await createBackup(environment, bench.options);
    expect(set).toMatchObject({
      state: 'failed',
      stores: [{ status: 'failed', reason: expect.stringContaining(words) }],
    });
  });
});

describe('a restore that is waited for', () => {
  it('ends with Ctrl-C or when it takes too long, and the same command goes on with it', async () => {
    const { id: set } = await createBackup(environment, bench.options);
    bench.films.restoring = () => 'creating';
    const late = await failureOf(restoreBackup(environment, { ...bench.options, set, timeoutMs: 20 }));
    expect(late).toMatchObject({ exitCode: 69, actions: [`backlot backups restore bench ${set}`] });
    bench.films.restoring = () => {
      bench.interrupt();
      return 'creating';
    };
    const stopped = await failureOf(restoreBackup(environment, { ...bench.options, set }));
    expect(stopped).toMatchObject({ exitCode: 130, actions: [`backlot backups restore bench ${set}`] });
    bench.films.restoring = () => 'available';
    const { restored } = await restoreBackup(environment, { ...bench.options, set });
    expect(restored).toMatchObject([{ identifier: `reel-bench-films-restored-${set}` }]);
  });

  it('says that credentials expired, with 4 and the command that goes on', async () => {
    const { id: set } = await createBackup(environment, bench.options);
    bench.films.restoring = () => {
      throw serviceError('ExpiredToken', 'expired');
    };
    const error = await failureOf(restoreBackup(environment, { ...bench.options, set }));
    expect(error).toMatchObject({ code: 'ExpiredCredentials', exitCode: 4 });
    expect(error.actions.at(-1)).toBe(`backlot backups restore bench ${set}`);
  });
});

describe('a proof', () => {
  it('removes what it made when Ctrl-C ends it, and names the command', async () => {
    const { id } = await createBackup(environment, bench.options);
    bench.films.restoring = () => {
      bench.interrupt();
      return 'creating';
    };
    const error = await failureOf(verifyBackup(environment, bench.options));
    expect(error).toMatchObject({ exitCode: 130, actions: [`backlot backups verify bench ${id}`] });
    expect([...bench.films.restored.keys()]).toEqual([]);
    expect(bench.films.removed).toEqual([`reel-bench-films-verify-${id}`]);
  });

  it('finds and removes what a killed one left, and nothing that somebody restored', async () => {
    const owner = { platform: 'reel', environment: 'bench', set: '20260101t000000-0000' };
    bench.films.restored.set('left-by-a-proof', { ...owner, purpose: 'verify' });
    bench.films.restored.set('somebody-uses-it', { ...owner, purpose: 'restore' });
    await createBackup(environment, bench.options);
    const { proof } = await verifyBackup(environment, bench.options);
    expect(proof.outcome).toBe('proven');
    expect([...bench.films.restored.keys()]).toEqual(['somebody-uses-it']);
    expect(bench.notes).toContain('removing what a proof left behind that was cut off: left-by-a-proof');
  });
});

describe('a store in which nothing was counted', () => {
  it('is not proven, with the reason', async () => {
    bench.films.items = undefined;
    await createBackup(environment, bench.options);
    expect(bench.notes).toContain("this copy of films can't be proven: nothing here counts it");
    const { proof } = await verifyBackup(environment, bench.options);
    expect([proof.outcome, proof.counted]).toEqual(['failed', []]);
    expect(proof.assertions).toContainEqual({
      ...{ store: 'films', name: 'contents', outcome: 'failed', expected: 'something that was counted' },
      actual: 'nothing was counted: nothing here counts it',
    });
  });

  it('is proven when it was looked into and is empty', async () => {
    bench.films.items = 0;
    await createBackup(environment, bench.options);
    expect((await verifyBackup(environment, bench.options)).proof).toMatchObject({
      outcome: 'proven',
      counted: ['films'],
    });
  });

  it('may be left out with a reason, which is told; alone it leaves nothing to prove', async () => {
    const other = { kind: 'dynamodb', name: 'other', identifier: 'reel-bench-other' } as const;
    const tools = { ...bench.options.tools, stores: async () => [FILMS, other] };
    const options = { ...bench.options, tools };
    const leaving = (...names: string[]) => {
      const except = Object.fromEntries(names.map((name) => [name, [{ reason: 'made again from films' }]]));
      return {
        ...environment,
        backup: { plans: {}, proof: { maxAge: '7d', assertions: {}, except } },
      } as typeof environment;
    };
    const { id } = await createBackup(environment, options);
    const { proof } = await verifyBackup(leaving('other'), { ...options, set: id });
    expect(proof).toMatchObject({ outcome: 'proven', counted: ['films'] });
    expect(proof.assertions).toContainEqual(
      expect.objectContaining({
        ...{ store: 'other', outcome: 'noted', actual: 'left out by backup.proof.except: made again from films' },
      }),
    );
    const both = verifyBackup(leaving('other', 'films'), { ...options, set: id });
    await expect(both).rejects.toMatchObject({ code: 'NothingToProve' });
  });

  it('that has no copy in the set fails the proof of it', async () => {
    const { id } = await createBackup(environment, bench.options);
    const other = { kind: 'dynamodb', name: 'other', identifier: 'reel-bench-other' } as const;
    const tools = { ...bench.options.tools, stores: async () => [FILMS, other] };
    const { proof } = await verifyBackup(environment, { ...bench.options, tools, set: id });
    expect(proof.outcome).toBe('failed');
    expect(proof.assertions.at(-1)).toMatchObject({
      ...{ store: 'other', outcome: 'failed', actual: 'no part of this set: backlot backups create bench' },
    });
  });
});

describe('a store that nobody can restore in isolation', () => {
  it('is no part of the proof, which is said, and proves nothing alone', async () => {
    const files = new MemoryStore('efs');
    files.unprovable = 'nothing removes it';
    const stores = async () => [FILMS, { kind: 'efs' as const, name: 'files', identifier: 'fs-1' }];
    const adapters = async () =>
      new Map<StoreKind, StoreAdapter>([
        ['dynamodb', bench.films],
        ['efs', files],
      ]);
    const both = { ...bench.options, tools: { lookEveryMs: 5, stores, adapters } };
    const set = await createBackup(environment, both);
    expect(set.state).toBe('complete');
    const { proof } = await verifyBackup(environment, both);
    expect(proof.outcome).toBe('proven');
    const noted = { name: 'part of the proof', outcome: 'noted', expected: 'nothing', actual: 'nothing removes it' };
    expect(proof.assertions.filter(({ store }) => store !== 'films')).toEqual([{ store: 'files', ...noted }]);
    expect(proof.counted).toEqual(['films']);
    expect(bench.notes).toContain('the proof says nothing of files (efs): nothing removes it');
    bench.films.unprovable = 'nor this';
    await expect(verifyBackup(environment, both)).rejects.toMatchObject({ code: 'NothingToProve' });
  });
});

describe('a machine whose clock is off by an hour', () => {
  it('dates backups by the clock of the service, so that their age is right', async () => {
    const server = Date.now() + 3_600_000;
    bench.objects.intercept = (method, path) =>
      method === 'HEAD' && path === `/${BUCKET}/`
        ? { status: 200, headers: { date: new Date(server).toUTCString() } }
        : undefined;
    const set = await createBackup(environment, bench.options);
    expect(Math.abs(Date.parse(set.startedAt) - server)).toBeLessThan(30_000);
    expect(set.id.slice(0, 11)).toBe(new Date(server).toISOString().replace(/[-:]/g, '').toLowerCase().slice(0, 11));
  });
});
