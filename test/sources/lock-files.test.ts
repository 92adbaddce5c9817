import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sourceFiles, text } from './source-files.js';

const ROOT = join(import.meta.dirname, '..', '..');

/** Packages that come inside another one's archive, whose hash covers them: they have none of their own. */
const INSIDE = [
  'node_modules/cdktn/node_modules/fflate',
  'node_modules/cdktn/node_modules/safe-stable-stringify',
  'node_modules/cdktn/node_modules/semver',
];

interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly inBundle?: boolean;
}

describe('what is downloaded', () => {
  // npm writes no hash of what it didn't fetch, such as packages for other systems. Take those entries out of the lock file,
  // and `npm install --package-lock-only` in a folder without `node_modules` writes them anew.
  it('by npm has its hash in the lock file, for every system, and no address', () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, Locked>;
    };
    const { '': _, ...all } = packages;
    const without = Object.entries(all).filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(without.map(([path]) => path)).toEqual(INSIDE);
    expect(without.every(([, { inBundle }]) => inBundle)).toBe(true);
    expect(Object.values(all).filter(({ resolved }) => resolved)).toEqual([]);
  });

  it('by pip has the hashes of all its files', () => {
    const files = sourceFiles(/(^|\/)requirements\.txt$/);
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const wanted = text(file)
        .replaceAll('\\\n', ' ')
        .split('\n')
        .filter((line) => /^[a-z0-9]/i.test(line));
      expect(wanted.length).toBeGreaterThan(5);
      expect(wanted.filter((line) => !/^\S+==\S+ .*--hash=sha256:[0-9a-f]{64}/.test(line))).toEqual([]);
    }
  });

  it('by Go has a sum for each module that is named', () => {
    for (const file of sourceFiles(/(^|\/)go\.mod$/)) {
      const sums = text(file.replace(/mod$/, 'sum'));
      const named = [...text(file).matchAll(/^\t(\S+) (v\S+)/gm)];
      expect(named.length).toBeGreaterThan(5);
      const replaced = new Set(
        [...text(file).matchAll(/^(?:replace )?\t?(\S+)(?: v\S+)? => /gm)].map(([, path]) => path),
      );
      const missing = named.filter(
        ([, path, version]) => !replaced.has(path) && !sums.includes(`${path} ${version} h1:`),
      );
      expect(missing.map(([line]) => line.trim())).toEqual([]);
    }
  });

  it('by the pipeline is pinned by hash', () => {
    const uses = sourceFiles(/^\.github\/.*\.ya?ml$/).flatMap((file) => [...text(file).matchAll(/uses: *(\S+)/g)]);
    expect(uses.length).toBeGreaterThan(2);
    expect(uses.map(([, what]) => what).filter((what) => !/@[0-9a-f]{40}$/.test(what ?? ''))).toEqual([]);
  });
});
