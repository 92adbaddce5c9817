import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BacklotError } from '../../modules/values/backlot-error.js';
import type { ResolvedTool } from '../tools/index.js';
import type { ClusterFolder } from './cluster-folder.js';
import type { CLUSTER_TOOLS } from './cluster-tools.js';
import type { Configuration } from './configuration.js';
import type { Pki } from './pki/pki.js';
import type { Component } from './processes/component.js';
import { type Ports, serverUrl } from './processes/ports.js';
import { answers } from './processes/probe.js';

/** What the store and the API server are made of. */
export interface CoreParts {
  readonly folder: ClusterFolder;
  readonly tools: Readonly<Record<(typeof CLUSTER_TOOLS)[number], ResolvedTool>>;
  readonly pki: Pki;
  readonly ports: Ports;
}

/** What all the others are made of. */
export interface Parts extends CoreParts {
  readonly configuration: Configuration;
}

const LOOPBACK = '127.0.0.1';
/** As on EKS. */
const SERVICE_RANGE = '172.20.0.0/16';

/** The store and the API server, in the order in which they start. */
export function coreComponents(parts: CoreParts): readonly [etcd: Component, apiserver: Component] {
  return [etcd(parts), apiserver(parts)];
}

/** All that speaks to the API server. */
export function furtherComponents(parts: Parts) {
  return {
    controllerManager: controllerManager(parts),
    scheduler: scheduler(parts),
    kwok: kwok(parts),
    agent: agent(parts),
    prometheus: prometheus(parts),
    rollouts: rollouts(parts),
  };
}

function tool({ tools }: CoreParts, name: keyof CoreParts['tools']) {
  return { name, command: tools[name].path, version: tools[name].version };
}

function etcd(parts: CoreParts): Component {
  const { pki, ports, folder } = parts;
  const client = `https://${LOOPBACK}:${ports.etcd}`;
  const peer = `https://${LOOPBACK}:${ports['etcd-peer']}`;
  const { certificate: ca } = pki.authorities['etcd-ca'];
  const secured = (prefix: string) => [
    `--${prefix}cert-file=${pki.path('etcd', 'crt')}`,
    `--${prefix}key-file=${pki.path('etcd', 'key')}`,
    `--${prefix}trusted-ca-file=${pki.path('etcd-ca', 'crt')}`,
    `--${prefix}client-cert-auth`,
  ];
  return {
    ...tool(parts, 'etcd'),
    args: [
      '--name=sandbox',
      `--data-dir=${join(folder.data, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=sandbox=${peer}`,
      ...secured(''),
      ...secured('peer-'),
      // A crash of the machine may cost the last seconds of a sandbox; waiting for the disk costs every change.
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
    reads: [ca, pki.certificates.etcd.certificate],
    ports: ['etcd', 'etcd-peer'],
    ready: () => answers({ url: `${client}/health`, ca, client: pki.certificates['etcd-client'] }),
  };
}

function apiserver(parts: CoreParts): Component {
  const { pki, ports, folder } = parts;
  const { certificates: issued, authorities } = pki;
  const ca = authorities.ca.certificate;
  return {
    ...tool(parts, 'kube-apiserver'),
    args: [
      `--etcd-servers=https://${LOOPBACK}:${ports.etcd}`,
      `--etcd-cafile=${pki.path('etcd-ca', 'crt')}`,
      `--etcd-certfile=${pki.path('etcd-client', 'crt')}`,
      `--etcd-keyfile=${pki.path('etcd-client', 'key')}`,
      `--bind-address=${LOOPBACK}`,
      `--secure-port=${ports.apiserver}`,
      // Pods have no processes that would look for the API server, and a loopback address is no valid endpoint.
      '--endpoint-reconciler-type=none',
      `--cert-dir=${join(folder.scratch, 'apiserver')}`,
      `--tls-cert-file=${pki.path('apiserver', 'crt')}`,
      `--tls-private-key-file=${pki.path('apiserver', 'key')}`,
      `--client-ca-file=${pki.path('ca', 'crt')}`,
      '--anonymous-auth=false',
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${pki.serviceAccountPublicKey}`,
      `--service-account-signing-key-file=${pki.serviceAccountKey}`,
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      `--encryption-provider-config=${pki.encryptionConfig}`,
      `--requestheader-client-ca-file=${pki.path('front-proxy-ca', 'crt')}`,
      '--requestheader-allowed-names=front-proxy-client',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-username-headers=X-Remote-User',
      `--proxy-client-cert-file=${pki.path('front-proxy', 'crt')}`,
      `--proxy-client-key-file=${pki.path('front-proxy', 'key')}`,
      // All nodes name the agent as their kubelet, by the name that its certificate has.
      `--kubelet-client-certificate=${pki.path('kubelet-client', 'crt')}`,
      `--kubelet-client-key=${pki.path('kubelet-client', 'key')}`,
      `--kubelet-certificate-authority=${pki.path('ca', 'crt')}`,
      '--kubelet-preferred-address-types=InternalDNS',
      '--allow-privileged=true',
      '--profiling=false',
      '--shutdown-delay-duration=0s',
    ],
    env: LEAN,
    reads: [
      ...Object.values(authorities).map(({ certificate }) => certificate),
      issued.apiserver.certificate,
      issued['etcd-client'].certificate,
      issued['front-proxy'].certificate,
      issued['kubelet-client'].certificate,
    ],
    ports: ['apiserver'],
    ready: () => answers({ url: `${serverUrl(ports)}/readyz`, ca, client: issued.admin }, 5_000),
  };
}

function controllerManager(parts: Parts): Component {
  const { pki, ports, folder, configuration } = parts;
  const kubeconfig = configuration.kubeconfigs['controller-manager'];
  return {
    ...tool(parts, 'kube-controller-manager'),
    args: [
      `--kubeconfig=${kubeconfig.path}`,
      ...forAdministrators(pki),
      `--bind-address=${LOOPBACK}`,
      `--secure-port=${ports['controller-manager']}`,
      `--cert-dir=${join(folder.scratch, 'controller-manager')}`,
      `--tls-cert-file=${pki.path('controller-manager-server', 'crt')}`,
      `--tls-private-key-file=${pki.path('controller-manager-server', 'key')}`,
      '--leader-elect=false',
      '--use-service-account-credentials',
      `--service-account-private-key-file=${pki.serviceAccountKey}`,
      `--root-ca-file=${pki.path('ca', 'crt')}`,
      `--cluster-signing-cert-file=${pki.path('ca', 'crt')}`,
      `--cluster-signing-key-file=${pki.path('ca', 'key')}`,
      // Sandboxes are looked at by people who wait: minutes on a real cluster are seconds here.
      '--horizontal-pod-autoscaler-sync-period=5s',
      '--horizontal-pod-autoscaler-downscale-stabilization=30s',
      '--horizontal-pod-autoscaler-initial-readiness-delay=5s',
      '--horizontal-pod-autoscaler-cpu-initialization-period=10s',
      '--profiling=false',
    ],
    env: LEAN,
    reads: [kubeconfig.content, pki.certificates['controller-manager-server'].certificate],
    ports: ['controller-manager'],
    ready: () =>
      answers({
        url: `https://${LOOPBACK}:${ports['controller-manager']}/healthz`,
        ca: pki.authorities.ca.certificate,
        client: pki.certificates.admin,
      }),
  };
}

function scheduler(parts: Parts): Component {
  const { pki, ports, configuration } = parts;
  const kubeconfig = configuration.kubeconfigs.scheduler;
  return {
    ...tool(parts, 'kube-scheduler'),
    args: [
      `--kubeconfig=${kubeconfig.path}`,
      ...forAdministrators(pki),
      `--bind-address=${LOOPBACK}`,
      `--secure-port=${ports.scheduler}`,
      `--tls-cert-file=${pki.path('scheduler-server', 'crt')}`,
      `--tls-private-key-file=${pki.path('scheduler-server', 'key')}`,
      '--leader-elect=false',
      '--profiling=false',
    ],
    env: LEAN,
    reads: [kubeconfig.content, pki.certificates['scheduler-server'].certificate],
    ports: ['scheduler'],
    ready: () =>
      answers({
        url: `https://${LOOPBACK}:${ports.scheduler}/readyz`,
        ca: pki.authorities.ca.certificate,
        client: pki.certificates.admin,
      }),
  };
}

function kwok(parts: Parts): Component {
  const { kubeconfigs, stages } = parts.configuration;
  return {
    ...tool(parts, 'kwok'),
    args: [
      `--kubeconfig=${kubeconfigs.kwok.path}`,
      '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
      '--node-lease-duration-seconds=40',
      // Its server would answer everybody. Without either address it does not listen, and nothing of it is missed.
      '--server-address=',
      '--node-port=0',
      `--config=${stages.path}`,
      '--v=INFO',
    ],
    env: LEAN,
    reads: [kubeconfigs.kwok.content, stages.content],
    ports: [],
    ready: async (log) => log === undefined || /Watch nodes/.test(await log()),
  };
}

function agent({ ports, configuration }: Parts): Component {
  const program = agentProgram();
  return {
    name: 'agent',
    command: process.execPath,
    args: [program, configuration.agent.path],
    reads: [
      edition(dirname(program)),
      configuration.agent.content,
      configuration.kubeconfigs.agent.content,
      ...configuration.agentCertificates,
    ],
    ports: ['agent', 'agent-api', 'agent-kubelet', 'prometheus'],
    ready: () => answers({ url: `http://${LOOPBACK}:${ports.agent}/healthz` }),
  };
}

function prometheus(parts: Parts): Component {
  const { ports, folder, configuration, pki } = parts;
  const address = `${LOOPBACK}:${ports['prometheus-server']}`;
  const ca = pki.authorities.ca.certificate;
  return {
    ...tool(parts, 'prometheus'),
    args: [
      `--config.file=${configuration.prometheus.path}`,
      `--storage.tsdb.path=${join(folder.data, 'prometheus')}`,
      '--storage.tsdb.retention.time=12h',
      '--storage.tsdb.retention.size=512MB',
      // It would answer everybody, and let every page read it. The agent serves it at the address that people know.
      `--web.listen-address=${address}`,
      `--web.config.file=${configuration.prometheusWeb.path}`,
      `--web.external-url=http://${LOOPBACK}:${ports.prometheus}`,
      '--log.level=warn',
    ],
    reads: [
      configuration.prometheus.content,
      configuration.prometheusWeb.content,
      ca,
      pki.certificates['prometheus-server'].certificate,
    ],
    ports: ['prometheus-server'],
    ready: () => answers({ url: `https://${address}/-/ready`, ca, client: pki.certificates['prometheus-client'] }),
  };
}

function rollouts(parts: Parts): Component {
  const kubeconfig = parts.configuration.kubeconfigs.rollouts;
  return {
    ...tool(parts, 'rollouts-controller'),
    args: [
      `--kubeconfig=${kubeconfig.path}`,
      '--leader-elect=false',
      // It would listen on every address of the machine, and cannot be told otherwise; on a port that is none it does
      // not listen, says so in its log, and goes on.
      '--metricsPort=-1',
      '--healthzPort=-1',
    ],
    env: { ...LEAN, POD_NAMESPACE: 'argo-rollouts' },
    reads: [kubeconfig.content],
    ports: [],
    ready: async (log) => log === undefined || /Started controller/.test(await log()),
  };
}

/** Collect garbage earlier: a fifth less memory for little processor time, at the size of a sandbox. */
const LEAN = { GOGC: '60' };

/**
 * Answers administrators only, by their certificate. Neither is asked of the API server, whose roles let everybody look at
 * `/healthz` (`system:public-info-viewer`).
 */
function forAdministrators(pki: Pki): string[] {
  return [`--client-ca-file=${pki.path('ca', 'crt')}`, '--authorization-always-allow-paths='];
}

/** The agent's program: beside this file when built, else in the build of this checkout. */
function agentProgram(): string {
  const candidates = ['./agent/main.js', '../../dist/sandbox/cluster/agent/main.js'];
  const found = candidates.map((path) => fileURLToPath(new URL(path, import.meta.url))).find(existsSync);
  if (found) return found;
  throw new BacklotError({
    code: 'AgentMissing',
    message: `the sandbox's agent is not built`,
    source: 'platform',
    actions: ['npm run build'],
  });
}

/** Changes when the program was built anew. */
function edition(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  return files
    .sort()
    .map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`)
    .join('\n');
}
