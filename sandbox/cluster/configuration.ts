import { join } from 'node:path';
import { stringify } from 'yaml';
import { ensureFolder } from '../../host/private-folder.js';
import type { AgentConfig } from './agent/agent-config.js';
import { prometheusConfig } from './agent/prometheus-config.js';
import type { ClusterFolder } from './cluster-folder.js';
import type { ClusterSettings } from './cluster-record.js';
import { kubeconfig } from './pki/kubeconfig.js';
import { KUBELET_CLIENT, type Pki } from './pki/pki.js';
import { writePrivate } from './private-file.js';
import { type Ports, serverUrl } from './processes/ports.js';
import { stageFile } from './stages/stages.js';

/** A file that was written for a component. */
export interface WrittenFile {
  readonly path: string;
  readonly content: string;
}

/** Who speaks to the API server with a certificate of its own. */
const CLIENTS = ['admin', 'controller-manager', 'scheduler', 'kwok', 'rollouts', 'agent'] as const;

/** What the components read. */
export interface Configuration {
  readonly kubeconfigs: Readonly<Record<(typeof CLIENTS)[number], WrittenFile>>;
  /** Of KWOK. */
  readonly stages: WrittenFile;
  readonly agent: WrittenFile;
  readonly agentCertificates: readonly string[];
  readonly prometheus: WrittenFile;
  /** Whom Prometheus answers. */
  readonly prometheusWeb: WrittenFile;
}

/** Writes what the components read. */
export async function configure(
  folder: ClusterFolder,
  pki: Pki,
  ports: Ports,
  settings: ClusterSettings,
): Promise<Configuration> {
  await Promise.all([folder.config, join(folder.data, 'agent')].map(ensureFolder));
  const write = async (name: string, content: string, path = join(folder.config, name)): Promise<WrittenFile> => {
    await writePrivate(path, content);
    return { path, content };
  };
  const kubeconfigs = Object.fromEntries(
    await Promise.all(
      CLIENTS.map(async (name) => {
        const content = await kubeconfig(serverUrl(ports), pki.authorities.ca.certificate, pki.certificates[name]);
        const path = name === 'admin' ? folder.kubeconfig : undefined;
        return [name, await write(`${name}.kubeconfig`, content, path)] as const;
      }),
    ),
  ) as Configuration['kubeconfigs'];
  const agent: AgentConfig = {
    kubeconfig: kubeconfigs.agent.path,
    apiPort: ports['agent-api'],
    port: ports.agent,
    certFile: pki.path('agent-server', 'crt'),
    keyFile: pki.path('agent-server', 'key'),
    requestHeaderCaFile: pki.path('front-proxy-ca', 'crt'),
    requestHeaderNames: ['front-proxy-client'],
    kubelet: { port: ports['agent-kubelet'], clientCaFile: pki.path('ca', 'crt'), clientName: KUBELET_CLIENT },
    prometheus: {
      port: ports.prometheus,
      serverPort: ports['prometheus-server'],
      caFile: pki.path('ca', 'crt'),
      certFile: pki.path('prometheus-client', 'crt'),
      keyFile: pki.path('prometheus-client', 'key'),
    },
    stateFolder: join(folder.data, 'agent'),
    awsEndpoint: settings.awsEndpoint,
    region: settings.region,
    accountId: settings.accountId,
  };
  return {
    kubeconfigs,
    stages: await write('stages.yaml', await stageFile()),
    agent: await write('agent.json', `${JSON.stringify(agent, null, 2)}\n`),
    agentCertificates: [
      pki.certificates['agent-server'],
      pki.certificates['prometheus-client'],
      pki.authorities['front-proxy-ca'],
    ].map(({ certificate }) => certificate),
    prometheus: await write('prometheus.yaml', prometheusConfig({ agentPort: ports.agent })),
    prometheusWeb: await write('prometheus-web.yaml', webConfig(pki)),
  };
}

/** Only holders of a certificate of this cluster. @see https://prometheus.io/docs/prometheus/latest/configuration/https/ */
function webConfig(pki: Pki): string {
  return stringify({
    tls_server_config: {
      cert_file: pki.path('prometheus-server', 'crt'),
      key_file: pki.path('prometheus-server', 'key'),
      client_auth_type: 'RequireAndVerifyClientCert',
      client_ca_file: pki.path('ca', 'crt'),
    },
  });
}
