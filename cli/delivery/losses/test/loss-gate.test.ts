import { describe, expect, it } from '@jest/globals';
import type { BacklotError } from '../../../../modules/values/backlot-error.js';
import { change, stackPlan } from '../../../commands/test/support/results.js';
import type { Session } from '../../../session/open/session.js';
import type { SessionStack } from '../../../session/stacks/session-stack.js';
import type { Loss } from '../loss.js';
import { type ConfirmLosses, LossGate } from '../loss-gate.js';

const films: Loss = {
  name: 'postgres.main',
  stack: 'data',
  address: 'aws_db_instance.postgres-main',
  type: 'aws_db_instance',
  physical: 'films-local-main',
  action: 'replace',
  holds: '1 table, about 1,000 rows, 112.0 KiB',
  lost: 'its databases and their automated backups',
  causes: [{ path: 'data.postgres.main.database', words: 'movies → films', file: 'environments/local.yaml', line: 12 }],
  lastCopy: 'DB snapshot',
};
const key: Loss = {
  name: 'keys.data',
  stack: 'foundation',
  address: 'aws_kms_key.data-key',
  type: 'aws_kms_key',
  physical: '4cb75f7a',
  action: 'recreate',
  holds: 'the only way to read postgres.main',
  lost: 'the means to read everything that is encrypted with it, snapshots included',
  wayBack: {
    words: 'waits for deletion',
    until: '2026-12-07T17:31:55.000Z',
    command: 'backlot recover local keys.data',
  },
};
const plan = (...losses: Loss[]) => ({ ...stackPlan('data', [change('aws_db_instance.x', 'replace')]), losses });
const props = { environment: 'local', command: 'backlot deploy local --only stacks' };

function refusal(gate: LossGate, losses: readonly Loss[]): BacklotError {
  try {
    gate.check([plan(...losses)], 'abc');
  } catch (error) {
    return error as BacklotError;
  }
  throw new Error('not refused');
}

describe('the gate in front of data', () => {
  it('lets plans pass that lose nothing', async () => {
    const gate = new LossGate(props);
    expect(() => gate.check([stackPlan('data', [])], 'abc')).not.toThrow();
    expect(await gate.confirm([stackPlan('data', [])], { reviewed: false, planId: 'abc' })).toBe(true);
  });

  it('refuses what nobody named: with what it holds, the line that forces it, the last copy, and how to name it', () => {
    const error = refusal(new LossGate(props), [films]);
    expect([error.code, error.exitCode]).toEqual(['DataProtected', 1]);
    expect(error.message).toContain(
      'postgres.main: PostgreSQL instance films-local-main'.replace('PostgreSQL', 'database'),
    );
    expect(error.message).toContain('holds 1 table, about 1,000 rows');
    expect(error.message).toContain('data.postgres.main.database: movies → films (environments/local.yaml:12)');
    expect(error.message).toContain('a last copy is made first: DB snapshot');
    expect(error.message).toContain('no restore of a backup was ever proven');
    expect(error.actions).toEqual([
      'backlot backups create local',
      'backlot deploy local --only stacks --plan abc --lose postgres.main',
    ]);
  });

  it('names what takes a thing back before anything else, in one command, with its date', () => {
    const secret = {
      ...key,
      name: 'secrets.token',
      wayBack: { words: 'waits for deletion', command: 'backlot recover local secrets.token' },
    };
    const error = refusal(new LossGate(props), [key, secret]);
    expect(error.message).toContain('it waits for deletion, gone for good on 2026-12-07T17:31:55.000Z');
    expect(error.actions).toEqual([
      'backlot recover local keys.data secrets.token',
      'backlot deploy local --only stacks --plan abc --lose keys.data --lose secrets.token',
    ]);
  });

  it.each([
    [['postgres.other'], ['postgres.main']],
    [['postgres'], ['postgres.main']],
    [['postgres.main'], ['keys.data']],
  ])('with --lose %j refuses for %j all the same', (lose, names) => {
    const error = refusal(new LossGate({ ...props, lose }), [films, key]);
    expect(error.message).toContain(names[0]);
    expect(new LossGate({ ...props, lose }).names([plan(films, key)])).toBe(false);
  });

  it('names what was meant by a name that is none of them', () => {
    const error = refusal(new LossGate({ ...props, lose: ['postgres.mian', 'x'] }), [films]);
    expect(error.hints).toEqual([
      "'postgres.mian' is none of what would be lost: did you mean 'postgres.main'?",
      "'x' is none of what would be lost",
    ]);
  });

  it('refuses a removal that would stop half way, however it was named', () => {
    const guards = [
      { stack: 'data', address: 'aws_db_instance.x', physical: 'films', reason: 'deletion protection is on' },
    ];
    const gate = new LossGate({ ...props, lose: ['postgres.main'] });
    expect(() => gate.check([{ ...plan(films), guards }], 'abc')).toThrow(/films .*deletion protection is on/);
  });

  it.each([
    ['a reviewed plan', true, undefined, true],
    ['a fresh plan with nobody to ask', false, undefined, false],
    ['a person who types another name', false, false, false],
    ['a person who types the name', false, true, true],
  ] as const)('by %s: named is confirmed %s', async (_, reviewed, answer, passed) => {
    const asked: string[] = [];
    const ask: ConfirmLosses = async (losses) => {
      asked.push(...losses.map(({ name }) => name));
      return answer ?? false;
    };
    const gate = new LossGate({
      ...props,
      lose: ['postgres.main'],
      ...(answer === undefined ? {} : { confirmLosses: ask }),
    });
    expect(await gate.confirm([plan(films)], { reviewed, planId: 'abc' })).toBe(passed);
    expect(asked).toEqual(answer === undefined ? [] : ['postgres.main']);
    // What was confirmed isn't asked again; what comes later is.
    if (passed && answer) {
      expect(await gate.confirm([plan(films, key)], { reviewed, planId: 'abc' })).toBe(true);
      expect(asked).toEqual(['postgres.main', 'keys.data']);
    }
  });

  it('keeps an apply from losing what was not confirmed, whichever path led to it', async () => {
    const gate = new LossGate({ ...props, lose: ['postgres.main'] });
    const apply = gate.makeWay({} as Session, { id: 'data' } as SessionStack, plan(films));
    await expect(apply).rejects.toMatchObject({ code: 'DataProtected' });
    expect(gate.lost).toEqual([]);
  });

  it('looks again before an apply, and keeps what was filled since the plan was made', async () => {
    const [other, data] = [{ ...plan(), id: 'network' }, plan()];
    const looked: string[][] = [];
    const gate = new LossGate({
      ...props,
      judge: async (_, plans) => {
        looked.push(plans.map(({ plan: { id } }) => id));
        return { losses: [films, { ...key, stack: 'network' }], guards: [] };
      },
    });
    gate.check([other, data], 'abc');
    const apply = gate.makeWay({} as Session, { id: 'data' } as SessionStack, data);
    await expect(apply).rejects.toMatchObject({
      code: 'DataProtected',
      message: expect.stringContaining('postgres.main held nothing when the plan was made, and holds data by now'),
      actions: ['backlot deploy local --only stacks'],
    });
    // What of a key depends on what goes with it.
    expect(looked).toEqual([['data', 'network']]);
  });

  it('lets an apply go on that loses nothing but what was confirmed', async () => {
    const shorter: Loss = { ...films, action: 'shorten' };
    const gate = new LossGate({ ...props, judge: async () => ({ losses: [shorter], guards: [] }) });
    await gate.confirm([plan(shorter)], { reviewed: true, planId: 'abc' });
    await expect(gate.makeWay({} as Session, { id: 'data' } as SessionStack, plan())).resolves.toBeUndefined();
  });
});
