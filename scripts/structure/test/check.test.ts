import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KINDS, type Kind, PlantedTree } from './planted-tree.js';

/** Arrows that a rule forbids, with the rule. */
const FORBIDDEN = [
  ['imports:cli/kernel', 'cli/kernel/a.ts', 'cli/adapters/aws/index.ts'],
  ['outside:cli/kernel', 'cli/kernel/b.ts', 'environments/model/index.ts'],
  ['imports:cli/adapters', 'cli/adapters/aws/a.ts', 'cli/session/cloud/index.ts'],
  ['imports:cli/session', 'cli/session/driver/a.ts', 'cli/delivery/plan/index.ts'],
  ['imports:cli/session', 'cli/session/driver/b.ts', 'cli/lifecycle/destroy/index.ts'],
  ['imports:cli/delivery', 'cli/delivery/deploy/a.ts', 'cli/data/backups/index.ts'],
  ['imports:cli/data', 'cli/data/backups/a.ts', 'cli/running/locks/index.ts'],
  ['imports:cli/running', 'cli/running/load/a.ts', 'cli/insight/drift/index.ts'],
  ['imports:cli/lifecycle', 'cli/lifecycle/init/a.ts', 'cli/data/secrets/index.ts'],
  ['imports:cli/insight', 'cli/insight/status/a.ts', 'cli/lifecycle/sandbox/index.ts'],
  ['imports:cli/insight', 'cli/insight/status/b.ts', 'cli/terminal/table.ts'],
  ['imports:cli/data', 'cli/data/secrets/a.ts', 'cli/base-command/flags.ts'],
  ['imports:cli/delivery', 'cli/delivery/images/a.ts', 'cli/commands/deploy.ts'],
  ['imports:cli/terminal', 'cli/terminal/a.ts', 'cli/base-command/flags.ts'],
  ['imports:cli/base-command', 'cli/base-command/a.ts', 'cli/commands/deploy.ts'],
  ['imports:cli/unknown-command', 'cli/unknown-command.ts', 'cli/main.ts'],
  ['imports:cli/adapters/terraform', 'cli/adapters/terraform/a.ts', 'cli/adapters/helm/index.ts'],
  ['imports:cli/session/cloud', 'cli/session/cloud/a.ts', 'cli/session/driver/index.ts'],
  ['imports:cli/delivery/plan', 'cli/delivery/plan/a.ts', 'cli/delivery/deploy/index.ts'],
  ['imports:cli/delivery/workloads', 'cli/delivery/workloads/a.ts', 'cli/delivery/canary/index.ts'],
  ['imports:cli/data/backups', 'cli/data/backups/b.ts', 'cli/data/secrets/index.ts'],
  ['imports:cli/running/day-two', 'cli/running/day-two/a.ts', 'cli/running/cluster-upgrade/index.ts'],
  ['imports:cli/lifecycle/init', 'cli/lifecycle/init/b.ts', 'cli/lifecycle/destroy/index.ts'],
  ['imports:cli/insight/drift', 'cli/insight/drift/a.ts', 'cli/insight/status/index.ts'],
  ['place:cli', 'cli/elsewhere/a.ts', 'cli/kernel/actor.ts'],
  ['place:cli/data', 'cli/data/elsewhere/a.ts', 'cli/data/elsewhere/b.ts'],
  ['imports:host', 'host/a.ts', 'environments/model/index.ts'],
  ['imports:environments', 'environments/a.ts', 'host/folders.ts'],
  ['imports:modules', 'modules/a.ts', 'environments/model/index.ts'],
  ['imports:functions', 'functions/a.ts', 'modules/values/arn.ts'],
  ['imports:policies', 'policies/a.ts', 'stacks/index.ts'],
  ['imports:stacks', 'stacks/a.ts', 'cli/kernel/actor.ts'],
  ['imports:sandbox', 'sandbox/a.ts', 'stacks/index.ts'],
  ['imports:cli', 'cli/adapters/aws/b.ts', 'functions/bundle.ts'],
  ['imports:cli', 'cli/adapters/aws/c.ts', 'scripts/build.ts'],
  ['values-import-nothing', 'modules/values/a.ts', 'modules/queue.ts'],
  ['cli-sees-modules-only-through-stacks', 'cli/adapters/test/a.test.ts', 'modules/queue.ts'],
  ['no-test-in-the-product', 'host/b.ts', 'host/test/fixture.ts'],
  ['one-session', 'cli/data/backups/d.ts', 'cli/session/locks/environment-lock.ts'],
  ['private-folder', 'stacks/b.ts', 'stacks/data/private/engine.ts'],
  ['private-folder', 'stacks/data/deep/a.ts', 'stacks/data/private/engine.ts'],
] as const;

/** Arrows that no rule forbids. */
const ALLOWED = [
  ['cli/main.ts', 'cli/base-command/flags.ts'],
  ['cli/commands/deploy.ts', 'cli/base-command/flags.ts'],
  ['cli/commands/plan.ts', 'cli/delivery/plan/index.ts'],
  ['cli/base-command/flags.ts', 'cli/terminal/table.ts'],
  ['cli/terminal/table.ts', 'cli/insight/drift/index.ts'],
  ['cli/data/backups/c.ts', 'cli/delivery/releases/index.ts'],
  ['cli/delivery/rollback/index.ts', 'cli/delivery/deploy/index.ts'],
  ['cli/delivery/deploy/index.ts', 'cli/session/driver/index.ts'],
  ['cli/session/driver/index.ts', 'cli/session/cloud/index.ts'],
  ['cli/session/cloud/index.ts', 'cli/adapters/aws/index.ts'],
  ['cli/session/cloud/index.ts', 'sandbox/aws/index.ts'],
  ['cli/adapters/aws/index.ts', 'cli/kernel/actor.ts'],
  ['cli/kernel/actor.ts', 'modules/values/arn.ts'],
  ['cli/kernel/test/actor.test.ts', 'cli/commands/deploy.ts'],
  ['stacks/index.ts', 'modules/queue.ts'],
  ['modules/queue.ts', 'modules/values/arn.ts'],
  ['stacks/data/index.ts', 'stacks/data/private/engine.ts'],
  ['stacks/data/private/engine.ts', 'stacks/data/private/version.ts'],
  ['stacks/data/test/engine.test.ts', 'stacks/data/private/engine.ts'],
] as const;

/** Enough for a process that loads TypeScript on a machine that is busy with others. */
const BUSY = 120_000;

const kinds = Object.keys(KINDS) as Kind[];
const fileOf = (kind: string) => kind.replace(/\W/g, '-');

describe('the check of the structure, on arrows that were planted', () => {
  let tree: PlantedTree;
  let errors: readonly string[];
  let exitCode: number | undefined;
  let text: string;

  beforeAll(async () => {
    tree = await PlantedTree.create();
    for (const [, from, to] of FORBIDDEN) await tree.arrow(from, to);
    for (const [from, to] of ALLOWED) await tree.arrow(from, to);
    for (const kind of kinds) {
      await tree.arrow(`cli/session/locks/${fileOf(kind)}.ts`, 'cli/running/locks/index.ts', kind);
      await tree.arrow(`environments/circles/${fileOf(kind)}-a.ts`, `environments/circles/${fileOf(kind)}-b.ts`, kind);
      await tree.arrow(`environments/circles/${fileOf(kind)}-b.ts`, `environments/circles/${fileOf(kind)}-a.ts`, kind);
    }
    ({ errors, exitCode, text } = await tree.check());
  }, BUSY);
  afterAll(async () => rm(tree.root, { recursive: true }));

  it('fails', () => expect(exitCode).toBe(1));

  it.each(FORBIDDEN)('forbids by %s that %s imports %s', (rule, from, to) => {
    expect(errors).toContain(`${rule}: ${from} → ${to}`);
  });

  it.each(kinds)('sees an arrow up by %s', (kind) => {
    expect(errors).toContain(`imports:cli/session: cli/session/locks/${fileOf(kind)}.ts → cli/running/locks/index.ts`);
  });

  it.each(kinds)('sees a circle by %s', (kind) => {
    const [one, other] = ['a', 'b'].map((end) => `environments/circles/${fileOf(kind)}-${end}.ts`);
    expect(text).toContain(`circle: 2 files import each other\n    ${one} -> ${other}\n    ${other} -> ${one}\n`);
  });

  it.each(ALLOWED)('lets %s import %s', (from, to) => {
    expect(errors.filter((error) => error.endsWith(`: ${from} → ${to}`))).toEqual([]);
  });

  it('names no arrow that nobody planted as forbidden', () => {
    const planted = [
      ...FORBIDDEN.map(([, from]) => from),
      ...kinds.map((kind) => `cli/session/locks/${fileOf(kind)}.ts`),
    ];
    const named = errors.flatMap((error) => /: (\S+) → /.exec(error)?.[1] ?? []);
    expect(new Set(named)).toEqual(new Set(planted));
  });

  it('names both pages, which show another repository', () => {
    expect(errors.filter((error) => error.startsWith('stale-page: '))).toHaveLength(2);
  });
});

describe('the check of the structure, on a tree that follows it', () => {
  it(
    'passes once the pages are written',
    async () => {
      const tree = await PlantedTree.create();
      for (const [from, to] of ALLOWED) await tree.arrow(from, to);
      expect(await tree.check('--write')).toMatchObject({ exitCode: 0, errors: [] });
      await rm(tree.root, { recursive: true });
    },
    BUSY,
  );
});
