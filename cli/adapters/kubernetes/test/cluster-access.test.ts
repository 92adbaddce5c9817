import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fullEnvironment } from '../../../../stacks/test/fixtures/full-environment.js';
import { assertOwnCluster, clusterAccess } from '../index.js';
import { contextOf, readKubeconfig } from '../kubeconfig.js';
import type { Kubernetes } from '../kubernetes.js';

const AWS = fullEnvironment({ target: 'aws' });
const SANDBOX = fullEnvironment({ target: 'sandbox' });
const SERVER = 'https://ABC.gr7.eu-central-1.eks.amazonaws.com';
const OUTPUTS = {
  cluster: { cluster_name: 'backlot-prod', cluster_endpoint: SERVER, cluster_certificate_authority: 'Y2E=' },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-access-'));
});
afterEach(() => rm(folder, { recursive: true }));

const env = (more: NodeJS.ProcessEnv = {}) => ({ BACKLOT_STATE_DIR: join(folder, 'state'), HOME: folder, ...more });

async function kubeconfig(file: string, contexts: object[], clusters: object[], users: object[]): Promise<string> {
  const path = join(folder, file);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, JSON.stringify({ 'current-context': 'kind', contexts, clusters, users }));
  return path;
}

const CONTEXT = { name: 'kind', context: { cluster: 'kind', user: 'ann' } };
const CLUSTER = { name: 'kind', cluster: { server: 'https://127.0.0.1:6443', 'certificate-authority': 'ca.crt' } };
const USER = { name: 'ann', user: { token: 'abc' } };

describe('clusterAccess', () => {
  it('takes the cluster of the sandbox for an environment that lives there, and says how to start it', async () => {
    const sandbox = { kubeconfig: '/k', context: 'backlot-sandbox', server: 'https://127.0.0.1:1' };
    expect(await clusterAccess(SANDBOX, { sandbox, env: env() })).toEqual({ ...sandbox, source: 'sandbox' });
    await expect(clusterAccess(SANDBOX, { env: env() })).rejects.toMatchObject({
      code: 'NoCluster',
      actions: ['backlot sandbox up --environment prod'],
    });
  });

  it('writes a kubeconfig for EKS that holds no secret and that only its owner reads', async () => {
    const access = await clusterAccess(AWS, { outputs: OUTPUTS, env: env() });
    expect(access).toMatchObject({ context: 'backlot-prod', server: SERVER, source: 'eks' });
    expect((await stat(access.kubeconfig)).mode & 0o777).toBe(0o600);
    const { cluster, user } = contextOf(await readKubeconfig(access.kubeconfig), access.context);
    expect(cluster).toEqual({ server: SERVER, 'certificate-authority-data': 'Y2E=' });
    expect(Object.keys(user)).toEqual(['exec']);
    expect(user.exec?.command).toBe(process.execPath);
    expect(user.exec?.args?.slice(1)).toEqual(['backlot-prod', 'eu-central-1']);
    expect(user.exec?.args?.[0]).toMatch(/dist\/cli\/adapters\/kubernetes\/print-eks-token\.js$/);
  });

  it('says which stack is missing before EKS can be found', async () => {
    await expect(clusterAccess(AWS, { env: env() })).rejects.toMatchObject({
      code: 'NoCluster',
      message: expect.stringContaining("stack 'cluster' is not applied"),
    });
  });

  it("takes a context of the person's own kubeconfig, and names the known ones", async () => {
    await kubeconfig('.kube/config', [CONTEXT], [CLUSTER], [USER]);
    const access = await clusterAccess(AWS, { context: 'kind', env: env() });
    const path = join(folder, '.kube', 'config');
    expect(access).toEqual({ kubeconfig: path, context: 'kind', server: 'https://127.0.0.1:6443', source: 'context' });
    await expect(clusterAccess(AWS, { context: 'k1nd', env: env() })).rejects.toMatchObject({
      code: 'ContextMissing',
      exitCode: 3,
      message: expect.stringContaining("has no context 'k1nd'; it has kind"),
    });
  });

  it('puts a context together that several files make up, with paths that still lead to their files', async () => {
    const one = await kubeconfig('one/config', [CONTEXT], [], [USER]);
    const two = await kubeconfig(
      'two/config',
      [],
      [CLUSTER],
      [{ name: 'ann', user: { token: 'later files do not count' } }],
    );
    const access = await clusterAccess(AWS, { context: 'kind', env: env({ KUBECONFIG: [one, two].join(delimiter) }) });
    const { cluster, user } = contextOf(await readKubeconfig(access.kubeconfig), 'kind');
    expect(cluster['certificate-authority']).toBe(join(folder, 'two', 'ca.crt'));
    expect(user).toEqual({ token: 'abc' });
    expect((await stat(access.kubeconfig)).mode & 0o777).toBe(0o600);
  });

  it('tells a file that is not there from one that is no kubeconfig', async () => {
    await expect(clusterAccess(AWS, { context: 'x', env: env() })).rejects.toMatchObject({ code: 'KubeconfigMissing' });
    const path = join(folder, 'broken');
    await writeFile(path, 'contexts: [');
    const broken = clusterAccess(AWS, { context: 'x', env: env({ KUBECONFIG: path }) });
    await expect(broken).rejects.toMatchObject({ code: 'KubeconfigInvalid', exitCode: 3 });
    expect(await readFile(path, 'utf8')).toBe('contexts: [');
  });
});

describe('assertOwnCluster', () => {
  const cluster = (source: 'context' | 'sandbox', data?: object, server = 'https://127.0.0.1:6443') =>
    ({
      access: { kubeconfig: '/k', context: 'kind', server, source },
      get: async () => (data ? { data } : undefined),
    }) as unknown as Kubernetes;
  const mine = { platform: AWS.platform, environment: AWS.id };

  it('accepts a cluster that says that it is ours, and one that EKS gave us', async () => {
    await assertOwnCluster(cluster('context', mine), AWS);
    await assertOwnCluster(cluster('context', undefined, SERVER), AWS, OUTPUTS);
  });

  it('accepts an empty cluster that a person names for a sandbox environment', async () => {
    await assertOwnCluster(cluster('context'), SANDBOX);
  });

  it('refuses a cluster of another environment', async () => {
    const foreign = cluster('sandbox', { platform: 'backlot', environment: 'somebody' });
    await expect(assertOwnCluster(foreign, SANDBOX)).rejects.toMatchObject({
      code: 'ForeignCluster',
      message: expect.stringContaining("belongs to environment 'somebody'"),
      details: { owner: 'somebody' },
    });
  });

  it('refuses a cluster that nothing vouches for, when the environment has one of its own', async () => {
    const check = assertOwnCluster(cluster('context'), AWS, OUTPUTS);
    await expect(check).rejects.toMatchObject({ code: 'ForeignCluster', message: expect.stringContaining(SERVER) });
    await expect(assertOwnCluster(cluster('context'), AWS)).rejects.toMatchObject({ code: 'ForeignCluster' });
  });
});
