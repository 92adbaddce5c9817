import { withFileLock } from '../../host/file-lock.js';
import { ensureFolder } from '../../host/private-folder.js';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { KUBERNETES_VERSION, resolveTools } from '../tools/index.js';
import { agentServerNames } from './agent/aggregated-apis.js';
import { ApiClient } from './api/api-client.js';
import type { ClusterHandle, ClusterOptions } from './cluster.js';
import { type ClusterFolder, clusterFolder } from './cluster-folder.js';
import {
  type ClusterRecord,
  type ComponentRecord,
  ownProcess,
  type PortName,
  readRecord,
  writeRecord,
} from './cluster-record.js';
import { CLUSTER_TOOLS } from './cluster-tools.js';
import { coreComponents, furtherComponents, type Parts } from './components/index.js';
import { configure } from './configuration.js';
import { pointToKubelet } from './nodes/kubelet-endpoint.js';
import { reconcileNodes } from './nodes/reconcile-nodes.js';
import { CONTEXT } from './pki/kubeconfig.js';
import { ensurePki } from './pki/pki.js';
import { type Component, fingerprint } from './processes/component.js';
import { limitLogs } from './processes/log-limit.js';
import { residentMiB } from './processes/memory.js';
import { choosePorts, serverUrl } from './processes/ports.js';
import { startComponent } from './processes/start-component.js';
import { stopComponents } from './processes/stop-components.js';
import { resolveSettings } from './settings.js';
import { setUp } from './setup/setup.js';

type Tell = (message: string) => void;

/** Waiting for somebody else who starts the cluster for the first time. */
const LOCK_MS = 600_000;
const ATTEMPTS = 3;

/**
 * Makes sure that the cluster runs: gets its tools, starts what does not run, and makes the nodes those that are asked
 * for. It survives this process. Of several calls at once, in one process or many, one starts it and the others get the
 * same.
 *
 * @throws BacklotError `ComponentStartFailed`, `InstanceTypeUnknown`, `ArchitectureMismatch`, `NodesNotReady`,
 * `FolderUnwritable`, or what getting the tools throws.
 */
export async function ensureCluster(options: ClusterOptions = {}): Promise<ClusterHandle> {
  const tell = options.progress ?? (() => {});
  const folder = clusterFolder();
  await Promise.all([folder.data, folder.logs, folder.scratch].map(ensureFolder));
  const tools = await resolveTools(CLUSTER_TOOLS, { progress: tell });
  const onWait = (holder: number) => tell(`waiting for process ${holder}, which starts or stops the cluster`);
  return withFileLock(folder.lock, { subject: 'the cluster', onWait, timeoutMs: LOCK_MS }, async () => {
    await limitLogs();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await new Start(folder, tools, options, tell).run();
      } catch (error) {
        const taken = error instanceof BacklotError && error.details?.portTaken === true;
        if (!taken || attempt === ATTEMPTS) throw error;
        tell('a port was taken meanwhile; using another');
      }
    }
  });
}

/** One go at starting what does not run. */
class Start {
  private record: ClusterRecord | undefined;
  private saving: Promise<void> = Promise.resolve();
  private started = false;

  constructor(
    private readonly folder: ClusterFolder,
    private readonly tools: Parts['tools'],
    private readonly options: ClusterOptions,
    private readonly tell: Tell,
  ) {}

  async run(): Promise<ClusterHandle> {
    const { folder, tools, tell } = this;
    const last = await readRecord();
    const pki = await ensurePki(folder.pki, agentServerNames);
    const ports = await choosePorts(last?.ports ?? {}, usedPorts(last));
    const core = coreComponents({ folder, tools, pki, ports });
    // Without the answer of the emulator, which may itself be starting.
    const known = await resolveSettings({ ...this.options, awsEndpoint: undefined }, last?.settings);
    await this.remember({ ports, settings: known, components: last?.components ?? {} });
    await this.dropOutdated(core);
    for (const component of core) await this.startAll([component]);
    const settings = await resolveSettings(this.options, last?.settings);
    await this.remember({ ...this.known, settings });
    const configuration = await configure(folder, pki, ports, settings);
    const further = furtherComponents({ folder, tools, pki, ports, configuration });
    const components = [...core, ...Object.values(further)];
    await this.dropStrangers(components);
    await this.dropOutdated(Object.values(further));
    const ca = pki.authorities.ca.certificate;
    const api = new ApiClient(serverUrl(ports), ca, pki.certificates.admin);
    try {
      const { controllerManager, scheduler, agent, prometheus, kwok, rollouts } = further;
      const early = this.startAll([controllerManager, scheduler, agent, prometheus]);
      early.catch(() => {});
      await setUp(api, { ca, agentApiPort: ports['agent-api'], tell });
      if (!this.runs('kwok')) await forgetLeases(api);
      await Promise.all([early, this.startAll([kwok, rollouts])]);
      const changed = await reconcileNodes(api, settings, tell);
      await pointToKubelet(api, ports['agent-kubelet']);
      this.started ||= changed;
    } finally {
      api.close();
    }
    await this.saving;
    return this.handle(components);
  }

  private get known(): ClusterRecord {
    if (!this.record) throw new Error('nothing is known of the cluster yet');
    return this.record;
  }

  private runs(name: string): boolean {
    return ownProcess(this.known.components[name]) !== undefined;
  }

  /** Stops what runs otherwise than it should by now: with other arguments, certificates or addresses. */
  private async dropOutdated(components: readonly Component[]): Promise<void> {
    const outdated = components.filter(
      (component) => this.known.components[component.name]?.fingerprint !== fingerprint(component),
    );
    const hung = await this.silent(components.filter((component) => !outdated.includes(component)));
    for (const name of hung) this.tell(`${name} does not answer; starting it again`);
    await stopComponents(this.known, [...outdated.map(({ name }) => name), ...hung]);
  }

  /** Stops what an older version of this project ran, and this one does not know. */
  private async dropStrangers(components: readonly Component[]): Promise<void> {
    const names = new Set(components.map(({ name }) => name));
    await stopComponents(
      this.known,
      Object.keys(this.known.components).filter((name) => !names.has(name)),
    );
  }

  /** Those that live and say nothing, twice. */
  private async silent(components: readonly Component[]): Promise<string[]> {
    const running = components.filter(({ name }) => this.runs(name));
    const hung = await Promise.all(
      running.map(async ({ name, ready }) => ((await ready()) || (await ready()) ? [] : [name])),
    );
    return hung.flat();
  }

  private async startAll(components: readonly Component[]): Promise<void> {
    await Promise.all(
      components
        .filter(({ name }) => !this.runs(name))
        .map(async (component) => {
          this.tell(`starting ${component.name}`);
          await startComponent(component, (started) => this.keep(component.name, started));
          this.started = true;
        }),
    );
  }

  private keep(name: string, component: ComponentRecord): Promise<void> {
    return this.remember({ ...this.known, components: { ...this.known.components, [name]: component } });
  }

  /** One after the other: components start side by side. */
  private remember(record: ClusterRecord): Promise<void> {
    this.record = record;
    this.saving = this.saving.then(() => writeRecord(record));
    return this.saving;
  }

  private handle(components: readonly Component[]): ClusterHandle {
    const { ports, components: known } = this.known;
    return {
      kubeconfig: this.folder.kubeconfig,
      context: CONTEXT,
      server: serverUrl(ports),
      version: KUBERNETES_VERSION,
      prometheus: `http://127.0.0.1:${ports.prometheus}`,
      agent: `http://127.0.0.1:${ports.agent}`,
      started: this.started,
      components: components.map(({ name, version }) => {
        const pid = known[name]?.process.pid ?? 0;
        return { name, pid, rssMiB: residentMiB(pid), ...(version && { version }) };
      }),
    };
  }
}

/** Ports that processes of ours hold: those cannot be tried. */
function usedPorts(record: ClusterRecord | undefined): Set<PortName> {
  const byComponent: Readonly<Record<string, readonly PortName[]>> = {
    etcd: ['etcd', 'etcd-peer'],
    'kube-apiserver': ['apiserver'],
    'kube-controller-manager': ['controller-manager'],
    'kube-scheduler': ['scheduler'],
    // The port of an earlier version, which is the agent's by now.
    prometheus: record?.ports['prometheus-server'] ? ['prometheus-server'] : ['prometheus'],
    agent: ['agent', 'agent-api', 'agent-kubelet', 'prometheus'],
  };
  const running = Object.keys(byComponent).filter((name) => ownProcess(record?.components[name]));
  return new Set(running.flatMap((name) => byComponent[name] ?? []));
}

/** Leases of nodes name the KWOK that held them; a new one would wait until they run out. */
async function forgetLeases(api: ApiClient): Promise<void> {
  await api.delete('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases');
}
