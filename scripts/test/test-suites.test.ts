import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

/** Scripts without types of their own. */
const script = (name: string) => import(`../${name}.mjs`);
const { SLOW_SUITES } = (await script('test-suites')) as { SLOW_SUITES: readonly string[] };
const { default: SlowTestsFirst } = await script('slow-tests-first');
const { default: quick } = (await script('quick-tests')) as { default: { testPathIgnorePatterns: readonly string[] } };

describe('slow suites', () => {
  it('are where the list says', () => {
    expect(SLOW_SUITES.filter((name) => !existsSync(`${name}.test.ts`))).toEqual([]);
  });

  it('come first, the longest of them before the others', () => {
    const names = ['cli/kernel/test/actor', SLOW_SUITES[1], 'host/test/inside-of', SLOW_SUITES[0]];
    const tests = names.map((name) => ({
      path: `/checkout/${name}.test.ts`,
      context: { config: { id: 'x', cacheDirectory: '/nowhere' }, hasteFS: { getSize: () => 1 } },
    }));
    const sorted = new SlowTestsFirst({ globalConfig: {}, contexts: [] }).sort(tests);
    const paths = sorted.map(({ path }: { path: string }) => path.replace(/^.checkout.|\.test\.ts$/g, ''));
    expect(paths.slice(0, 2)).toEqual([SLOW_SUITES[0], SLOW_SUITES[1]]);
  });

  it('are what a quick run leaves out, and nothing else', () => {
    const left = (path: string) => quick.testPathIgnorePatterns.some((pattern) => new RegExp(pattern).test(path));
    expect(SLOW_SUITES.map((name) => left(`/checkout/${name}.test.ts`))).not.toContain(false);
    expect(left('/checkout/cli/kernel/test/actor.test.ts')).toBe(false);
    expect(left('/checkout/cli/test/losses-of-more.test.ts')).toBe(false);
  });
});
