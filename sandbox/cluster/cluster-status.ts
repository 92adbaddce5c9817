import { join } from 'node:path';
import { KUBERNETES_VERSION } from '../tools/index.js';
import type { ClusterStatus, ComponentStatus } from './cluster.js';
import { clusterFolder } from './cluster-folder.js';
import { type ClusterRecord, ownProcess, readRecord } from './cluster-record.js';
import { CONTEXT } from './pki/kubeconfig.js';
import { readIfThere } from './private-file.js';
import { logFile } from './processes/component.js';
import { residentMiB } from './processes/memory.js';
import { serverUrl } from './processes/ports.js';
import { answers } from './processes/probe.js';

/** In the order in which they start. */
export const COMPONENT_NAMES = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kwok',
  'agent',
  'prometheus',
  'rollouts-controller',
] as const;

/** Looks, and changes nothing. */
export async function clusterStatus(): Promise<ClusterStatus> {
  const { kubeconfig, data, logs } = clusterFolder();
  const paths = { kubeconfig, context: CONTEXT, dataFolder: data, logFolder: logs };
  const record = await readRecord();
  if (!record) return { running: false, healthy: false, ...paths, components: [], rssMiB: 0 };
  const components = await Promise.all(COMPONENT_NAMES.map((name) => componentStatus(name, record)));
  const running = components.some((each) => each.running);
  const common = { healthy: components.every(({ healthy }) => healthy), ...paths, components };
  const rssMiB = components.reduce((sum, each) => sum + (each.rssMiB ?? 0), 0);
  const nodes = record.settings.nodes.reduce((sum, { desired }) => sum + desired, 0);
  if (!running) return { running, ...common, rssMiB, nodes };
  return {
    running,
    ...common,
    rssMiB,
    nodes,
    server: serverUrl(record.ports),
    version: KUBERNETES_VERSION,
    prometheus: `http://127.0.0.1:${record.ports.prometheus}`,
    agent: `http://127.0.0.1:${record.ports.agent}`,
    startedAt: Object.values(record.components)
      .map(({ startedAt }) => startedAt)
      .sort()[0],
  };
}

async function componentStatus(
  name: (typeof COMPONENT_NAMES)[number],
  record: ClusterRecord,
): Promise<ComponentStatus> {
  const known = record.components[name];
  const process = ownProcess(known);
  const base = { name, logFile: logFile(name), version: known?.version };
  if (!process) return { ...base, running: false, healthy: false };
  const healthy = await isHealthy(name, record);
  return { ...base, running: true, healthy, pid: process.pid, rssMiB: residentMiB(process.pid) };
}

async function isHealthy(name: (typeof COMPONENT_NAMES)[number], { ports }: ClusterRecord): Promise<boolean> {
  const { pki } = clusterFolder();
  const read = async (file: string) => (await readIfThere(join(pki, file))) ?? '';
  const pair = async (of: string) => ({ certificate: await read(`${of}.crt`), key: await read(`${of}.key`) });
  const local = (port: number) => `127.0.0.1:${port}`;
  switch (name) {
    case 'etcd':
      return answers({
        url: `https://${local(ports.etcd)}/health`,
        ca: await read('etcd-ca.crt'),
        client: await pair('etcd-client'),
      });
    case 'kube-apiserver':
      return answers({ url: `${serverUrl(ports)}/readyz`, ca: await read('ca.crt'), client: await pair('admin') });
    case 'kube-controller-manager':
      return answers({
        url: `https://${local(ports['controller-manager'])}/healthz`,
        ca: await read('ca.crt'),
        client: await pair('admin'),
      });
    case 'kube-scheduler':
      return answers({
        url: `https://${local(ports.scheduler)}/readyz`,
        ca: await read('ca.crt'),
        client: await pair('admin'),
      });
    case 'agent':
      return answers({ url: `http://${local(ports.agent)}/healthz` });
    case 'prometheus':
      return answers({ url: `http://${local(ports.prometheus)}/-/ready` });
    default:
      return true;
  }
}
