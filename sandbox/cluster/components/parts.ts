import type { ResolvedTool } from '../../tools/index.js';
import type { ClusterFolder } from '../cluster-folder.js';
import type { CLUSTER_TOOLS } from '../cluster-tools.js';
import type { Configuration } from '../configuration.js';
import type { Pki } from '../pki/pki.js';
import type { Ports } from '../processes/ports.js';

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

export const LOOPBACK = '127.0.0.1';

/** Collect garbage earlier: a fifth less memory for little processor time, at the size of a sandbox. */
export const LEAN = { GOGC: '60' };

/** Name, program and version of a component that is one of the cluster's tools. */
export function tool({ tools }: CoreParts, name: keyof CoreParts['tools']) {
  return { name, command: tools[name].path, version: tools[name].version };
}

/**
 * Answers administrators only, by their certificate. Neither is asked of the API server, whose roles let everybody look at
 * `/healthz` (`system:public-info-viewer`).
 */
export function forAdministrators(pki: Pki): string[] {
  return [`--client-ca-file=${pki.path('ca', 'crt')}`, '--authorization-always-allow-paths='];
}
