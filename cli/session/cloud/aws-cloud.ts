import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { ledgerRetention } from '../../../stacks/state-object-lock.js';
import {
  assertAccount,
  awsClients,
  type IdentifyCaller,
  type LedgerSigning,
  missingStateBucket,
  RetainedObjects,
  S3ByteObjects,
  S3ConditionalObjects,
  S3StateStore,
  type SettingsFor,
  type StateBucketHome,
} from '../../adapters/aws/index.js';
import { identifiedAs } from '../../kernel/actor.js';
import { awsEnvironment, endpointOverrides, type UserEnvironment } from './child-environment.js';
import type { Cloud, OpenCloudOptions } from './cloud.js';
import { type EarlierName, noticeEarlierName } from './earlier-name.js';

/** What a real account's cloud reaches out to. */
export interface AwsDependencies {
  readonly env: UserEnvironment;
  readonly identify: IdentifyCaller;
  readonly s3: (region: string) => Promise<S3Client>;
  /** The environment's state bucket, whether it is there or not. */
  readonly stateBucket: (environment: Environment, s3: S3Client, settingsFor: SettingsFor) => StateBucketHome;
  /** What signs the environment's ledger; undefined where nobody does. */
  readonly signing: (environment: Environment, settingsFor: SettingsFor) => LedgerSigning | undefined;
  /** The environment that this one was called before. @default nobody looks */
  readonly earlierName?: (environment: Environment, s3: S3Client) => Promise<EarlierName | undefined>;
  /** Folder for provider plugins. */
  readonly cacheFolder: string;
}

/**
 * The real account of an environment, after checking that the credentials belong to it.
 *
 * @throws BacklotError `EndpointOverride`, `NoStateBucket`, `EnvironmentRenamed`, and what {@link assertAccount} throws.
 */
export async function openAws(
  environment: Environment,
  options: OpenCloudOptions,
  dependencies: AwsDependencies,
): Promise<Cloud> {
  const { accountId, region } = environment.aws;
  refuseEndpoints(environment, dependencies.env);
  const caller = await assertAccount({ environment: environment.id, accountId, region }, dependencies.identify);
  identifiedAs(caller.arn);
  const client = await dependencies.s3(region);
  const settingsFor = awsClients(region);
  const bucket = dependencies.stateBucket(environment, client, settingsFor);
  if (!(await bucket.exists())) {
    const earlier = await dependencies.earlierName?.(environment, client);
    if (earlier?.id === environment.id || !options.withoutBucket) client.destroy();
    noticeEarlierName(environment, earlier, options.tell);
    if (!options.withoutBucket) throw missingStateBucket({ name: bucket.name, region }, environment.id);
  }
  const pluginCache = dependencies.env.TF_PLUGIN_CACHE_DIR || join(dependencies.cacheFolder, 'terraform-plugins');
  await mkdir(pluginCache, { recursive: true, mode: 0o700 });
  const signing = dependencies.signing(environment, settingsFor);
  const retained = new RetainedObjects(ledgerRetention(environment), options.warn);
  return {
    target: 'aws',
    accountId,
    region,
    env: awsEnvironment(dependencies.env, { region, pluginCache }),
    states: new S3StateStore(async () => client),
    objects: new S3ConditionalObjects(async () => client, retained),
    signing,
    stateBucket: bucket,
    settingsFor,
    archives: new S3ByteObjects(async () => client, retained),
    identity: caller.arn,
    // Terraform installs and runs hashicorp/aws itself.
    providerFor: async () => ({ env: {}, close: async () => {} }),
    close: async () => {
      signing?.close();
      client.destroy();
    },
  };
}

/** An endpoint variable would send the requests of a real environment, with its credentials, somewhere else. */
function refuseEndpoints(environment: Environment, env: UserEnvironment): void {
  const names = endpointOverrides(env);
  if (names.length === 0) return;
  throw new BacklotError({
    code: 'EndpointOverride',
    message: `environment '${environment.id}' is on the real AWS, but ${names.map((name) => `${name}=${env[name]}`).join(' and ')} would point it elsewhere`,
    exitCode: 4,
    actions: [`unset ${names.join(' ')}`],
    details: { variables: names },
  });
}
