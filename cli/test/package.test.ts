import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

it('packs what the commands read, and neither tests, sources nor maps', async () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
  const { stdout } = await promisify(execFile)('npm', args, { cwd: root, maxBuffer: 2 ** 24 });
  const [packed] = JSON.parse(stdout) as { readonly files: readonly { readonly path: string }[] }[];
  const files = (packed?.files ?? []).map(({ path }) => path);
  expect(files.filter((path) => /(^|\/)tests?\/|\.test\.|\.ts$|\.map$/.test(path))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining([
      'bin/backlot',
      'charts/service/values.schema.json',
      'environments/base.yaml',
      'environments/blueprints/movie-store.yaml',
      'environments/environment.schema.json',
    ]),
  );
}, 60_000);
