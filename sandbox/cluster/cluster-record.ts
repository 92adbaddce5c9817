import type { ProcessIdentity } from '../../host/process-identity.js';
import { commandLine, isAlive } from '../../host/process-identity.js';
import { clusterFolder } from './cluster-folder.js';
import type { NodeGroupShape } from './node-group-shape.js';
import { readIfThere, writePrivate } from './private-file.js';

/** Each port that a component listens on, by what it is for. */
export const PORTS = [
  'etcd',
  'etcd-peer',
  'apiserver',
  'controller-manager',
  'scheduler',
  'prometheus',
  'prometheus-server',
  'agent',
  'agent-api',
  'agent-kubelet',
] as const;

/** What a port is for. */
export type PortName = (typeof PORTS)[number];

/** One process that was started. */
export interface ComponentRecord {
  readonly process: ProcessIdentity;
  /** Of its command, arguments and what it reads: another one means that it has to be started again. */
  readonly fingerprint: string;
  /** @default it is part of this project */
  readonly version?: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** What a cluster is told and keeps over restarts. */
export interface ClusterSettings {
  readonly region: string;
  readonly accountId: string;
  readonly zones: readonly string[];
  readonly nodes: readonly NodeGroupShape[];
  /** @default no queues are looked at */
  readonly awsEndpoint?: string;
}

/** What is remembered of the cluster. It outlives a stop: the ports return, because people's kubeconfigs name them. */
export interface ClusterRecord {
  readonly ports: Readonly<Record<PortName, number>>;
  readonly settings: ClusterSettings;
  /** By name; those that were started and not stopped. */
  readonly components: Readonly<Record<string, ComponentRecord>>;
}

/** The record; undefined when there is none or it cannot be understood. */
export async function readRecord(): Promise<ClusterRecord | undefined> {
  const text = await readIfThere(clusterFolder().record);
  try {
    const record = JSON.parse(text ?? '') as Partial<ClusterRecord>;
    return record.ports && record.settings && record.components ? (record as ClusterRecord) : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the record. */
export async function writeRecord(record: ClusterRecord): Promise<void> {
  await writePrivate(clusterFolder().record, `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * The recorded process, only if it is proven to be ours: same number, same start time, and a command line that names
 * this state folder. A number that the system gave to someone else since is never signalled.
 */
export function ownProcess(component: ComponentRecord | undefined): ProcessIdentity | undefined {
  const recorded = component?.process;
  if (!recorded || !isAlive(recorded)) return undefined;
  return commandLine(recorded.pid).includes(clusterFolder().root) ? recorded : undefined;
}
