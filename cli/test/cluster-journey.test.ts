import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { connect, type Kubernetes, type KubernetesObject } from '../adapters/kubernetes/index.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** As local, with canaries and an autoscaler that decide within seconds. */
const QUICK = `extends: local
services:
  api:
    replicas: { shrinkAfter: 10s }
    canary: &quick
      steps: [50]
      initialDelay: 10s
      interval: 3s
      checks: 2
      window: 12s
      minimumSamples: 50
      maxWait: 20s
      undecided: hold
      playback: { minimumPlays: 10 }
  processor:
    canary: *quick
`;

interface Pod extends KubernetesObject {
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** The way of a person whose services run: the real binary, a real control plane, a real controller of canaries. */
describe('services on the cluster of the sandbox', () => {
  let project: string;
  let cluster: Kubernetes;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'backlot-cluster-'));
    await cp(join(root, 'environments'), join(project, 'environments'), {
      recursive: true,
      filter: (path) => !/environments\/(test|model)/.test(path),
    });
    await writeFile(join(project, 'environments', 'quick.yaml'), QUICK);
  });

  afterAll(async () => {
    await backlot('sandbox', 'reset', '--yes');
    await rm(project, { recursive: true, force: true });
  }, 60_000);

  function start(...args: string[]) {
    const env = { BACKLOT_STATE_DIR: join(project, 'state'), NO_COLOR: '1' };
    return execa(join(root, 'bin', 'backlot'), args, { cwd: project, env, reject: false, stdin: 'ignore' });
  }

  /** Runs the real binary and answers what it printed and exited with. */
  async function backlot(...args: string[]) {
    const result = await start(...args);
    return { ...result, json: () => JSON.parse(result.stdout) };
  }

  async function deployApi(tag: string, ...more: string[]) {
    const args = ['deploy', 'quick', '--service', 'api', '--image', `api=${tag}`, '--yes', '--json', ...more];
    const result = await backlot(...args);
    const { cluster: done, error } = result.json();
    const [service] = done?.services ?? [];
    return { exitCode: result.exitCode, service, error };
  }

  async function pods(service: string, tag?: string): Promise<Pod[]> {
    const labels = [`app.kubernetes.io/name=${service}`, ...(tag ? [`app.kubernetes.io/version=${tag}`] : [])];
    const query = { apiVersion: 'v1', kind: 'Pod', namespace: 'streaming', labelSelector: labels.join(',') };
    return cluster.list<Pod>(query);
  }

  const ready = (all: readonly Pod[]) =>
    all.filter(
      ({ metadata, status }) =>
        !metadata.deletionTimestamp &&
        status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
    ).length;

  /** The fewest ready pods of a version that were seen while `work` ran. */
  async function fewestReady<T>(tag: string, work: Promise<T>): Promise<{ result: T; fewest: number }> {
    let fewest = Number.POSITIVE_INFINITY;
    let running = true;
    const watching = (async () => {
      while (running) {
        fewest = Math.min(fewest, ready(await pods('api', tag)));
        await delay(250);
      }
    })();
    const result = await work.finally(() => {
      running = false;
    });
    await watching;
    return { result, fewest };
  }

  async function until(what: string, condition: () => Promise<boolean>, timeoutMs = 120_000) {
    const deadline = performance.now() + timeoutMs;
    while (!(await condition())) {
      if (performance.now() > deadline) throw new Error(`${what}: not within ${timeoutMs / 1_000} s`);
      await delay(500);
    }
  }

  it('are there after one command, spread over three zones', async () => {
    const up = await backlot('up', 'quick', '--json');
    const { cluster: done } = up.json();
    expect([up.exitCode, done.error]).toEqual([0, undefined]);
    expect(done.services).toEqual([
      expect.objectContaining({ service: 'api', status: 'deployed', pods: { ready: 3, desired: 3 } }),
      expect.objectContaining({ service: 'processor', status: 'deployed', pods: { ready: 2, desired: 2 } }),
    ]);
    const { context, kubeconfig, server } = done;
    cluster = await connect({ context, kubeconfig, server, source: 'sandbox' });
    const nodes = await cluster.list({ apiVersion: 'v1', kind: 'Node' });
    const zoneOf = new Map(
      nodes.map(({ metadata }) => [metadata.name, metadata.labels?.['topology.kubernetes.io/zone']]),
    );
    const zones = new Set((await pods('api')).map(({ spec }) => zoneOf.get(spec.nodeName ?? '')));
    expect([...zones].sort()).toEqual(['eu-central-1a', 'eu-central-1b', 'eu-central-1c']);
  }, 300_000);

  it('are left alone by a second run', async () => {
    const again = (await backlot('up', 'quick', '--json')).json();
    expect(again.cluster.services.map(({ status }: { status: string }) => status)).toEqual(['unchanged', 'unchanged']);
    expect(again.cluster.baseline).toMatchObject({ created: 0, changed: 0, pruned: 0 });
  }, 120_000);

  it('take a good version by its own numbers, and say which', async () => {
    await backlot('sandbox', 'load', 'api', '-e', 'quick', '--rps', '60', '--duration', '30m', '--detach');
    const plan = (await backlot('plan', 'quick', '--image', 'api=1.1.0', '--json')).json();
    expect(plan.services.changes).toMatchObject([
      { service: 'api', action: 'update', canary: true, image: expect.stringMatching(/:1\.1\.0$/) },
      { service: 'processor', action: 'unchanged' },
    ]);
    const { exitCode, service } = await deployApi('1.1.0', '--wait');
    expect([exitCode, service.status]).toEqual([0, 'promoted']);
    const stale = await backlot('deploy', 'quick', '--plan', plan.planId, '--yes', '--json');
    expect([stale.exitCode, stale.json().error.message]).toEqual([1, expect.stringContaining("service 'api'")]);
    const numbers = service.verdict.deciding.map((metric: { name: string }) => metric.name);
    expect(numbers).toEqual(expect.arrayContaining(['success-rate', 'latency-p95', 'startup-p95', 'rebuffer-ratio']));
    for (const metric of service.verdict.deciding) {
      expect([metric.name, typeof metric.value, typeof metric.threshold?.value]).toEqual([
        metric.name,
        'number',
        'number',
      ]);
    }
  }, 300_000);

  it('move to a new credential without a failed request, every pod of theirs', async () => {
    const failed = async () => {
      const { runs } = (await backlot('sandbox', 'load', 'api', '-e', 'quick', '--list', '--json')).json();
      return runs.reduce((sum: number, { totals }: { totals: { failed: number } }) => sum + totals.failed, 0);
    };
    const before = await failed();
    for (const time of ['first', 'second']) {
      const rotated = await backlot('secrets', 'rotate', 'quick', 'api-token-key', '--yes', '--json');
      expect([time, rotated.exitCode]).toEqual([time, 0]);
      for (const { pods: moved } of rotated.json().consumers) {
        expect(moved).toMatchObject({ old: 0, ready: moved.desired });
      }
    }
    expect(await failed()).toBe(before);
  }, 400_000);

  it('give a bad version up while the stable one keeps every pod', async () => {
    const { result, fewest } = await fewestReady('1.1.0', deployApi('1.2.0-sim.error5', '--wait'));
    expect([result.exitCode, result.service.status]).toEqual([1, 'aborted']);
    expect(result.error.message).toMatch(/success rate 9\d(\.\d+)? % < 99 %/);
    expect(fewest).toBeGreaterThanOrEqual(3);
  }, 300_000);

  it('give a version up whose latency doubled', async () => {
    const { exitCode, service } = await deployApi('1.2.1-sim.slow3', '--wait');
    expect([exitCode, service.status]).toEqual([1, 'aborted']);
    expect(service.reason ?? service.error.message).toMatch(/p95/);
  }, 300_000);

  it('go back to the last good release as a whole, from its record', async () => {
    const back = await backlot('rollback', 'quick', '--yes', '--json');
    expect([back.exitCode, back.json().error]).toEqual([0, undefined]);
    expect(back.json().cluster.services).toEqual(
      expect.arrayContaining([expect.objectContaining({ service: 'api', image: expect.stringMatching(/:1\.1\.0$/) })]),
    );
    const [newest] = (await backlot('releases', 'list', 'quick', '--json')).json().releases;
    expect(newest).toMatchObject({ operation: 'rollback', outcome: 'complete' });
    expect((await backlot('releases', 'verify', 'quick')).exitCode).toBe(0);
    expect((await backlot('plan', 'quick', '--detailed-exitcode')).exitCode).toBe(0);
  }, 300_000);

  it('fail for a version that cannot be pulled, in the words of the pod, and go on serving', async () => {
    const { result, fewest } = await fewestReady('1.1.0', deployApi('1.2.2-sim.pullfail'));
    expect([result.exitCode, result.service.status]).toEqual([1, 'failed']);
    expect(result.service.error.message).toMatch(/ImagePull/);
    expect(fewest).toBeGreaterThanOrEqual(3);
  }, 300_000);

  it('hold a version that nobody asks anything of, and see what was done by hand', async () => {
    await backlot('sandbox', 'load', 'api', '-e', 'quick', '--stop');
    await delay(12_000);
    const { exitCode, service } = await deployApi('1.3.0', '--wait');
    expect([exitCode, service.status]).toEqual([69, 'held']);
    const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'streaming', name: 'api' };
    await cluster.patch(rollout, { status: { abort: true } }, { subresource: 'status' });
    await until('the abort by hand is seen', async () => {
      const status = (await backlot('canary', 'status', 'quick', 'api', '--json')).json();
      return JSON.stringify(status).includes('"phase":"aborted"');
    });
  }, 300_000);

  it('converge after a command was killed in the middle', async () => {
    const killed = start('deploy', 'quick', '--service', 'api', '--image', 'api=1.4.0', '--yes');
    await until('its first pod is there', async () => (await pods('api', '1.4.0')).length > 0, 60_000);
    killed.kill('SIGKILL');
    await killed;
    const again = await deployApi('1.4.0');
    expect([again.exitCode, again.error]).toEqual([0, undefined]);
    expect((await backlot('canary', 'promote', 'quick', 'api', '--full', '--yes')).exitCode).toBe(0);
    await until('the new version has all pods', async () => ready(await pods('api', '1.4.0')) >= 3);
  }, 300_000);

  it('grow with their load to their maximum, and shrink again', async () => {
    const replicas = async () => {
      const reference = {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        namespace: 'streaming',
        name: 'api',
      };
      const hpa = await cluster.get<KubernetesObject & { status: { currentReplicas: number } }>(reference);
      return hpa?.status.currentReplicas;
    };
    await backlot('sandbox', 'load', 'api', '-e', 'quick', '--rps', '600', '--duration', '30m', '--detach');
    await until('ten pods', async () => (await replicas()) === 10, 180_000);
    await backlot('sandbox', 'load', 'api', '-e', 'quick', '--stop');
    await until('three pods', async () => (await replicas()) === 3, 300_000);
  }, 480_000);

  it('are gone with everything else after a destroy', async () => {
    expect((await backlot('destroy', 'quick', '--yes', '--confirm=quick')).exitCode).toBe(0);
    const status = (await backlot('sandbox', 'status', '-e', 'quick', '--json')).json();
    expect(status.cluster).toMatchObject({ running: false, components: [] });
  }, 180_000);
});
