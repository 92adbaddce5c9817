import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, startTestCluster, type TestCluster } from './cluster.js';
import { only, type Rendered, renderScenario } from './helm.js';
import { findScenarios, type Scenario } from './scenario.js';

const MINUTES = 60_000;
const scenarios = findScenarios();
const installed: string[] = [];
let cluster: TestCluster;

beforeAll(async () => {
  cluster = await startTestCluster();
}, 20 * MINUTES);

afterAll(async () => {
  await cluster?.stop();
  process.stderr.write(
    `charts: ${installed.length} scenarios installed on a real API server, in restricted namespaces\n`,
  );
}, MINUTES);

describe.each(scenarios)('on a real API server, the scenario $name of the chart $chart', (scenario) => {
  it(
    'is accepted as a whole by a dry run',
    async () => {
      await namespaceFor(scenario);
      await expect(cluster.helm(['install', '--dry-run=server'], scenario)).resolves.toContain(
        'STATUS: pending-install',
      );
    },
    MINUTES,
  );

  it(
    'installs, runs all of its pods in three zones, and can be upgraded',
    async () => {
      await cluster.helm(['install'], scenario);
      const objects = await renderScenario(scenario);
      const workload = objects.find(({ kind }) => ['Rollout', 'Deployment'].includes(kind));
      if (workload) await healthy(scenario.name, workload);
      for (const { kind, metadata } of objects)
        await cluster.kubectl(['get', kind, metadata.name, '-n', scenario.name]);
      await expect(cluster.helm(['upgrade'], scenario)).resolves.toContain('STATUS: deployed');
      installed.push(`${scenario.chart}/${scenario.name}`);
      await cluster.kubectl(['delete', 'namespace', scenario.name, '--wait=false']);
    },
    3 * MINUTES,
  );
});

describe('the installed scenarios', () => {
  it('are all of them', () => {
    expect(installed.sort()).toEqual(scenarios.map(({ chart, name }) => `${chart}/${name}`).sort());
  });
});

describe('a new version of a web service behind a load balancer', () => {
  const base = scenarios.find(({ name }) => name === 'web-canary-dynamic') as Scenario;
  const scenario = { ...base, name: 'web-versions' };
  const image = (tag: string) => ({
    image: { repository: 'registry.example/search', tag },
    canary: { dynamicStableScale: false, steps: [20, 50] },
  });
  const rollout = async () => only(await cluster.list('rollout', scenario.name), 'Rollout');
  const weights = async () => {
    const { annotations } = only(await cluster.list('ingress', scenario.name), 'Ingress').metadata;
    const action = JSON.parse(annotations[`alb.ingress.kubernetes.io/actions.${scenario.name}`] ?? 'null');
    const groups = (action?.ForwardConfig.TargetGroups ?? []) as { ServiceName: string; Weight: number }[];
    return Object.fromEntries(groups.map(({ ServiceName, Weight }) => [ServiceName.split('-').at(-1), Weight]));
  };
  const weightsBecome = (wanted: Record<string, number>) =>
    eventually(
      `the weights are ${JSON.stringify(wanted)}`,
      async () => JSON.stringify(await weights()) === JSON.stringify(wanted),
    );

  beforeAll(async () => {
    await namespaceFor(scenario);
    await cluster.helm(['install'], scenario, image('1.0.0'));
    await healthy(scenario.name, await rollout());
  }, 2 * MINUTES);

  it(
    'gets a fifth of the traffic first, while it is analysed',
    async () => {
      await cluster.helm(['upgrade'], scenario, image('1.1.0'));
      await weightsBecome({ canary: 20, stable: 80 });
      const runs = await eventually('an analysis runs', async () => {
        const all = await cluster.list('analysisrun', scenario.name);
        return all.length > 0 && all;
      });
      const names = ((runs[0] as Rendered).spec.metrics as { name: string }[]).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['success-rate', 'latency-p95']));
      const args = new Map(
        ((runs[0] as Rendered).spec.args as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
      );
      expect(args.get('canary-hash')).not.toBe(args.get('stable-hash'));
      expect(
        only(await cluster.list('horizontalpodautoscaler', scenario.name), 'HorizontalPodAutoscaler').spec.minReplicas,
      ).toBe(3);
      expect(await readyOf('1.0.0')).toBe(3);
    },
    2 * MINUTES,
  );

  it(
    'keeps its weight when the release is upgraded meanwhile',
    async () => {
      await cluster.helm(['upgrade'], scenario, { ...image('1.1.0'), release: { id: 'again' } });
      expect(await weights()).toEqual({ canary: 20, stable: 80 });
      for (const version of ['stable', 'canary']) {
        const { spec } = only(await cluster.list('service', scenario.name), 'Service', `${scenario.name}-${version}`);
        expect(spec.selector).toHaveProperty('rollouts-pod-template-hash');
      }
    },
    MINUTES,
  );

  it(
    'gets none when it is aborted, and the version before has lost no pod',
    async () => {
      await status({ abort: true });
      await weightsBecome({ canary: 0, stable: 100 });
      expect(await readyOf('1.0.0')).toBe(3);
      expect((await rollout()).status.phase).toBe('Degraded');
    },
    MINUTES,
  );

  it(
    'gets all when it is promoted',
    async () => {
      await cluster.helm(['upgrade'], scenario, image('1.2.0'));
      await weightsBecome({ canary: 20, stable: 80 });
      await status({ promoteFull: true });
      await healthy(scenario.name, await rollout());
      expect(await readyOf('1.2.0')).toBeGreaterThanOrEqual(3);
    },
    2 * MINUTES,
  );

  it(
    'is not made for a change of the configuration that pods do not see',
    async () => {
      const before = (await rollout()).status.currentPodHash;
      await cluster.helm(['upgrade'], scenario, { ...image('1.2.0'), replicas: { min: 3, max: 12 } });
      expect((await rollout()).status.currentPodHash).toBe(before);
    },
    MINUTES,
  );

  async function status(value: Record<string, unknown>): Promise<void> {
    const patch = JSON.stringify({ status: value });
    await cluster.kubectl([
      'patch',
      'rollout',
      scenario.name,
      '-n',
      scenario.name,
      '--subresource=status',
      '--type=merge',
      '-p',
      patch,
    ]);
  }

  async function readyOf(version: string): Promise<number> {
    return (await cluster.list('pod', scenario.name)).filter(
      (pod) => pod.metadata.labels['app.kubernetes.io/version'] === version && isReady(pod),
    ).length;
  }
});

async function namespaceFor({ name }: Scenario): Promise<void> {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
  await cluster.kubectl(['apply', '-f', '-'], JSON.stringify(namespace));
}

/** Waits until a workload has as many ready pods as it wants, no fewer than its autoscaler allows, and looks where they are. */
async function healthy(namespace: string, { kind, metadata }: Rendered): Promise<void> {
  const pods = await eventually(
    `${kind} ${metadata.name} is healthy`,
    async () => {
      const { spec, status } = only(await cluster.list(kind, namespace), kind, metadata.name);
      const [scaler] = await cluster.list('horizontalpodautoscaler', namespace);
      const wanted = spec.replicas;
      // The autoscaler counts the pods of both versions, so that it may want more than its minimum for a while.
      if (
        wanted < (scaler?.spec.minReplicas ?? 0) ||
        status?.availableReplicas < wanted ||
        (kind === 'Rollout' && status?.phase !== 'Healthy')
      )
        return;
      const version = metadata.labels['app.kubernetes.io/name'];
      const all = (await cluster.list('pod', namespace)).filter(
        (pod) => pod.metadata.labels['app.kubernetes.io/name'] === version && isReady(pod),
      );
      return all.length >= wanted && all;
    },
    90_000,
  );
  const nodes = await cluster.list('node', namespace);
  const zones = new Set(
    pods.map((pod) => only(nodes, 'Node', pod.spec.nodeName).metadata.labels['topology.kubernetes.io/zone']),
  );
  const spread = pods.some((pod) => pod.spec.topologySpreadConstraints?.[0].whenUnsatisfiable === 'DoNotSchedule');
  if (spread) expect(zones.size).toBe(Math.min(3, pods.length));
}

function isReady(pod: Rendered): boolean {
  return (pod.status?.conditions ?? []).some(
    ({ type, status }: { type: string; status: string }) => type === 'Ready' && status === 'True',
  );
}
