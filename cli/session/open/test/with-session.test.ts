import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Environment, environmentSchema } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Interrupts } from '../../../kernel/interrupts.js';
import type { ProgressEvent } from '../../../kernel/progress.js';
import { interrupted } from '../../../kernel/reported-error.js';
import { MemoryCloud } from '../../../test/fixtures/memory-cloud.js';
import { until } from '../../../test/fixtures/until.js';
import { journaled } from '../../journal/index.js';
import { stoppedError } from '../stopped.js';
import { withSession } from '../with-session.js';

const environment: Environment = {
  ...environmentSchema.parse({
    platform: 'reel',
    target: 'sandbox',
    owner: 'team',
    aws: { accountId: '000000000000', region: 'eu-central-1' },
    network: { cidr: '10.61.0.0/16' },
  }),
  id: 'bench',
};

let cloud: MemoryCloud;
let events: ProgressEvent[];
let press: () => void;
let listening: number;

beforeEach(() => {
  cloud = new MemoryCloud();
  events = [];
  listening = 0;
  press = () => {};
});

const interrupts: Interrupts = {
  subscribe: (listener) => {
    let count = 0;
    listening++;
    press = () => listener(++count);
    return () => {
      listening--;
    };
  },
};

function options() {
  const progress = { emit: (event: ProgressEvent) => void events.push(event) };
  return { progress, interrupts, tooling: { openCloud: cloud.open, leaseSeconds: 0.3 } };
}

const notes = () => events.flatMap((event) => (event.type === 'note' ? [event.message] : []));

/** Resolves once the signal is aborted, as a step does that looks at it. */
const asked = (stop: AbortSignal) => until(() => stop.aborted);

describe('a session', () => {
  it('opens what is needed and nothing else', async () => {
    await withSession(environment, { ...options(), needs: ['cluster'] }, async (session) => {
      expect('cloud' in session).toBe(false);
    });
    expect(cloud.calls).toEqual([]);
    await withSession(environment, { ...options(), needs: ['cloud'] }, async (session) => {
      expect(session.cloud.accountId).toBe('000000000000');
    });
    expect(cloud.calls).toEqual(['open', 'close']);
  });

  it('leaves Ctrl-C to the process as long as it only looks', async () => {
    await withSession(environment, { ...options(), needs: ['cloud'] }, async () => {
      expect(listening).toBe(0);
    });
  });

  it('connects to the cluster once, and only when it is asked for', async () => {
    let connected = 0;
    const connect = async () => ({ number: ++connected }) as never;
    await withSession(environment, { ...options(), connect, needs: ['cluster'] }, async () => {});
    expect(connected).toBe(0);
    await withSession(environment, { ...options(), connect, needs: ['cluster'] }, async ({ cluster }) => {
      expect(await cluster()).toBe(await cluster());
    });
    expect(connected).toBe(1);
  });

  it('holds the lock while it changes the environment, with every step in the journal, and lets it go', async () => {
    const wish = { ...options(), needs: ['cloud'] as const, changes: 'rotate' as const };
    await withSession(environment, wish, async ({ journal, lock }) => {
      expect(cloud.isLocked('bench')).toBe(true);
      expect(lock?.token).toBe(1);
      await journaled(journal, { step: 'secret:a', intent: 'rotating a' }, async () => {
        expect(cloud.journal('bench')).toEqual(['secret:a open']);
      });
    });
    expect(cloud.isLocked('bench')).toBe(false);
    expect(cloud.journal('bench')).toEqual(['secret:a done']);
    expect(listening).toBe(0);
  });

  it('lets go of everything when the work fails', async () => {
    const wish = { ...options(), needs: ['cloud'] as const, changes: 'restore' as const };
    const run = withSession(environment, wish, async ({ journal }) =>
      journaled(journal, { step: 'restore:main', intent: 'restoring main' }, async () => {
        throw new BacklotError({ code: 'RestoreFailed', message: 'no room' });
      }),
    );
    await expect(run).rejects.toMatchObject({ code: 'RestoreFailed' });
    expect(cloud.isLocked('bench')).toBe(false);
    expect(cloud.journal('bench')).toEqual(['restore:main failed']);
    expect(cloud.calls).toEqual(['open', 'close']);
  });

  it('refuses a second one that changes the same environment', async () => {
    const wish = { ...options(), needs: ['cloud'] as const, changes: 'rotate' as const };
    await withSession(environment, wish, async () => {
      await expect(withSession(environment, wish, async () => {})).rejects.toMatchObject({
        code: 'EnvironmentLocked',
      });
    });
  });
});

describe('opening a session', () => {
  it('finds out that the sandbox is down before anything is synthesized', async () => {
    const synthesized: string[] = [];
    const tooling = {
      openCloud: async () => {
        throw new BacklotError({ code: 'SandboxDown', message: 'down' });
      },
      synthesize: async () => {
        synthesized.push('once');
        throw new Error('the checkout does not build');
      },
    };
    const run = withSession(environment, { tooling, needs: ['stacks'] }, async () => {});
    await expect(run).rejects.toMatchObject({ code: 'SandboxDown' });
    expect(synthesized).toEqual([]);
  });

  it('does not wait for Terraform to be found when something else has failed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'backlot-session-'));
    const tooling = {
      openCloud: cloud.open,
      synthesize: async () => {
        throw new BacklotError({ code: 'SynthFailed', message: 'the checkout does not build' });
      },
      terraform: () => new Promise<never>(() => {}),
      stateFolder: () => folder,
    };
    const run = withSession(environment, { tooling, needs: ['terraform'] }, async () => {});
    await expect(run).rejects.toMatchObject({ code: 'SynthFailed' });
    expect(cloud.calls).toEqual(['open', 'close']);
    await rm(folder, { recursive: true });
  });

  it('keeps the result of the work when the cloud is not closed in good order', async () => {
    const openCloud = async () => ({
      ...(await cloud.open()),
      close: async () => {
        throw new Error('socket hang up');
      },
    });
    const wish = { ...options(), tooling: { openCloud }, needs: ['cloud'] as const };
    expect(await withSession(environment, wish, async () => 'done')).toBe('done');
    expect(notes()).toEqual(['not closed in good order: socket hang up']);
  });

  it('keeps the result of the work when the journals cannot be read at its end', async () => {
    const openCloud = async () => {
      const opened = await cloud.open();
      const keys = async () => {
        throw Object.assign(new Error('denied'), { name: 'AccessDenied' });
      };
      return { ...opened, objects: { ...opened.objects, keys } } as typeof opened;
    };
    const wish = { ...options(), tooling: { openCloud }, needs: ['cloud'] as const, changes: 'rotate' as const };
    expect(await withSession(environment, wish, async () => 'done')).toBe('done');
  });

  it('ends waiting for a lock at Ctrl-C', async () => {
    cloud.stealLock('bench');
    const wish = { ...options(), needs: ['cloud'] as const, changes: 'rotate' as const, lockTimeoutMs: 60_000 };
    const run = withSession(environment, wish, async () => {});
    await until(() => notes().some((note) => note.startsWith('waiting for')));
    press();
    await expect(run).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 });
  });
});

describe('the one signal of a session', () => {
  const changing = () => ({ ...options(), needs: ['cloud'] as const, changes: 'upgrade' as const });

  it('is asked for by Ctrl-C, with exit code 130 and the command that resumes', async () => {
    const run = withSession(environment, changing(), async ({ interruption, stop }) => {
      press();
      await asked(stop);
      throw stoppedError(interruption, { environment: 'bench', what: 'upgrade', resume: 'backlot x' });
    });
    await expect(run).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130, actions: ['backlot x'] });
    expect(notes().join()).toContain('stopping: nothing new is started');
  });

  it('is asked for by a lock that was lost, and no step begins after it', async () => {
    const begun: string[] = [];
    const run = withSession(environment, changing(), async ({ interruption, journal, stop }) => {
      const stepOf = (step: string) => journaled(journal, { step, intent: step }, async () => void begun.push(step));
      await stepOf('upgrade:first');
      cloud.stealLock('bench');
      await asked(stop);
      expect(interruption.reason).toBe('lock-lost');
      await stepOf('upgrade:second');
    });
    await expect(run).rejects.toMatchObject({ code: 'LockLost' });
    expect(begun).toEqual(['upgrade:first']);
    expect(notes().filter((note) => note.includes('the lock was lost'))).toHaveLength(1);
    // What is somebody else's by now stays theirs.
    expect(cloud.isLocked('bench')).toBe(true);
  });

  it.each([
    ['refuses', Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4566'), { code: 'ECONNREFUSED', port: 4566 })],
    ['says nothing', undefined],
  ])('names the emulator that died while the work was stopped by it, when the store %s', async (_, refusal) => {
    const open = async (...args: Parameters<typeof cloud.open>) => {
      const opened = await cloud.open(...args);
      let puts = 0;
      const put: typeof opened.objects.put = async (...given) => {
        if (++puts === 1) return opened.objects.put(...given);
        if (refusal) throw refusal;
        return new Promise(() => {});
      };
      return { ...opened, endpoint: 'http://127.0.0.1:4566', objects: { ...opened.objects, put } };
    };
    const wish = { ...changing(), tooling: { openCloud: open, leaseSeconds: 0.2 } };
    const run = withSession(environment, wish, async ({ stop }) => {
      await asked(stop);
      throw interrupted('backlot deploy bench');
    });
    await expect(run).rejects.toMatchObject({
      code: 'SandboxDied',
      actions: ['backlot sandbox up', 'backlot deploy bench', 'backlot sandbox status'],
    });
    expect(notes().join()).not.toContain('somebody else');
  });

  it('is named for the lost lock where the work says only that it was stopped', async () => {
    const run = withSession(environment, changing(), async ({ stop }) => {
      cloud.stealLock('bench');
      await asked(stop);
      throw interrupted('backlot deploy bench');
    });
    await expect(run).rejects.toMatchObject({ code: 'LockLost', exitCode: 1 });
  });

  it('is asked for by a sibling that failed; the lock is held until the last of them has ended', async () => {
    const order: string[] = [];
    const run = withSession(environment, changing(), async ({ stop, together }) =>
      together([
        async () => {
          throw new BacklotError({ code: 'FirstFailed', message: 'the first' });
        },
        async () => {
          await asked(stop);
          // A step that can't end at once.
          await delay(20);
          order.push(cloud.isLocked('bench') ? 'ended while the lock was held' : 'ended after the lock was let go');
          throw new BacklotError({ code: 'SecondFailed', message: 'the second' });
        },
        async () => {
          await asked(stop);
          order.push('stopped');
        },
      ]),
    );
    await expect(run).rejects.toMatchObject({ code: 'FirstFailed' });
    expect(order.sort()).toEqual(['ended while the lock was held', 'stopped']);
    expect(cloud.isLocked('bench')).toBe(false);
  });

  it('keeps the first reason', async () => {
    await withSession(environment, changing(), async ({ interruption }) => {
      interruption.request('sibling-failed');
      press();
      expect(interruption.reason).toBe('sibling-failed');
    });
  });
});

describe('a session that changes the environment only at its end', () => {
  it('takes lock and journal when it comes to that', async () => {
    await withSession(environment, { ...options(), needs: ['cloud'] }, async (session) => {
      expect(cloud.isLocked('bench')).toBe(false);
      await session.holding('images', async ({ journal }) => {
        expect(cloud.isLocked('bench')).toBe(true);
        await journaled(journal, { step: 'image:api', intent: 'copying api' }, async () => {});
      });
      expect(cloud.isLocked('bench')).toBe(false);
    });
    expect(cloud.journal('bench')).toEqual(['image:api done']);
  });
});
