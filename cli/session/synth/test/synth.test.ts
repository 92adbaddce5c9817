import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { synthesize } from '../index.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
const run = promisify(execFile);

async function files(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(found.map((file) => readFile(file, 'base64')));
  return new Map(found.map((file, index) => [relative(folder, file), contents[index] ?? '']));
}

describe('synthesize', () => {
  let scratch: string;
  let prod: Environment;

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'backlot-synth-'));
    prod = (await loadEnvironment('prod', { root })).environment;
  });

  afterAll(() => rm(scratch, { recursive: true, force: true }));

  it('names every stack after the stacks that it reads, with its folder and its resources', async () => {
    const result = await synthesize(prod, { outdir: join(scratch, 'order') });
    const position = new Map(result.stacks.map(({ id }, index) => [id, index]));
    for (const { id, dependsOn } of result.stacks) {
      for (const upstream of dependsOn) {
        expect([id, upstream, (position.get(upstream) ?? Number.NaN) < (position.get(id) ?? 0)]).toEqual([
          id,
          upstream,
          true,
        ]);
      }
    }
    expect(result.environment).toBe('prod');
    expect(result.stacks.length).toBeGreaterThanOrEqual(10);
    expect(result.resources).toBe(result.stacks.reduce((sum, { resources }) => sum + resources, 0));
    const network = result.stacks.find(({ id }) => id === 'network');
    const json = JSON.parse(await readFile(join(network?.path ?? '', 'cdk.tf.json'), 'utf8'));
    const blocks: Record<string, object>[] = Object.values(json.resource);
    expect(network?.resources).toBe(blocks.flatMap((block) => Object.keys(block)).length);
  });

  it('gives the same bytes twice', async () => {
    const [first, second] = [join(scratch, 'first'), join(scratch, 'second')];
    await synthesize(prod, { outdir: first });
    await synthesize(prod, { outdir: second });
    expect(await files(second)).toEqual(await files(first));
  });

  it('removes the folder of a stack that is no longer part of the environment', async () => {
    const outdir = join(scratch, 'strangers');
    await mkdir(join(outdir, 'stacks', 'abandoned'), { recursive: true });
    await synthesize(prod, { outdir });
    expect(await readdir(join(outdir, 'stacks'))).not.toContain('abandoned');
  });

  it('keeps the address of the sandbox and every credential out of the files', async () => {
    const local = (await loadEnvironment('local', { root })).environment;
    const outdir = join(scratch, 'local');
    await synthesize(local, { outdir });
    for (const [name, content] of await files(outdir)) {
      if (!name.endsWith('.json')) continue;
      expect([
        name,
        Buffer.from(content, 'base64')
          .toString()
          .match(/127\.0\.0\.1|localhost|access_key|secret_key/),
      ]).toEqual([name, null]);
    }
  });

  it('gives what cdktn synth gives, file by file', async () => {
    const [ours, theirs] = [join(scratch, 'ours'), join(scratch, 'theirs')];
    await synthesize(prod, { outdir: ours });
    await run(join(root, 'node_modules', '.bin', 'cdktn'), ['synth', '--output', theirs], {
      cwd: root,
      env: { ...process.env, BACKLOT_ENVIRONMENT: 'prod', CI: '1', CHECKPOINT_DISABLE: '1' },
    });
    const [expected, actual] = [await files(theirs), await files(ours)];
    expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
    expect(actual).toEqual(expected);
  }, 60_000);
});
