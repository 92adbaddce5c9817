import type { Environment } from '../../../environments/model/index.js';
import type { BuilderTool, FindBuilderOptions, ImageCatalog } from '../../adapters/images/index.js';
import type { Kubernetes } from '../../adapters/kubernetes/index.js';
import type { Interrupts } from '../../kernel/interrupts.js';
import type { Progress } from '../../kernel/progress.js';
import type { Cloud, OpenCloudOptions } from '../../session/cloud/cloud.js';

/** What every operation on images can be told. */
export interface ImagesOptions {
  /** @default silent */
  readonly progress?: Progress;
  /** Where Ctrl-C comes from. @default SIGINT and SIGTERM of this process, while the operation runs */
  readonly interrupts?: Interrupts;
  /** How long to wait for somebody else who changes the environment. @default 0: fail at once */
  readonly lockTimeoutMs?: number;
  /** Context of the person's kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  /** Where clouds, catalogs, clusters and programs come from; tests put their own here. @default the real ones */
  readonly tooling?: Partial<ImagesTooling>;
}

/** Everything that operations on images reach out to. */
export interface ImagesTooling {
  openCloud(environment: Environment, options: OpenCloudOptions): Promise<Cloud>;
  /** The same with the credentials of a profile. */
  openCloudAs(environment: Environment, profile: string): Promise<Cloud>;
  /** @param registryId account that the registry belongs to. */
  catalog(cloud: Cloud, registryId: string, region: string): Promise<ImageCatalog>;
  /** The cluster that images run in. */
  connect(environment: Environment): Promise<Kubernetes>;
  findBuilder(options: FindBuilderOptions): Promise<BuilderTool>;
  /** Seconds without a sign of life after which the holder of a lock counts as dead. @default 30 */
  readonly leaseSeconds?: number;
}

/** What is not the session's. */
type OwnTooling = Pick<ImagesTooling, 'openCloudAs' | 'catalog' | 'findBuilder'>;

/** What an operation was given, else the real ones. */
export function toolingOf({ tooling }: Pick<ImagesOptions, 'tooling'>): OwnTooling {
  return { ...realTooling, ...tooling };
}

/** The real ones. */
export const realTooling: OwnTooling = {
  openCloudAs: async (environment, profile) => (await import('./profile-cloud.js')).profileCloud(environment, profile),
  catalog: async (cloud, registryId, region) => {
    const [sdk, { EcrCatalog }] = await Promise.all([
      import('@aws-sdk/client-ecr'),
      import('../../adapters/images/index.js'),
    ]);
    const settings = cloud.settingsFor('ecr');
    const endpoint = region === cloud.region ? settings.endpoint : settings.endpoint.replace(cloud.region, region);
    const client = new sdk.ECRClient({ ...settings, region, endpoint });
    return new EcrCatalog(sdk, client, { registryId, emulated: cloud.target === 'sandbox' });
  },
  findBuilder: async (options) => (await import('../../adapters/images/index.js')).findBuilder(options),
};
