import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TemporaryMachine } from '../../../../sandbox/tools/test/temporary-machine.js';
import { checkAwsCredentials } from '../checks/aws-credentials.js';
import { functionsCheck } from '../checks/emulator.js';
import { checkFolders } from '../checks/folders.js';
import { checkNode } from '../checks/runtime.js';
import { runDoctor } from '../index.js';

let machine: TemporaryMachine;
beforeEach(async () => {
  machine = await TemporaryMachine.create({ path: 'empty' });
});
afterEach(() => machine.dispose());

const find = async (id: string) => (await runDoctor()).checks.find((check) => check.id === id);

describe('the doctor', () => {
  it('finds nothing missing on a machine with Python, Go and Terraform', async () => {
    await machine.install('python3', `echo '{"version": "3.11.7", "venv": true}'`);
    await machine.install('go', 'echo "go version go1.26.8 linux/amd64"');
    const path = await machine.install('terraform', 'echo "Terraform v1.11.4"');
    const report = await runDoctor();
    expect(report.ok).toBe(true);
    expect(report.checks.map(({ id }) => id)).toEqual([
      'node',
      'terraform',
      'go',
      'python',
      'emulator',
      'emulator-running',
      'postgresql',
      'etcd',
      'kube-apiserver',
      'kube-controller-manager',
      'kube-scheduler',
      'kwok',
      'rollouts-controller',
      'prometheus',
      'helm',
      'kubectl',
      'cluster-running',
      'kubeconfig',
      'state-folder',
      'cache-folder',
      'state-disk',
      'cache-disk',
      'docker',
      'aws-credentials',
    ]);
    expect(await find('terraform')).toMatchObject({ status: 'ok', version: '1.11.4', source: 'path', path });
    expect(await find('go')).toMatchObject({ status: 'ok', version: '1.26.8' });
    expect(await find('kube-apiserver')).toMatchObject({ status: 'warning', detail: expect.stringContaining('built') });
    expect(await find('kubectl')).toMatchObject({ status: 'warning', detail: 'not there, and not needed' });
    expect(await find('cluster-running')).toMatchObject({ status: 'warning', action: 'backlot sandbox up' });
    expect(await find('emulator')).toMatchObject({ status: 'warning', action: 'backlot sandbox up' });
  });

  it('warns where functions of the sandbox are not confined', () => {
    expect(functionsCheck({})).toMatchObject({ id: 'functions-confined', status: 'ok' });
    const warned = functionsCheck({ unconfined: 'no Landlock' });
    expect(warned).toMatchObject({ status: 'warning', detail: 'they run as any program of yours: no Landlock' });
  });

  it('tells of databases, and of those that are not well', async () => {
    expect(await find('postgresql')).toMatchObject({ status: 'ok', detail: 'no databases' });
    const folder = join(machine.root, 'state/sandbox/aws/data/databases/servers/db-1');
    await mkdir(folder, { recursive: true });
    const record = { id: 'db-1', identifier: 'main', port: 20001, version: '17.10', failure: 'it ended with 1' };
    await writeFile(join(folder, 'server.json'), JSON.stringify(record));
    expect(await find('postgresql')).toMatchObject({ detail: expect.stringMatching(/^0 of 1 databases running/) });
    expect(await find('database-main')).toMatchObject({
      status: 'warning',
      detail: `it ended with 1; see ${join(folder, 'server.log')}`,
    });
  });

  it('says what is missing and how to get it on a bare machine', async () => {
    expect((await runDoctor()).ok).toBe(false);
    expect(await find('terraform')).toMatchObject({ status: 'missing', action: expect.stringContaining('install') });
    expect(await find('go')).toMatchObject({ status: 'missing' });
    expect(await find('etcd')).toMatchObject({ status: 'missing', action: 'put etcd 3.6 on PATH' });
    expect(await find('python')).toMatchObject({ status: 'missing', action: 'apt-get install python3 python3-venv' });
  });

  it('only warns about OpenTofu where Go can build it', async () => {
    await machine.install('go', 'echo "go version go1.26.8 linux/amd64"');
    expect(await find('terraform')).toMatchObject({
      status: 'warning',
      detail: expect.stringContaining('builds OpenTofu'),
    });
    expect(await find('go')).toMatchObject({ status: 'ok', version: '1.26.8' });
  });

  it('takes tools of the cluster from PATH only in versions that work together', async () => {
    const path = await machine.install('kube-apiserver', 'echo "Kubernetes v1.35.2"');
    await machine.install('kube-scheduler', 'echo "Kubernetes v1.36.0"');
    expect(await find('kube-apiserver')).toMatchObject({ status: 'ok', version: '1.35.2', source: 'path', path });
    expect(await find('kube-scheduler')).toMatchObject({ status: 'missing' });
  });

  it('needs no Go where everything is there', async () => {
    await machine.install('terraform', 'echo "Terraform v1.11.4"');
    await machine.install('etcd', 'echo "etcd Version: 3.6.14"');
    for (const name of ['apiserver', 'controller-manager', 'scheduler']) {
      await machine.install(`kube-${name}`, 'echo "Kubernetes v1.35.4"');
    }
    await machine.install('kwok', 'echo "kwok version v0.8.0 go1.26.8 (linux/amd64)"');
    await machine.install('rollouts-controller', 'echo "v1.10.1+unknown"');
    await machine.install('prometheus', 'echo "prometheus, version 3.15.0 (branch: , revision: x)"');
    expect(await find('go')).toMatchObject({ status: 'warning', detail: 'not there, and not needed now' });
  });

  it('reports an override that cannot be used', async () => {
    process.env.BACKLOT_TERRAFORM = 'nowhere';
    expect(await find('terraform')).toMatchObject({
      status: 'missing',
      detail: 'BACKLOT_TERRAFORM=nowhere cannot be used: no such program',
      action: 'unset BACKLOT_TERRAFORM',
    });
  });

  it('reports an examination that fails as missing, and goes on', async () => {
    const report = await runDoctor({
      examinations: {
        odd: () => Promise.reject(new Error('no idea')),
        node: () => checkNode('22.0.0'),
      },
    });
    expect(report).toMatchObject({
      ok: false,
      checks: [
        { id: 'odd', status: 'missing', detail: 'could not be examined: no idea' },
        { id: 'node', status: 'missing', detail: 'older than 22.22.2' },
      ],
    });
  });

  it('changes nothing: no folder is made', async () => {
    await runDoctor({ examinations: { folders: () => checkFolders() } });
    await expect(mkdir(join(machine.root, 'state'))).resolves.toBeUndefined();
  });

  it.each([
    [10, 'ok'],
    [2, 'warning'],
    [0.1, 'missing'],
  ])('calls %d GiB of free disk %s', async (gibibytes, status) => {
    const checks = await checkFolders({ freeBytes: async () => gibibytes * 1024 ** 3 });
    expect(checks.filter(({ id }) => id.endsWith('-disk'))).toMatchObject([{ status }, { status }]);
  });

  it('refuses a state folder that cannot be written', async () => {
    const file = join(machine.root, 'file');
    await writeFile(file, '');
    process.env.BACKLOT_STATE_DIR = join(file, 'state');
    expect((await checkFolders()).find(({ id }) => id === 'state-folder')).toMatchObject({
      status: 'missing',
      detail: `${file} is no folder`,
      action: 'set BACKLOT_STATE_DIR to a folder of yours',
    });
  });

  it('tells that there are credentials, and never which', () => {
    const check = checkAwsCredentials({ AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'hidden' });
    expect(check).toMatchObject({ status: 'ok', source: 'AWS_ACCESS_KEY_ID' });
    expect(JSON.stringify(check)).not.toMatch(/AKIAEXAMPLE|hidden/);
    const none = { AWS_SHARED_CREDENTIALS_FILE: '/nowhere', AWS_CONFIG_FILE: '/nowhere' };
    expect(checkAwsCredentials(none)).toMatchObject({ status: 'warning', detail: 'none; the sandbox needs none' });
  });
});
