import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../../test/fixtures/until.js';
import type { ClusterAccess } from '../../kubernetes/index.js';
import { HelmCli, type HelmCliProps } from '../index.js';

const binary = join(import.meta.dirname, 'fixtures/helm-program.mjs');
const RELEASE = { namespace: 'streaming', release: 'api' };
const request = { ...RELEASE, chart: { path: '/charts/service' }, values: { env: { TOKEN: 'very-secret-value' } } };
const released = {
  name: 'api',
  namespace: 'streaming',
  version: 4,
  info: { status: 'deployed', last_deployed: '2026-11-21T08:00:00Z' },
  chart: { metadata: { name: 'service', version: '1.0.0' } },
};

let folder: string;
const before = { ...process.env };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-helm-'));
  Object.assign(process.env, {
    FIXTURE_FOLDER: folder,
    BACKLOT_STATE_DIR: join(folder, 'state'),
    BACKLOT_CACHE_DIR: join(folder, 'cache'),
    HELM_DRIVER: 'configmap',
    HELM_PLUGINS: '/somebody/elses',
    KUBECONFIG: '/somebody/elses',
  });
});
afterEach(async () => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  await rm(folder, { recursive: true, force: true });
});

const access: ClusterAccess = {
  kubeconfig: '/own/kubeconfig',
  context: 'own',
  server: 'https://127.0.0.1:1',
  source: 'context',
};
const helm = (props: Partial<HelmCliProps> = {}) => new HelmCli({ binary, version: '4.1.4', access, ...props });
const answers = (verb: string, answer: object) => writeFile(join(folder, `${verb}.json`), JSON.stringify(answer));
const calls = async () =>
  (await readFile(join(folder, 'calls.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { args: string[]; input: string; env: Record<string, string>; pid: number });
const runs = async () => (await readdir(join(folder, 'state/helm')).catch(() => [])).sort();

describe('running Helm', () => {
  it('gives values by standard input, and nothing of them on the command line or a disk', async () => {
    await answers('upgrade', { stdout: JSON.stringify(released) });
    const done = await helm().upgradeInstall(request, { labels: { 'backlot.dev/environment': 'local' } });
    expect(done).toMatchObject({ ...RELEASE, revision: 4, status: 'deployed', chart: 'service-1.0.0' });
    const [call] = await calls();
    expect(JSON.parse(call?.input ?? '')).toEqual(request.values);
    expect(call?.args.join(' ')).not.toContain('very-secret-value');
    expect(call?.args.join(' ')).toMatch(/^upgrade api \/charts\/service --install --reset-values --values -/);
    expect(call?.args).toEqual(
      expect.arrayContaining(['--labels', 'backlot.dev/environment=local', '--server-side=false']),
    );
    expect(await runs()).toEqual([]);
  });

  it('has homes of its own and only the cluster that it is told', async () => {
    await answers('history', { stdout: '[]' });
    await helm({ access: { ...access, token: async () => ({ token: 'bearer', expires: new Date() }) } }).history(
      RELEASE,
    );
    const [call] = await calls();
    expect(call?.env).toEqual({
      HELM_CACHE_HOME: join(folder, 'cache/helm/cache'),
      HELM_CONFIG_HOME: join(folder, 'cache/helm/config'),
      HELM_DATA_HOME: join(folder, 'cache/helm/data'),
      HELM_DRIVER: 'secret',
      HELM_KUBECONTEXT: 'own',
      HELM_KUBETOKEN: 'bearer',
      KUBECONFIG: '/own/kubeconfig',
    });
    expect(call?.args.join(' ')).not.toContain('bearer');
  });

  it('speaks to Helm 3 in its own words', async () => {
    await answers('upgrade', { stdout: JSON.stringify(released) });
    await answers('list', { stdout: '[]' });
    await helm({ version: '3.18.2' }).upgradeInstall(request);
    await helm({ version: '3.18.2' }).list();
    await helm().list();
    const [upgrade, three, four] = await calls();
    expect(upgrade?.args.join(' ')).not.toContain('server-side');
    expect(three?.args).toContain('--all');
    expect(four?.args).not.toContain('--all');
  });

  it('asks Helm to stop, and waits until it has written down how far it came', async () => {
    await answers('upgrade', { waits: true });
    const stop = new AbortController();
    const running = helm().upgradeInstall(request, { signal: stop.signal });
    await until(() => existsSync(join(folder, 'waiting')));
    expect(await runs()).toEqual([expect.stringMatching(/^api-[0-9a-f]{16}\.json$/), expect.stringMatching(/^run-/)]);
    stop.abort();
    await expect(running).rejects.toMatchObject({
      code: 'Interrupted',
      exitCode: 130,
      message: expect.stringContaining('context canceled'),
    });
    expect(await runs()).toEqual([]);
  });

  it('asks Helm to stop when it takes too long', async () => {
    await answers('upgrade', { waits: true });
    const running = helm({ patienceMs: 50 }).upgradeInstall(request, { timeoutMs: 100 });
    await expect(running).rejects.toMatchObject({ code: 'HelmTimeout', exitCode: 69 });
  });

  it('waits for a run that a killed command left at work', async () => {
    await answers('upgrade', { waits: true });
    const left = helm()
      .upgradeInstall(request)
      .catch((error: unknown) => error);
    await until(() => existsSync(join(folder, 'waiting')));
    let ended = false;
    const settling = helm()
      .settle(RELEASE)
      .finally(() => {
        ended = true;
      });
    await expect(helm().settle({ ...RELEASE, release: 'other' })).resolves.toBe(false);
    expect(ended).toBe(false);
    process.kill(Number(await readFile(join(folder, 'waiting'), 'utf8')), 'SIGINT');
    await expect(settling).resolves.toBe(true);
    expect(await left).toMatchObject({ code: 'HelmFailed' });
  });

  it('keeps what it writes to itself', async () => {
    await answers('upgrade', { waits: true });
    const stop = new AbortController();
    const running = helm()
      .upgradeInstall(request, { signal: stop.signal })
      .catch(() => undefined);
    await until(() => existsSync(join(folder, 'waiting')));
    for (const name of await runs()) {
      expect((await stat(join(folder, 'state/helm', name))).mode & 0o077).toBe(0);
    }
    stop.abort();
    await running;
  });
});

describe('what Helm says when it fails', () => {
  const failing = async (stderr: string) => {
    await answers('upgrade', { exitCode: 1, stderr });
    return helm()
      .upgradeInstall(request)
      .catch((error: unknown) => error);
  };

  it('becomes each value that violates the schema, by its path', async () => {
    const error = await failing(
      [
        'Release "api" does not exist. Installing it now.',
        "Error: values don't meet the specifications of the schema(s) in the following chart(s):",
        'service:',
        "- at '/replicas/min': got string, want integer",
        "- at '': additional properties 'foo' not allowed",
      ].join('\n'),
    );
    expect(error).toMatchObject({
      code: 'ValuesInvalid',
      exitCode: 3,
      message: expect.stringContaining('replicas.min: got string, want integer'),
      details: {
        violations: [
          { path: 'replicas.min', problem: 'got string, want integer', chart: 'service' },
          { path: '', problem: "additional properties 'foo' not allowed", chart: 'service' },
        ],
      },
    });
  });

  it('is understood as older versions put it', async () => {
    const error = await failing(
      "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nservice:\n- replicas.min: Invalid type. Expected: integer, given: string\n- (root): Additional property foo is not allowed\n",
    );
    expect(error).toMatchObject({
      details: {
        violations: [{ path: 'replicas.min' }, { path: '', problem: 'Additional property foo is not allowed' }],
      },
    });
  });

  it.each([
    [
      'ValuesInvalid',
      'Error: execution error at (service/templates/rollout.yaml:1:4): image: neither tag nor digest is set',
    ],
    ['ReleaseBusy', 'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress'],
    ['HookFailed', 'Error: UPGRADE FAILED: pre-upgrade hooks failed: resource Job/streaming/api-migrate not ready'],
    [
      'KindMissing',
      'Error: unable to build kubernetes objects: no matches for kind "Rollout" in version "argoproj.io/v1alpha1"',
    ],
    [
      'ObjectOwned',
      'Error: Unable to continue with install: Service "api" exists and cannot be imported into the current release: invalid ownership metadata',
    ],
    [
      'ClusterUnreachable',
      'Error: Kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp: connection refused',
    ],
    ['HelmFailed', 'level=INFO msg="beside the point"\nError: something else'],
  ])('is told apart: %s', async (code, stderr) => {
    const error = await failing(stderr);
    expect(error).toMatchObject({ code, message: expect.stringContaining("release 'api': ") });
    expect((error as Error).message).not.toContain('beside the point');
  });

  it('is a repository that cannot be reached only for a chart of a repository', async () => {
    await answers('upgrade', {
      exitCode: 1,
      stderr: 'Error: looks like "https://charts.example" is not a valid chart repository: dial tcp: no such host',
    });
    const chart = { name: 'keda', repository: 'https://charts.example', version: '2.0.0' };
    await expect(helm().upgradeInstall({ ...request, chart })).rejects.toMatchObject({ code: 'ChartUnreachable' });
    const [call] = await calls();
    expect(call?.args.slice(0, 7)).toEqual([
      'upgrade',
      'api',
      'keda',
      '--repo',
      'https://charts.example',
      '--version',
      '2.0.0',
    ]);
  });

  it('names a program that cannot be started', async () => {
    await expect(helm({ binary: '/no/such/helm' }).history(RELEASE)).rejects.toMatchObject({ code: 'HelmMissing' });
  });

  it('is no error when a release is asked about that there is not', async () => {
    await answers('history', { exitCode: 1, stderr: 'Error: release: not found' });
    await answers('get', { exitCode: 1, stderr: 'Error: release: not found' });
    expect(await helm().status(RELEASE)).toBeUndefined();
    expect(await helm().values(RELEASE)).toBeUndefined();
    expect(await helm().uninstall(RELEASE)).toBe(false);
  });
});
