import type { AddressInfo } from 'node:net';
import type { AgentConfig } from './agent-config.js';
import { serveMetricsApi } from './api/serve-metrics-api.js';
import { exposition } from './exposition.js';
import { ExternalSecretSync } from './external-secrets.js';
import { PodLogs } from './kubelet/pod-logs.js';
import { serveKubelet } from './kubelet/serve-kubelet.js';
import { loadEndpoint } from './load-endpoint.js';
import { Credentials } from './model/credentials.js';
import { LoadRuns } from './model/load-runs.js';
import { Simulation } from './model/simulation.js';
import { servePrometheus } from './prometheus-proxy.js';
import { QueueDepths } from './queue-depths.js';
import { RetiredVersions } from './retired-versions.js';
import { serveAgent } from './serve-agent.js';
import { WatchedCluster } from './watch/cluster-view.js';

/** An agent that serves. */
export interface RunningAgent {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** `https://127.0.0.1:<port>` */
  readonly apiUrl: string;
  close(): Promise<void>;
}

const TICK_MS = 1000;
const SAVE_MS = 10_000;
const QUEUES_MS = 5000;
/** A credential that was retired is refused at once, as nearly as that can be seen. */
const RETIRED_MS = 1000;
/** After a longer pause, such as the sleep of a laptop, only this much time passes in the model. */
const LONGEST_TICK_S = 10;

/** Starts everything: watches the cluster, lets the model tick, serves what it says. */
export async function startAgent(config: AgentConfig): Promise<RunningAgent> {
  const view = new WatchedCluster(config.kubeconfig);
  const runs = new LoadRuns(config.stateFolder);
  await runs.restore(Date.now());
  const { accountId, awsEndpoint, kubeconfig, region } = config;
  const retired = awsEndpoint ? new RetiredVersions({ endpoint: awsEndpoint, region, accountId }) : undefined;
  const credentials = new Credentials(
    {
      history: (namespace, name) => view.secretHistory(namespace, name),
      retired: (secret, version) => retired?.has(secret, version) ?? false,
    },
    Date.now(),
  );
  const simulation = new Simulation(view, runs, credentials);
  const queues = new QueueDepths({
    endpoint: config.awsEndpoint,
    region: config.region,
    accountId: config.accountId,
  });
  const depth = (queue: string) => queues.last(queue) + simulation.backlogOf(queue);
  const startedAt = new Date().toISOString();
  const server = await serveAgent(config.port, {
    metrics: () => exposition({ pods: simulation.pods.values(), unrouted: simulation.unrouted, queueDepth: depth }),
    health: () => ({ ok: view.synced, model: true, pid: process.pid, startedAt, waitsFor: view.problems }),
    load: (call) => loadEndpoint(call, { runs, simulation, synced: view.synced, now: Date.now }),
  });
  const api = await serveMetricsApi({ ...config, port: config.apiPort, view, simulation, queues });
  const logs = new PodLogs();
  const { certFile, keyFile, kubelet } = config;
  const kubeletServer = kubelet && (await serveKubelet({ ...kubelet, certFile, keyFile, logs, view }));
  const prometheus = config.prometheus && (await servePrometheus(config.prometheus));
  view.start();
  const secrets = awsEndpoint ? new ExternalSecretSync({ kubeconfig, awsEndpoint, region, accountId }) : undefined;
  secrets?.start();

  let last = Date.now();
  let known = false;
  const timers = [
    setInterval(() => {
      const now = Date.now();
      const seconds = (now - last) / 1000;
      last = now;
      // Traffic goes on while the API server is away, as it would on a real cluster.
      known ||= view.synced;
      if (!known || seconds <= 0) return;
      simulation.tick(now, Math.min(LONGEST_TICK_S, seconds));
      logs.note(now, simulation.pods.values());
    }, TICK_MS),
    setInterval(() => {
      if (runs.busy) void runs.save();
    }, SAVE_MS),
    setInterval(() => {
      for (const queue of simulation.queues()) void queues.read(queue);
    }, QUEUES_MS),
    setInterval(() => void retired?.read(credentials.used()), RETIRED_MS),
  ];
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiUrl: `https://127.0.0.1:${(api.address() as AddressInfo).port}`,
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      view.stop();
      await secrets?.stop();
      for (const each of [server, api, kubeletServer, prometheus]) {
        each?.close();
        each?.closeAllConnections();
      }
      await runs.save();
    },
  };
}
