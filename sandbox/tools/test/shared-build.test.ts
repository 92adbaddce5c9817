import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { resolveTools } from '../resolve-tools.js';
import { sharedPath } from '../shared-build.js';
import { tools } from '../tool.js';
import { TemporaryMachine } from './temporary-machine.js';

let machine: TemporaryMachine;
beforeEach(async () => {
  machine = await TemporaryMachine.create({ path: 'empty' });
});
afterEach(() => machine.dispose());

/** A `go` that builds into a folder a script for each package, which tells the version that the linker was told. */
const GO = (root: string) => `
  echo "$PWD|$GOGC|$*" >> ${root}/calls
  while [ "$1" != -o ]; do shift; done; out="$2"; shift 2
  for package; do
    case "$package" in
      */v3) name=server; says="etcd Version: 3.6.14";;
      *rollouts-controller) name=rollouts-controller; says="v1.10.1+unknown";;
      *) name=\${package##*/}; says="Kubernetes v1.35.4";;
    esac
    printf '#!/bin/bash\\necho "%s"\\n' "$says" > "$out$name"; chmod +x "$out$name"
  done`;
const calls = async () => (await readFile(join(machine.root, 'calls'), 'utf8')).trim().split('\n');

const NAMES = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'rollouts-controller'] as const;

describe('programs of one module', () => {
  it('are built with one call, from the committed pins, and each is found where it belongs', async () => {
    await machine.install('go', GO(machine.root));
    const told: string[] = [];
    const found = await resolveTools(NAMES, { progress: (line) => told.push(line) });
    expect(Object.values(found).map(({ version }) => version)).toEqual([
      '3.6.14',
      '1.35.4',
      '1.35.4',
      '1.35.4',
      '1.10.1',
    ]);
    expect(found.etcd.path).toBe(sharedPath('etcd', tools.etcd.shared as NonNullable<typeof tools.etcd.shared>));
    const [call, ...others] = await calls();
    expect(others).toEqual([]);
    expect(call).toContain('sandbox/tools/modules/kubernetes|400|build -mod=readonly -buildvcs=false -trimpath');
    expect(call).toContain('version.gitVersion=v1.35.4');
    expect(told[0]).toMatch(/^building etcd, kube-apiserver, .*: 0 s of about \d+ s \(once\)$/);
    const left = await readdir(join(process.env.BACKLOT_CACHE_DIR as string, 'tools'));
    expect(left.filter((name) => name.includes('building') || name.endsWith('.lock'))).toEqual([]);
  });

  it('are built only where PATH and the cache have none, and once when two ask', async () => {
    await machine.install('go', GO(machine.root));
    const etcd = await machine.install('etcd', 'echo "etcd Version: 3.6.1"');
    const [first, second] = await Promise.all([resolveTools(NAMES), resolveTools(NAMES)]);
    expect(first).toMatchObject({
      etcd: { path: etcd, source: 'path' },
      'kube-apiserver': { source: expect.any(String) },
    });
    expect(second['kube-apiserver'].path).toBe(first['kube-apiserver'].path);
    expect((await calls()).length).toBe(1);
    expect((await calls())[0]).not.toContain('etcd/server');
    expect((await resolveTools(NAMES))['kube-scheduler'].source).toBe('cache');
    expect((await calls()).length).toBe(1);
  });

  it('are passed over on PATH when they are too old or too new', async () => {
    await machine.install('go', GO(machine.root));
    await machine.install('kube-apiserver', 'echo "Kubernetes v1.36.1"');
    await machine.install('etcd', 'echo "etcd Version: 3.4.9"');
    const found = await resolveTools(['kube-apiserver', 'etcd']);
    expect(found).toMatchObject({ 'kube-apiserver': { version: '1.35.4' }, etcd: { version: '3.6.14' } });
  });

  it('need go', async () => {
    await expect(resolveTools(NAMES)).rejects.toMatchObject({ code: 'GoMissing' });
  });
});
