import type { Environment } from '../../../environments/model/index.js';
import { ledgerNames } from '../../../stacks/ledger-location.js';
import { stateBucketSpec } from '../../../stacks/state-bucket-spec.js';
import { AwsStateBucket, awsEndpoint, identifyCaller, ledgerSigning } from '../../adapters/aws/index.js';
import { type AwsDependencies, openAws } from './aws-cloud.js';
import type { Cloud, OpenCloudOptions } from './cloud.js';
import { findEarlierName } from './earlier-name.js';
import { openSandbox, type SandboxDependencies } from './sandbox-cloud.js';

/** What the two kinds of cloud reach out to. */
export type CloudDependencies = SandboxDependencies & AwsDependencies;

/**
 * Connects to the environment's cloud, after checking that it is the one that the environment names.
 *
 * @throws BacklotError as {@link openSandbox} and {@link openAws} do.
 */
export async function openCloud(
  environment: Environment,
  options: OpenCloudOptions = {},
  dependencies: Partial<CloudDependencies> = {},
): Promise<Cloud> {
  const all = { ...(await realDependencies()), ...dependencies };
  return environment.target === 'sandbox' ? openSandbox(environment, options, all) : openAws(environment, options, all);
}

async function realDependencies(): Promise<CloudDependencies> {
  const { cacheFolder, stateFolder } = await import('../../../host/folders.js');
  return {
    env: process.env,
    identify: identifyCaller,
    s3: async (region) => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      return new S3Client({ region, maxAttempts: 3, endpoint: awsEndpoint('s3', region) });
    },
    stateBucket: (environment, s3, settingsFor) => {
      const kms = async () => new (await import('@aws-sdk/client-kms')).KMSClient(settingsFor('kms'));
      return new AwsStateBucket({ s3, kms }, stateBucketSpec(environment));
    },
    signing: (environment, settingsFor) => ledgerSigning(settingsFor, ledgerNames(environment)),
    earlierName: (environment, s3) => findEarlierName(environment, s3, stateFolder()),
    cacheFolder: cacheFolder(),
    emulator: findOrStart,
    provider: async (options) => {
      const { startProvider } = await import('../../../sandbox/aws/provider/index.js');
      return startProvider(options);
    },
    stillAnswered: async (endpoint, answers) => {
      // Not by the provider's front door: what serves Terraform takes longer to load than all of this takes.
      const { stillAnswered } = await import('../../../sandbox/aws/provider/answers/still-answered.js');
      return stillAnswered(endpoint, answers as Parameters<typeof stillAnswered>[1]);
    },
  };
}

async function findOrStart(environment: Environment, { start = true, tell }: OpenCloudOptions) {
  const { emulatorStatus, ensureEmulator } = await import('../../../sandbox/aws/emulator/index.js');
  if (start) return ensureEmulator({ progress: tell, ...environment.aws });
  const { healthy, endpoint } = await emulatorStatus();
  return healthy && endpoint ? { endpoint } : undefined;
}
