import type { Environment } from '../../../environments/model/index.js';
import { cacheFolder, stateFolder } from '../../../host/folders.js';
import type { Cloud, OpenCloudOptions } from '../cloud/cloud.js';
import type { OpenClusterOptions, OpenedCluster } from '../cluster/open-cluster.js';
import type { SynthResult } from '../synth/index.js';

/** The Terraform or OpenTofu binary. */
export interface TerraformTool {
  /** Absolute path. */
  readonly path: string;
  readonly flavor: 'terraform' | 'tofu';
  readonly version: string;
}

/** Everything that an operation reaches out to. */
export interface Tooling {
  synthesize(environment: Environment, options: { readonly outdir: string }): Promise<SynthResult>;
  openCloud(environment: Environment, options: OpenCloudOptions): Promise<Cloud>;
  openCluster(environment: Environment, options: OpenClusterOptions): Promise<OpenedCluster>;
  terraform(tell: (message: string) => void): Promise<TerraformTool>;
  /** Seconds without a sign of life after which the holder of a lock counts as dead. @default 30 */
  readonly leaseSeconds?: number;
  /** Folder for work, plans and logs of all environments. */
  stateFolder(): string;
  /** Folder for what can be made again. */
  cacheFolder(): string;
}

/** The tools of this machine. */
export const realTooling: Tooling = {
  synthesize: async (...args) => (await import('../synth/index.js')).synthesize(...args),
  openCloud: async (...args) => (await import('../cloud/index.js')).openCloud(...args),
  openCluster: async (...args) => (await import('../cluster/open-cluster.js')).openCluster(...args),
  terraform: async (tell) => (await import('../../../sandbox/tools/index.js')).resolveTerraform({ progress: tell }),
  stateFolder: () => stateFolder(),
  cacheFolder: () => cacheFolder(),
};
