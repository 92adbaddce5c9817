import type { Environment } from '../../../environments/model/index.js';
import type { BuilderTool, FindBuilderOptions, ImageCatalog } from '../../adapters/images/index.js';
import type { Kubernetes } from '../../adapters/kubernetes/index.js';
import type { Progress } from '../../kernel/progress.js';
import type { Cloud, OpenCloudOptions } from '../../session/cloud/cloud.js';

/** What every operation on images can be told. */
export interface ImagesOptions {
  /** @default silent */
  readonly progress?: Progress;
  /** Stops what is under way. @default nobody does */
  readonly signal?: AbortSignal;
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
  connect(environment: Environment): Promise<Kubernetes>;
  findBuilder(options: FindBuilderOptions): Promise<BuilderTool>;
}

/** The real ones. */
export function realTooling({ context }: ImagesOptions = {}): ImagesTooling {
  return {
    openCloud: async (...args) => (await import('../../session/cloud/index.js')).openCloud(...args),
    openCloudAs: async (environment, profile) =>
      (await import('./profile-cloud.js')).profileCloud(environment, profile),
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
    connect: async (environment) => {
      const { openCluster } = await import('../../session/cluster/open-cluster.js');
      const { silent } = await import('../../kernel/progress.js');
      const outputs =
        environment.target === 'aws' && !context
          ? await (await import('../../session/outputs/index.js')).readOutputs(environment, { stacks: ['cluster'] })
          : {};
      return (await openCluster(environment, { progress: silent, outputs, context, start: false })).kubernetes;
    },
    findBuilder: async (options) => (await import('../../adapters/images/index.js')).findBuilder(options),
  };
}
