import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { synthesize } from '../index.js';
import { synthKey } from '../synth-key.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

describe('a kept synthesis', () => {
  let scratch: string;
  let program: string;
  let local: Environment;
  const before = process.env.BACKLOT_CACHE_DIR;
  const read = (outdir: string) => readFile(join(scratch, outdir, 'stacks', 'network', 'cdk.tf.json'), 'utf8');
  const cached = () => join(scratch, 'cache', 'synth', local.platform, 'local.json');

  beforeEach(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'backlot-kept-'));
    process.env.BACKLOT_CACHE_DIR = join(scratch, 'cache');
    program = join(scratch, 'program');
    for (const folder of ['stacks', 'modules/values', 'environments', 'functions']) {
      await mkdir(join(program, folder), { recursive: true });
      await writeFile(join(program, folder, 'index.js'), `// ${folder}`);
    }
    local = (await loadEnvironment('local', { root })).environment;
  });

  afterEach(async () => {
    if (before === undefined) delete process.env.BACKLOT_CACHE_DIR;
    else process.env.BACKLOT_CACHE_DIR = before;
    await rm(scratch, { recursive: true, force: true });
  });

  it('gives every file and every stack as synthesis did, below another folder', async () => {
    const made = await synthesize(local, { outdir: join(scratch, 'a'), program });
    const kept = await synthesize(local, { outdir: join(scratch, 'b'), program });
    const below = (folder: string) => (each: { path: string }) => ({ ...each, path: each.path.slice(folder.length) });
    expect(kept.stacks.map(below(join(scratch, 'b')))).toEqual(made.stacks.map(below(join(scratch, 'a'))));
    expect(await read('b')).toBe(await read('a'));
    await writeFile(join(scratch, 'b', 'stacks', 'network', 'cdk.tf.json'), '{}');
    await synthesize(local, { outdir: join(scratch, 'b'), program });
    expect(await read('b')).toBe(await read('a'));
  });

  it('is not taken for another declaration of the same environment', async () => {
    await synthesize(local, { outdir: join(scratch, 'a'), program });
    await synthesize(
      { ...local, platform: local.platform, tags: { ...local.tags, Color: 'green' } },
      { outdir: join(scratch, 'b'), program },
    );
    expect(await read('b')).toContain('green');
  });

  it('is made anew when it was damaged', async () => {
    await synthesize(local, { outdir: join(scratch, 'a'), program });
    const whole = await readFile(cached(), 'utf8');
    await writeFile(cached(), whole.replace('"network"', '"netwerk"'));
    const again = await synthesize(local, { outdir: join(scratch, 'b'), program });
    expect(again.stacks.map(({ id }) => id)).toContain('network');
    expect(await readFile(cached(), 'utf8')).toBe(whole);
  });

  it.each(['stacks', 'modules/values', 'environments', 'functions'])('goes by every byte of %s', async (folder) => {
    const other = join(scratch, 'other');
    await cp(program, other, { recursive: true });
    const key = await synthKey(local, program);
    expect(await synthKey(local, other)).toBe(key);
    await writeFile(join(other, folder, 'index.js'), `// ${folder}!`);
    expect(await synthKey(local, other)).not.toBe(key);
  });

  it('is not kept for what its text does not tell apart', async () => {
    expect(await synthKey({ ...local, tags: new Map() } as unknown as Environment, program)).toBeUndefined();
  });
});
