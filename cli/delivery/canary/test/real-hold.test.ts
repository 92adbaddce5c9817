import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { ensureCluster, resetCluster } from '../../../../sandbox/cluster/index.js';
import { connect, type Kubernetes } from '../../../adapters/kubernetes/index.js';
import { silent } from '../../../kernel/progress.js';
import { applyBaseline } from '../../cluster-objects/baseline/index.js';
import { deployServices } from '../../services/index.js';
import { appliedOutputs } from '../../services/test/fixtures/applied-outputs.js';
import { actOnCanaries } from '../index.js';
import type { Rollout } from '../rollout-objects.js';

// A control plane starts, and two processors are shared with other tests.
jest.setTimeout(180_000);

const ROLLOUT = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'streaming', name: 'api' };
const SCALER = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace: 'streaming', name: 'api' };
const before = process.env.BACKLOT_STATE_DIR;
let folder: string;
let cluster: Kubernetes;
let environment: Environment;
let outputs: ReturnType<typeof appliedOutputs>;
let version = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-hold-'));
  process.env.BACKLOT_STATE_DIR = folder;
  const loaded = (await loadEnvironment('local', { root: join(import.meta.dirname, '../../../..') })).environment;
  environment = { ...loaded, services: { api: loaded.services.api as Environment['services'][string] } };
  outputs = appliedOutputs(loaded);
  const { kubeconfig, context, server } = await ensureCluster();
  cluster = await connect({ kubeconfig, context, server, source: 'sandbox' });
  await applyBaseline(environment, { cluster, progress: silent });
}, 1_200_000);
afterAll(async () => {
  await resetCluster();
  if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
  else process.env.BACKLOT_STATE_DIR = before;
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function deploy(tag: string) {
  const [done] = await deployServices(environment, {
    cluster,
    outputs,
    prometheus: 'http://127.0.0.1:9',
    wait: false,
    images: { api: tag },
    times: { pollMs: 200, graceMs: 1_000, leaseMs: 3_000 },
  });
  return done;
}

const act = (verb: 'abort' | 'promote', full = false) =>
  actOnCanaries(environment, { services: ['api'], verb, full, force: true, connect: async () => cluster });

async function eventually(what: string, ask: (rollout: Rollout) => boolean): Promise<void> {
  const deadline = performance.now() + 90_000;
  for (let last: Rollout | undefined; ; await delay(250)) {
    last = await cluster.get<Rollout>(ROLLOUT);
    if (last && ask(last)) return;
    if (performance.now() > deadline) throw new Error(`never so: ${what}; ${JSON.stringify(last?.status)}`);
  }
}

/** As Argo Rollouts leaves a canary whose analysis could not decide, and an autoscaler that wants another number of pods. */
async function holdWhileTheAutoscalerMoves(replicas: number): Promise<void> {
  const pauseConditions = [
    { reason: 'InconclusiveAnalysisRun', startTime: new Date().toISOString().replace(/\.\d+/, '') },
  ];
  const status = { pauseConditions, controllerPause: true };
  await cluster.patch(ROLLOUT, { status }, { subresource: 'status', type: 'merge' });
  await eventually('it is held', (rollout) => rollout.status?.pauseConditions?.length === 1);
  await cluster.patch(SCALER, { spec: { minReplicas: replicas } }, { type: 'merge' });
  await eventually('the autoscaler moved', (rollout) => rollout.spec.replicas === replicas);
}

describe('a canary that is held while the autoscaler moves', () => {
  beforeAll(async () => {
    expect(await deploy('1.0.0')).toMatchObject({ status: 'deployed' });
  });
  beforeEach(async () => {
    expect(await deploy(`1.${++version}.0`)).toMatchObject({ status: 'canary' });
  });

  it('is aborted all the same, and the stable version gets the pods that it wants', async () => {
    await holdWhileTheAutoscalerMoves(4);
    expect((await act('abort')).services).toMatchObject([{ result: 'done' }]);
    await eventually('stable has 4 pods', ({ status }) => status?.abort === true && status.availableReplicas === 4);
  });

  it('is promoted past all steps all the same', async () => {
    await holdWhileTheAutoscalerMoves(5);
    expect((await act('promote', true)).services).toMatchObject([{ result: 'done' }]);
    await eventually('the new version has 5 pods', ({ status }) => {
      return status?.currentPodHash === status?.stableRS && status?.availableReplicas === 5;
    });
  });

  it('gives way to a newer version', async () => {
    await holdWhileTheAutoscalerMoves(6);
    expect(await deploy(`1.${++version}.0`)).toMatchObject({
      status: 'canary',
      image: expect.stringContaining(`1.${version}.0`),
    });
  });
});
