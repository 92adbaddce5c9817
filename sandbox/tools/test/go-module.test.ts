import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildGoModule, builtPath, type GoModule } from '../go-module.js';
import { TemporaryMachine } from './temporary-machine.js';

const MODULE: GoModule = {
  path: 'example.com/hello',
  version: '1.2.3',
  sum: 'h1:pinned',
  package: './cmd/hello',
  ldflags: ['-X main.version=1.2.3'],
  cpuSeconds: 10,
};

let machine: TemporaryMachine;
beforeEach(async () => {
  machine = await TemporaryMachine.create({ path: 'empty' });
});
afterEach(() => machine.dispose());

/** A `go` that downloads a module of that hash, and builds by running `build` with the output's path in $out. */
const go = (sum: string, build = 'echo built > "$out"; chmod +x "$out"') => `
  echo "$CGO_ENABLED $GOFLAGS|$*" >> ${machine.root}/calls
  if [ "$1" = mod ]; then echo '{"Dir": "${machine.root}", "Sum": "${sum}"}'; exit 0; fi
  while [ "$1" != -o ]; do shift; done; out="$2"
  ${build}`;

const build = (told: string[] = []) => buildGoModule('hello', MODULE, (line) => told.push(line));

describe('building from a Go module', () => {
  it('builds the pinned version into the cache, and says how long it takes', async () => {
    await machine.install('go', go('h1:pinned'));
    const told: string[] = [];
    const path = await build(told);
    expect(path).toBe(builtPath('hello', MODULE));
    expect(await readFile(path, 'utf8')).toBe('built\n');
    expect(told[0]).toBe('downloading the sources of hello 1.2.3');
    expect(told[1]).toMatch(/^building hello 1\.2\.3: 0 s of about \d+ s \(once\)$/);
    const calls = await readFile(join(machine.root, 'calls'), 'utf8');
    expect(calls).toContain('0 |mod download -json example.com/hello@v1.2.3');
    expect(calls).toContain('-mod=readonly -buildvcs=false -trimpath -ldflags -s -w -X main.version=1.2.3');
  });

  it('builds once when two ask at the same time', async () => {
    await machine.install('go', go('h1:pinned'));
    const [first, second] = await Promise.all([build(), build()]);
    expect(second).toBe(first);
    expect((await readFile(join(machine.root, 'calls'), 'utf8')).match(/\|build/g)).toHaveLength(1);
  });

  it('refuses sources whose hash is not the pinned one', async () => {
    await machine.install('go', go('h1:other'));
    await expect(build()).rejects.toMatchObject({
      code: 'ModuleChanged',
      message: 'example.com/hello 1.2.3 is not what it was: its hash is h1:other, pinned is h1:pinned',
    });
  });

  it('shows what the compiler said, and leaves nothing', async () => {
    await machine.install('go', go('h1:pinned', 'echo "main.go:3: undefined: x" >&2; exit 1'));
    await expect(build()).rejects.toMatchObject({
      code: 'BuildFailed',
      message: 'hello 1.2.3 could not be built:\nmain.go:3: undefined: x',
    });
    expect(await readdir(join(builtPath('hello', MODULE), '..', '..'))).toEqual([]);
  });

  it('says so when the disk is full', async () => {
    await machine.install('go', go('h1:pinned', 'echo "link: write x: no space left on device" >&2; exit 1'));
    await expect(build()).rejects.toMatchObject({ code: 'DiskFull', exitCode: 1 });
  });

  it('needs go on PATH', async () => {
    await expect(build()).rejects.toMatchObject({ code: 'GoMissing' });
  });
});
