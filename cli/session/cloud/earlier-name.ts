import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import {
  managedResources,
  parseState,
  S3ConditionalObjects,
  S3StateStore,
  type StateKey,
} from '../../adapters/aws/index.js';

/** An environment that lives where another one would be built: the same account, region and network. */
export interface EarlierName {
  readonly platform: string;
  readonly id: string;
  /** Its state bucket. */
  readonly bucket: string;
  /** Stacks that have resources. */
  readonly stacks: readonly string[];
  readonly resources: number;
  /** When one of its states was last written, ISO 8601. */
  readonly lastApplied: string;
}

/**
 * The environment that this one was called before: `platform` or the name of the file was changed, and the network wasn't.
 * Asked only where nothing is under the new name. Undefined where there is none, or nobody may look.
 *
 * @param stateFolder names of environments that this machine worked on, for accounts that don't list their buckets
 */
export async function findEarlierName(
  environment: Environment,
  client: S3Client,
  stateFolder: string,
): Promise<EarlierName | undefined> {
  const names = await Promise.all([listed(client), remembered(environment, stateFolder)]);
  const own = bucketOf(environment.platform, environment.id, environment);
  const suffix = `-state-${environment.aws.accountId}`;
  const buckets = [...new Set(names.flat())].filter((name) => name.endsWith(suffix) && name !== own).sort();
  for (const bucket of buckets) {
    const found = await livingIn(bucket, suffix, environment, client).catch(() => undefined); // not ours to read
    if (found) return found;
  }
  return undefined;
}

/**
 * Refuses an environment whose platform was changed. One of another id is told of only: two environments of one platform may
 * well have the same network, such as one for each branch, and the file of the other needn't be here.
 *
 * @throws BacklotError `EnvironmentRenamed`
 */
export function noticeEarlierName(
  environment: Environment,
  earlier: EarlierName | undefined,
  tell: (message: string) => void = () => {},
): void {
  if (!earlier) return;
  if (earlier.id === environment.id) throw environmentRenamed(environment, earlier);
  tell(
    `nothing is called ${environment.platform}-${environment.id} yet, and ${earlier.platform}-${earlier.id} has the same network ${environment.network.cidr}, with ${earlier.resources} resources: if it is this one that was renamed, name the file environments/${earlier.id}.yaml again; else both are built`,
  );
}

/** The error of a renamed environment: what is there, and how to go on with it. */
function environmentRenamed(environment: Environment, earlier: EarlierName): BacklotError {
  const { aws, id, network, platform } = environment;
  const [now, before] = [`${platform}-${id}`, `${earlier.platform}-${earlier.id}`];
  return new BacklotError({
    code: 'EnvironmentRenamed',
    message: `nothing is called ${now}, but ${before} lives in account ${aws.accountId} with the same network ${network.cidr}: ${earlier.resources} resources in ${earlier.stacks.join(', ')}, last written ${earlier.lastApplied}; under the new name all of it would be built a second time, and what is there would be left behind`,
    exitCode: 3,
    hints: [
      `write platform: ${earlier.platform} again`,
      'an environment cannot be renamed: buckets, databases and roles keep the names that they were made with',
      'to move instead, give the new one another network.cidr, restore a backup into it, and destroy the old one',
    ],
    actions: [`backlot config ${id} --explain`],
    details: { earlier },
  });
}

async function livingIn(
  bucket: string,
  suffix: string,
  environment: Environment,
  client: S3Client,
): Promise<EarlierName | undefined> {
  const states = new S3StateStore(async () => client);
  const keys = await states.list(bucket, '');
  const id = keys[0]?.split('/')[0] ?? '';
  const platform = bucket.slice(0, -`-${id}${suffix}`.length);
  if (!id || bucketOf(platform, id, environment) !== bucket) return undefined;
  if (id !== environment.id && platform !== environment.platform) return undefined;
  const at = { bucket, key: `${id}/network.tfstate` };
  const network = await new S3ConditionalObjects(async () => client).read(at);
  if (!network || cidrOf(network.body, at) !== environment.network.cidr) return undefined;
  const read = await Promise.all(keys.map(async (key) => ({ key, state: await states.read({ bucket, key }) })));
  const alive = read.flatMap(({ key, state }) => (state?.resources.length ? [{ key, state }] : []));
  if (alive.length === 0) return undefined;
  return {
    ...{ platform, id, bucket },
    stacks: alive.map(({ key }) => key.slice(id.length + 1).replace(/\.tfstate$/, '')).sort(),
    resources: alive.reduce((sum, { state }) => sum + state.resources.length, 0),
    lastApplied: new Date(Math.max(...alive.map(({ state }) => state.lastModified.getTime()))).toISOString(),
  };
}

/** Network of the VPC in a state. */
function cidrOf(text: string, at: StateKey): string | undefined {
  const vpc = managedResources(parseState(text, at)).find(({ type }) => type === 'aws_vpc');
  return vpc?.attributes.cidr_block as string | undefined;
}

/** Buckets of the account; none where nobody may list them. */
async function listed(client: S3Client): Promise<string[]> {
  const { ListBucketsCommand } = await import('@aws-sdk/client-s3');
  try {
    const { Buckets = [] } = await client.send(new ListBucketsCommand({}));
    return Buckets.flatMap(({ Name }) => Name ?? []);
  } catch {
    // Roles of pipelines don't list buckets: what this machine remembers is looked at all the same.
    return [];
  }
}

/** State buckets of environments that this machine has folders of. */
async function remembered(environment: Environment, stateFolder: string): Promise<string[]> {
  const folder = join(stateFolder, 'environments');
  const platforms = await readdir(folder).catch(() => []); // nothing was ever done here
  const ids = platforms.map(async (platform) =>
    (await readdir(join(folder, platform)).catch(() => [])).map((id) => bucketOf(platform, id, environment)),
  );
  return (await Promise.all(ids)).flat();
}

function bucketOf(platform: string, id: string, { aws }: Pick<Environment, 'aws'>): string {
  return `${platform}-${id}-state-${aws.accountId}`;
}
