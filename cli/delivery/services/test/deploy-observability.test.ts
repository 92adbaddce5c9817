import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { openHelm } from '../../../adapters/helm/index.js';
import type { StackOutputs } from '../../../kernel/stack-outputs.js';
import { MemoryKubernetes } from '../../../test/fixtures/memory-kubernetes.js';
import { deployObservability, OBSERVABILITY } from '../index.js';
import { appliedOutputs } from './fixtures/applied-outputs.js';
import { MemoryHelm } from './fixtures/memory-helm.js';

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: OBSERVABILITY.namespace } };
const times = { leaseMs: 300 };

let environment: Environment;
let outputs: StackOutputs;
let state: string;
let cluster: MemoryKubernetes;
let helm: MemoryHelm;
const before = process.env.BACKLOT_STATE_DIR;

beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'backlot-observability-'));
  process.env.BACKLOT_STATE_DIR = state;
  environment = (await loadEnvironment('local', { root: join(import.meta.dirname, '../../../..') })).environment;
  outputs = appliedOutputs(environment);
});
afterAll(async () => {
  if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
  else process.env.BACKLOT_STATE_DIR = before;
  await rm(state, { recursive: true, force: true });
});
beforeEach(() => {
  cluster = new MemoryKubernetes().put(NAMESPACE);
  helm = new MemoryHelm();
});
const deploy = () => deployObservability(environment, { cluster, helm, outputs, times });

describe('alerts and dashboards', () => {
  it('are installed once, and left alone while nothing changes', async () => {
    expect(await deploy()).toMatchObject({ status: 'deployed', reason: undefined, chart: 'observability-1.0.0' });
    expect(await deploy()).toMatchObject({ status: 'unchanged' });
    expect(helm.calls.filter((call) => call.startsWith('upgrade'))).toHaveLength(1);
  });

  it('are done again after a run that was cut off', async () => {
    await deploy();
    helm.mark('observability', 'failed');
    expect(await deploy()).toMatchObject({ status: 'deployed' });
  });

  it('are dashboards only where the cluster knows no rules, which is said', async () => {
    cluster.unknown.add('monitoring.coreos.com/v1 PrometheusRule');
    expect(await deploy()).toMatchObject({ status: 'deployed', reason: expect.stringContaining('no alerts') });
    expect((await helm.values(OBSERVABILITY))?.rules).toMatchObject({ enabled: false });
  });

  it('wait for their namespace', async () => {
    await cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: OBSERVABILITY.namespace });
    expect(await deploy()).toMatchObject({ status: 'skipped', reason: expect.stringContaining('baseline') });
  });

  it('are what the real chart takes', async () => {
    const real = await openHelm({
      kubeconfig: '/none',
      context: 'none',
      server: 'https://127.0.0.1:1',
      source: 'context',
    });
    helm.onUpgrade = async (request) => {
      const objects = await real.template(request);
      expect(new Set(objects.map(({ kind }) => kind))).toEqual(new Set(['ConfigMap', 'PrometheusRule']));
    };
    expect(await deploy()).toMatchObject({ status: 'deployed' });
  });
});
