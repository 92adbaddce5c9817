import type { S3Client } from '@aws-sdk/client-s3';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { ledgerRetention } from '../../../stacks/state-object-lock.js';
import {
  type LedgerSigning,
  RetainedObjects,
  S3ByteObjects,
  S3ConditionalObjects,
  S3StateStore,
  type SettingsFor,
  type StateBucketHome,
  sandboxClients,
} from '../../adapters/aws/index.js';
import { sandboxEnvironment, type UserEnvironment } from './child-environment.js';
import type { Cloud, OpenCloudOptions, ProviderSession } from './cloud.js';
import { type EarlierName, noticeEarlierName } from './earlier-name.js';
import { providerStamp, sandboxRevision } from './sandbox-revision.js';

/** What the sandbox's cloud reaches out to. */
export interface SandboxDependencies {
  readonly env: UserEnvironment;
  /** Starts the emulator, or finds it; undefined when it is down and must not be started. */
  emulator(environment: Environment, options: OpenCloudOptions): Promise<{ readonly endpoint: string } | undefined>;
  /** The environment's state bucket, whether it is there or not. */
  stateBucket(environment: Environment, s3: S3Client, settingsFor: SettingsFor): StateBucketHome;
  /** What signs the environment's ledger; undefined where nobody does. */
  signing(environment: Environment, settingsFor: SettingsFor): LedgerSigning | undefined;
  /** The environment that this one was called before. @default nobody looks */
  earlierName?(environment: Environment, s3: S3Client): Promise<EarlierName | undefined>;
  /** Serves resource types to Terraform from this process; gives the value of TF_REATTACH_PROVIDERS. */
  provider(options: {
    readonly endpoint: string;
    readonly types: readonly string[];
    readonly folder: string;
  }): Promise<{
    readonly reattach: string;
    answered?(): readonly object[] | undefined;
    close(): Promise<void>;
  }>;
  /** Whether the emulator answers as a provider was answered. @default nobody asks it */
  stillAnswered?(endpoint: string, answers: readonly object[]): Promise<boolean>;
}

/**
 * The cloud of this machine. Every client is made here with the emulator's address and keys that no account knows: what
 * the user has set for AWS is not even read.
 *
 * @throws BacklotError `SandboxDown` when it is down and may not be started, `EnvironmentRenamed`, `NotLoopback` when its address is no loopback one.
 */
export async function openSandbox(
  environment: Environment,
  options: OpenCloudOptions,
  dependencies: SandboxDependencies,
): Promise<Cloud> {
  const { accountId, region } = environment.aws;
  const emulator = await dependencies.emulator(environment, options);
  if (!emulator) {
    throw new BacklotError({
      code: 'SandboxDown',
      message: `the sandbox is stopped, and environment '${environment.id}' lives in it: what it holds is kept, and unknown until it runs`,
      actions: [startCommand(environment), `backlot up ${environment.id}`],
    });
  }
  const { endpoint } = emulator;
  assertLoopback(endpoint);
  const { S3Client } = await import('@aws-sdk/client-s3');
  const settingsFor = sandboxClients({ endpoint, region, accountId });
  const client = new S3Client(settingsFor('s3'));
  const bucket = dependencies.stateBucket(environment, client, settingsFor);
  if (!(await bucket.exists())) {
    const earlier = await dependencies.earlierName?.(environment, client);
    try {
      noticeEarlierName(environment, earlier, options.tell);
    } catch (error) {
      client.destroy();
      throw error;
    }
    if (options.start !== false && !options.withoutBucket) await bucket.ensure();
  }
  const signing = dependencies.signing(environment, settingsFor);
  const retained = new RetainedObjects(ledgerRetention(environment), options.warn);
  return {
    target: 'sandbox',
    accountId,
    region,
    endpoint,
    env: sandboxEnvironment(dependencies.env, { endpoint, accountId, region }),
    states: new S3StateStore(async () => client),
    objects: new S3ConditionalObjects(async () => client, retained),
    signing,
    stateBucket: bucket,
    settingsFor,
    archives: new S3ByteObjects(async () => client, retained),
    revision: () => sandboxRevision(endpoint),
    stillTells: async ({ provider, answers }) =>
      provider === String(await providerStamp()) && ((await dependencies.stillAnswered?.(endpoint, answers)) ?? false),
    providerFor: (types, folder) => attach(types, folder, endpoint, dependencies),
    close: async () => {
      signing?.close();
      client.destroy();
    },
  };
}

/** The command that starts the sandbox with the cluster of an environment; `local` is the default. */
function startCommand({ id }: Environment): string {
  return id === 'local' ? 'backlot sandbox up' : `backlot sandbox up --environment ${id}`;
}

/** Only the provider of this process is attached; the one of HashiCorp is never asked for, so it can't be downloaded. */
async function attach(
  types: readonly string[],
  folder: string,
  endpoint: string,
  dependencies: SandboxDependencies,
): Promise<ProviderSession> {
  const provider = await dependencies.provider({
    endpoint,
    folder,
    types: types.filter((type) => type.startsWith('aws_')),
  });
  const stamp = String(await providerStamp());
  const told = async () => {
    const answers = provider.answered?.();
    return answers && { provider: stamp, answers };
  };
  return { env: { TF_REATTACH_PROVIDERS: provider.reattach }, told, close: () => provider.close() };
}

function assertLoopback(endpoint: string): void {
  const { hostname } = new URL(endpoint);
  if (['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return;
  throw new BacklotError({
    code: 'NotLoopback',
    message: `the sandbox must be on this machine, not at ${endpoint}`,
    source: 'platform',
    actions: ['backlot sandbox reset'],
  });
}
