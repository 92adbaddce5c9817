import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { loadEnvironment } from '../../environments/model/index.js';
import { ensureCluster, resetCluster } from '../../sandbox/cluster/index.js';
import { resolveTool } from '../../sandbox/tools/index.js';
import { CLUSTER_PROMETHEUS, renderBaseline } from '../../stacks/cluster-baseline.js';
import { chartPath, type Rendered, type Values } from './helm.js';
import type { Scenario } from './scenario.js';

/** A sandbox cluster of its own for the tests of the charts, with the analysis templates of the baseline. */
export interface TestCluster {
  readonly stop: () => Promise<void>;
  /** Runs Helm on a scenario's chart in a namespace of the scenario's name. */
  readonly helm: (command: readonly string[], scenario: Scenario, values?: Values) => Promise<string>;
  /** The objects of a kind in a namespace. */
  readonly list: (kind: string, namespace: string) => Promise<Rendered[]>;
  readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
}

/** Starts the cluster, in a state folder that is gone afterwards. */
export async function startTestCluster(): Promise<TestCluster> {
  const before = process.env.BACKLOT_STATE_DIR;
  const folder = await mkdtemp(join(tmpdir(), 'backlot-charts-'));
  process.env.BACKLOT_STATE_DIR = folder;
  const stop = async () => {
    await resetCluster();
    await rm(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
    else process.env.BACKLOT_STATE_DIR = before;
  };
  try {
    const cluster = await commands((await ensureCluster({ nodes: [NODES] })).kubeconfig);
    const templates = (
      await renderBaseline((await loadEnvironment('local')).environment, { prometheus: CLUSTER_PROMETHEUS })
    ).filter(({ kind }) => kind === 'ClusterAnalysisTemplate');
    await cluster.kubectl(
      ['apply', '--server-side', '-f', '-'],
      templates.map((each) => JSON.stringify(each)).join('\n---\n'),
    );
    return { ...cluster, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Asks until there is an answer, or the time is over. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`after ${timeoutMs} ms still not so: ${what}`);
    await delay(250);
  }
}

/** Two nodes in each of three zones: each scenario fits, and every version can be spread. */
const NODES = {
  name: 'general',
  instanceTypes: ['m7g.2xlarge'],
  architecture: 'arm64',
  capacity: 'on-demand',
  desired: 6,
  labels: {},
  taints: [],
} as const;

async function commands(kubeconfig: string): Promise<Omit<TestCluster, 'stop'>> {
  const [{ path: helm }, { path: kubectl }] = await Promise.all([resolveTool('helm'), resolveTool('kubectl')]);
  const env = { KUBECONFIG: kubeconfig };
  const run = async (args: readonly string[], input?: string) =>
    (await execa(kubectl, args, { env, input: input ?? '' })).stdout;
  return {
    kubectl: run,
    list: async (kind, namespace) =>
      (JSON.parse(await run(['get', kind, '--namespace', namespace, '--output', 'json'])) as { items: Rendered[] })
        .items,
    helm: async (command, { name, chart, file }, values = {}) => {
      const args = [...command, name, chartPath(chart), '--namespace', name, '--values', file, '--values', '-'];
      return (await execa(helm, args, { env, input: JSON.stringify(values) })).stdout;
    },
  };
}
