import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { PrometheusProxyProps } from './prometheus-proxy.js';

const schema = z.strictObject({
  kubeconfig: z.string().min(1),
  apiPort: z.int().min(0).max(65_535),
  port: z.int().min(0).max(65_535),
  certFile: z.string().min(1),
  keyFile: z.string().min(1),
  requestHeaderCaFile: z.string().min(1),
  requestHeaderNames: z.array(z.string()).optional(),
  kubelet: z
    .strictObject({ port: z.int().min(0).max(65_535), clientCaFile: z.string().min(1), clientName: z.string().min(1) })
    .optional(),
  prometheus: z
    .strictObject({
      port: z.int().min(0).max(65_535),
      serverPort: z.int().min(1).max(65_535),
      caFile: z.string().min(1),
      certFile: z.string().min(1),
      keyFile: z.string().min(1),
    })
    .optional(),
  stateFolder: z.string().min(1),
  awsEndpoint: z.string().optional(),
  region: z.string().min(1),
  accountId: z.string().min(1),
});

/** What the agent of the sandbox cluster is told when it starts, as a JSON file. */
export interface AgentConfig {
  /** Path of a kubeconfig; it is read again whenever the connection breaks. */
  readonly kubeconfig: string;
  /** Port on 127.0.0.1 of the aggregated APIs (https); what `aggregatedApis` is called with. */
  readonly apiPort: number;
  /** Port on 127.0.0.1 of `/metrics`, `/healthz` and `/load` (http). */
  readonly port: number;
  /** PEM certificate for the names in `agentServerNames`. */
  readonly certFile: string;
  readonly keyFile: string;
  /** PEM of the CA that signs the API server's own client certificate (`--requestheader-client-ca-file`). */
  readonly requestHeaderCaFile: string;
  /** Common names of that certificate (`--requestheader-allowed-names`). @default every certificate of the CA */
  readonly requestHeaderNames?: readonly string[];
  /** Serves logs of pods as the kubelet of all nodes, to the API server's client certificate. @default it serves none */
  readonly kubelet?: { readonly port: number; readonly clientCaFile: string; readonly clientName: string };
  /** Serves Prometheus to this user. @default it is not served */
  readonly prometheus?: PrometheusProxyProps;
  /** Where runs are kept, so that a restart resumes them. */
  readonly stateFolder: string;
  /** The AWS emulator, for the depth of queues. @default only the model's own backlog */
  readonly awsEndpoint?: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * Reads the configuration.
 *
 * @throws BacklotError `AgentConfigInvalid` naming the file and the field.
 */
export async function readAgentConfig(path: string): Promise<AgentConfig> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw invalid(path, 'the file cannot be read', cause);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(path, 'the file is not JSON', cause);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(path, `${issue?.path.join('.') || 'the whole'}: ${issue?.message}`, result.error);
}

function invalid(path: string, reason: string, cause: unknown): BacklotError {
  return new BacklotError({
    code: 'AgentConfigInvalid',
    message: `the configuration of the sandbox agent in ${path} is not valid: ${reason}`,
    source: 'platform',
    exitCode: 3,
    details: { path },
    cause,
  });
}
