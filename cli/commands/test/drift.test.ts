import { describe, expect, it } from '@jest/globals';
import type { Operations } from '../../base-command/operations.js';
import type { AdoptResult, RevertOptions, RevertResult } from '../../insight/drift/index.js';
import Drift from '../drift.js';
import { driftResult } from './support/drift.js';
import { environmentOf, environmentsOf } from './support/environments.js';
import { change, stackPlan } from './support/results.js';
import { runCommand } from './support/run-command.js';

const clean = {
  ...driftResult,
  owners: [],
  hasDrift: false,
  totals: { code: 0, outside: 0, noise: 2, unknown: 0, strays: 0, additions: 0, notChecked: 0 },
  additions: [],
  notChecked: [],
};
const preview = {
  drift: driftResult,
  stacks: [
    stackPlan('media', [change('aws_s3_bucket.uploads', 'update', [{ path: 'tags.owner', before: 'b', after: 'a' }])]),
  ],
  objects: [],
  refused: [],
};

function operations(more: Partial<Operations> = {}): Partial<Operations> {
  return { ...environmentsOf(environmentOf('local')), drift: async () => driftResult, ...more };
}

function reverting(result: Partial<RevertResult> = {}) {
  const asked: boolean[] = [];
  const revertDrift = async (_: unknown, options: RevertOptions): Promise<RevertResult> => {
    asked.push(await options.approve(preview));
    return {
      environment: 'local',
      reverted: [{ owner: 'media', addresses: ['aws_s3_bucket.uploads'] }],
      refused: [],
      drift: clean,
      ...result,
    };
  };
  return { asked, revertDrift };
}

describe('drift', () => {
  it('says of what a restore put aside how much it holds, and that it may be newer', async () => {
    const remove = 'backlot backups prune local --restored films-before-x';
    const restored = { set: 'x', purpose: 'replaced', remove, holds: '1 table, about 1,200 rows' };
    const strays = [{ arn: 'arn:aws:rds:::db:films-before-x', type: 'rds:db', name: 'films-before-x', restored }];
    const run = await runCommand(Drift, ['local'], operations({ drift: async () => ({ ...driftResult, strays }) }));
    expect(run.out()).toContain(
      `left by a restore of ours from x; it holds 1 table, about 1,200 rows; put aside, so it may have newer rows than what took its place; remove it: ${remove}`,
    );
  });

  it('names what was added first, with the command that takes it away, and what nobody could tell', async () => {
    const run = await runCommand(Drift, ['local'], operations());
    const text = run.out();
    expect(text).toMatch(
      /2 added beside what is declared\n {2}\+ inline policy convenient critical {2}on aws_iam_role\.deploy/,
    );
    expect(text).toContain('remove it: aws iam delete-role-policy --role-name movies-deploy --policy-name convenient');
    expect(text.indexOf('convenient')).toBeLessThan(text.indexOf('changed outside'));
    expect(text).toContain(
      '? grants of aws_kms_key.data and 2 more  kms:ListGrants: AccessDenied: no; allow kms:ListGrants',
    );
    expect(text).toContain('2 changed outside, 2 added beside, 1 outside of every state (1 not checked)');
    const unread = { ...clean, notChecked: driftResult.notChecked, totals: { ...clean.totals, notChecked: 1 } };
    const blind = await runCommand(Drift, ['local', '--json'], operations({ drift: async () => unread }));
    expect(blind.json()).toMatchObject({ hasDrift: false, error: { code: 'DriftNotReadable' } });
    expect(blind.exitCode).toBe(1);
    const quiet = await runCommand(Drift, ['local'], operations({ drift: async () => unread }));
    expect(quiet.out()).toContain('No drift in what could be checked (1 not checked)');
  });

  it('ends well where no right would help: the emulator has not everything', async () => {
    const gaps = [
      { what: 'budget actions', count: 1, on: 'aws_budgets_budget.b', reason: 'the emulator has none', needs: [] },
    ];
    const drift = async () => ({ ...clean, notChecked: gaps, totals: { ...clean.totals, notChecked: 1 } });
    expect((await runCommand(Drift, ['local', '--detailed-exitcode'], operations({ drift }))).exitCode).toBe(0);
  });

  it('shows what was changed outside with who did it, what is not applied in a line, and only counts noise', async () => {
    const run = await runCommand(Drift, ['local'], operations());
    const text = run.out();
    expect(text).toMatch(/2 changed outside\n {2}~ aws_s3_bucket\.uploads {2}media\n +tags\.owner +"a" → "b"/);
    expect(text).toContain('PutBucketTagging by ann at 2026-11-21T04:00:00Z from 192.0.2.7');
    expect(text).toContain('no trail: there is none here');
    expect(text).toMatch(/not applied yet: 1 resource: size 1 → 2 \(backlot plan local shows it/);
    expect(text).toContain('? cluster objects  the cluster is down');
    expect(text).not.toContain('written in another form');
    expect(text).toContain('1 differ in nothing that matters (--all shows them)');
    expect(run.exitCode).toBe(1); // not everything could be read
  });

  it('shows noise with its reason when it is asked for', async () => {
    const run = await runCommand(Drift, ['local', '--all'], operations());
    expect(run.out()).toContain('the same policy, written in another form or order');
    expect(run.out()).toMatch(/1 declared, not applied\n.*\n +size +1 → 2/);
  });

  it('ends with 2 for drift, and with 0 for noise alone, when it is asked to', async () => {
    const flags = ['local', '--detailed-exitcode'];
    const drifted = { ...driftResult, notChecked: [] };
    expect((await runCommand(Drift, flags, operations({ drift: async () => drifted }))).exitCode).toBe(2);
    const quiet = await runCommand(Drift, flags, operations({ drift: async () => clean }));
    expect(quiet.exitCode).toBe(0);
    expect(quiet.out()).toContain('No drift');
  });

  it('refuses an age that is none, and to revert and adopt at once', async () => {
    expect((await runCommand(Drift, ['local', '--max-age=soon'], operations())).err()).toContain(
      '--max-age soon is no duration',
    );
    expect((await runCommand(Drift, ['local', '--revert', '--adopt'], operations())).exitCode).toBe(3);
  });

  it('sets back after showing what that does', async () => {
    const { asked, revertDrift } = reverting();
    const run = await runCommand(Drift, ['local', '--revert', '--yes'], operations({ revertDrift }));
    expect(asked).toEqual([true]);
    expect(run.err()).toMatch(
      /1 set back to what was applied last\n {2}~ aws_s3_bucket\.uploads {2}media\n +tags\.owner +"b" → "a"/,
    );
    expect(run.out()).toContain('✓ aws_s3_bucket.uploads');
    expect(run.exitCode).toBe(0);
  });

  it('needs an answer before it sets back, and tells what it could not', async () => {
    const missing = await runCommand(Drift, ['local', '--revert'], operations(reverting()));
    expect(missing.exitCode).toBe(3);
    expect(missing.err()).toContain('pass --yes');
    const refused = [{ owner: 'media', address: 'aws_s3_bucket.b', reason: 'it holds data' }];
    const run = await runCommand(Drift, ['local', '--revert', '--yes', '--json'], operations(reverting({ refused })));
    expect(run.exitCode).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'RevertIncomplete' }, revert: { refused } });
  });

  it('shows the edit that adopts, and what cannot be adopted', async () => {
    const adopted: AdoptResult = {
      environment: 'local',
      edits: [
        {
          file: 'environments/local.yaml',
          key: 'tags.owner',
          before: 'a',
          after: 'b',
          adopts: [{ owner: 'media', address: 'aws_s3_bucket.uploads', path: 'tags.owner' }],
        },
      ],
      refused: [{ owner: 'media', address: 'aws_vpc.vpc', path: '', reason: 'it was removed outside' }],
      diff: '-  owner: a\n+  owner: b',
      written: true,
      drift: driftResult,
    };
    const adoptDrift = async () => adopted;
    const run = await runCommand(Drift, ['local', '--adopt', '--yes'], operations({ adoptDrift }));
    expect(run.out()).toContain('+  owner: b');
    expect(run.out()).toContain('tags.owner  is aws_s3_bucket.uploads tags.owner');
    expect(run.out()).toContain('it was removed outside');
    expect(run.exitCode).toBe(1);
  });
});
