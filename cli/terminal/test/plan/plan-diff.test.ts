import { describe, expect, it } from '@jest/globals';
import { change, planResult, stackPlan } from '../../../commands/test/support/results.js';
import type { Loss } from '../../../delivery/losses/index.js';
import { plain } from '../../paint.js';
import { planDiff } from '../../plan/plan-diff.js';

const options = { width: 100, paint: plain };

describe('plan diff', () => {
  it('shows destroys, then replacements with the reason, then changes, then creations as numbers', () => {
    const plan = planResult([
      stackPlan('media', [
        change('aws_s3_bucket.new', 'create'),
        change('aws_s3_bucket.more', 'create'),
        change('aws_s3_bucket.old', 'delete'),
      ]),
      stackPlan('data', [
        change('aws_db_instance.main', 'update', [{ path: 'tags.owner', before: 'a', after: 'b' }]),
        change(
          'aws_subnet.one',
          'replace',
          [{ path: 'cidr_block', before: '10.0.0.0/24', unknown: true, forcesReplacement: true }],
          'an attribute can not be changed in place',
        ),
      ]),
    ]);
    expect(planDiff(plan, options)).toBe(
      [
        '1 destroyed',
        '  - aws_s3_bucket.old  media',
        '',
        '1 replaced (destroyed, then created again)',
        '  ± aws_subnet.one  data  an attribute can not be changed in place',
        '        cidr_block  "10.0.0.0/24" → (known after apply)  forces replacement',
        '',
        '1 changed in place',
        '  ~ aws_db_instance.main  data',
        '        tags.owner  "a" → "b"',
        '',
        '2 created',
        '  + 2 in media  s3_bucket 2',
        '',
        'Plan 3f2a91: 2 to create, 1 to change, 1 to replace, 1 to destroy',
      ].join('\n'),
    );
  });

  it('names the resource and the attribute that drifted', () => {
    const drifted = change('aws_vpc.vpc', 'update', [{ path: 'tags.Name', before: 'a', after: 'hand-made' }]);
    const gone = change('aws_security_group_rule.https', 'delete');
    const text = planDiff(planResult([stackPlan('network', [], { drift: [drifted, gone] })]), options);
    expect(text).toContain('≠ aws_vpc.vpc  network\n        tags.Name  "a" → "hand-made"');
    expect(text).toContain('≠ aws_security_group_rule.https  network  is gone');
  });

  it('calls gone for good only what does not wait for its deletion', () => {
    const gone = change('aws_kms_key.data-key', 'delete');
    const loss: Loss = {
      ...{ name: 'keys.data', stack: 'foundation', address: gone.address, physical: '4cb75f7a' },
      type: 'aws_kms_key',
      action: 'recreate',
      ...{ holds: '', lost: 'the means to read' },
      wayBack: { words: 'waits for deletion', command: 'backlot recover local keys.data' },
    };
    const text = planDiff(planResult([stackPlan('foundation', [], { drift: [gone], losses: [loss] })]), options);
    expect(text).toContain('≠ aws_kms_key.data-key  foundation  waits for deletion');
    expect(text).not.toContain('is gone');
  });

  it('shows what changed within a policy, statement by statement', () => {
    const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
    const read = { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: ['a', 'b'] };
    const before = policy(read, { Sid: 'Old', Effect: 'Deny' });
    const after = policy({ ...read, Action: ['s3:GetObject', 's3:PutObject'], Resource: ['b', 'a'] });
    const changed = change('aws_iam_policy.p', 'update', [{ path: 'policy', before, after }]);
    const lines = planDiff(planResult([stackPlan('access', [changed])]), { ...options, width: 80 }).split('\n');
    expect(lines.slice(2, 5).map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
      'policy.Statement[Read].Action (none) → "s3:PutObject"',
      'policy.Statement[Old].Sid "Old" → (none)',
      'policy.Statement[Old].Effect "Deny" → (none)',
    ]);
  });

  it('leaves out nothing of a document: parts of one name, and an order that means something', () => {
    const task = (...parts: object[]) => JSON.stringify(parts);
    const before = task({ name: 'a', command: ['run', '--fast'] }, { name: 'a', image: 'x:1' });
    const after = task({ name: 'a', command: ['--fast', 'run'] }, { name: 'a', image: 'x:2' });
    const changed = change('aws_x.y', 'update', [{ path: 'containers', before, after }]);
    const lines = planDiff(planResult([stackPlan('access', [changed])]), { ...options, width: 120 }).split('\n');
    expect(lines.slice(2, 4).map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
      'containers[0].command ["run","--fast"] → ["--fast","run"]',
      'containers[1].image "x:1" → "x:2"',
    ]);
  });

  it('shows long texts from where they differ', () => {
    const long = 'x'.repeat(120);
    const changed = change('aws_x.y', 'update', [{ path: 'script', before: `${long}-one`, after: `${long}-two` }]);
    const text = planDiff(planResult([stackPlan('data', [changed])]), { ...options, width: 80 });
    expect(text).toMatch(/"?…x+-one" → …x+-two"/);
  });

  it('keeps sensitive values out', () => {
    const secret = change('aws_x.y', 'update', [
      { path: 'password', before: 'old-one', after: 'new-one', sensitive: true },
    ]);
    const text = planDiff(planResult([stackPlan('data', [secret])]), options);
    expect(text).toContain('password  (sensitive) → (sensitive)');
    expect(text).not.toMatch(/old-one|new-one/);
  });

  it('lists creations and outputs one by one when asked', () => {
    const output = { name: 'vpc_id', action: 'create', unknown: true, sensitive: false } as const;
    const plan = planResult([stackPlan('network', [change('aws_vpc.vpc', 'create')], { outputs: [output] })]);
    const text = planDiff(plan, { ...options, verbose: true });
    expect(text).toContain('  + aws_vpc.vpc  network');
    expect(text).toContain('vpc_id  network  (none) → (known after apply)');
  });

  it('says what waits for what, and what could not be planned', () => {
    const error = { code: 'PlanFailed', message: 'no such thing', source: 'upstream', actions: ['backlot doctor'] };
    const text = planDiff(
      planResult([
        stackPlan('data', [], { status: 'failed', error }),
        stackPlan('cluster', [], { status: 'deferred', reason: 'waits for network' }),
      ]),
      options,
    );
    expect(text).toContain('✖ data could not be planned: no such thing\n  next: backlot doctor');
    expect(text).toContain('◌ cluster  waits for network');
    expect(text).toContain('1 deferred; 1 failed');
  });

  it('says in one line that nothing changes', () => {
    expect(planDiff(planResult([stackPlan('network', [])]), options)).toBe('Nothing to change: 1 stack as declared.');
  });

  it('cuts long values, never the path', () => {
    const long = change('aws_x.y', 'update', [{ path: 'policy', before: 'x'.repeat(500), after: 'y'.repeat(500) }]);
    const lines = planDiff(planResult([stackPlan('data', [long])]), { ...options, width: 60 }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(66);
    expect(lines.join('\n')).toMatch(/policy {2}"x+… → "y+…/);
  });
});
