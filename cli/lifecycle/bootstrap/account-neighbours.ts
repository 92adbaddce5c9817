import { type Environment, fullName, nameRelation } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { neighbourPolicyArn } from '../../../stacks/pipeline-documents.js';
import type { Cloud } from '../../session/cloud/index.js';

/** An environment of the account whose name extends ours, or is extended by it. */
export interface AccountNeighbour {
  /** `films-dev-eu` */
  readonly name: string;
  /** Its state bucket. */
  readonly bucket: string;
  readonly relation: 'longer' | 'shorter';
}

/** What is in the account beside us. */
export interface NeighboursFound {
  /** Those that nobody has said to be known. */
  readonly unknown: readonly AccountNeighbour[];
  /** Why nobody looked. @default somebody did */
  readonly unchecked?: string;
}

/**
 * Environments in the account whose names extend ours, or the other way round, wherever their files are: told by their state
 * buckets, which every environment has first and keeps last. A sandbox is an account of its own.
 */
export async function findNeighbours(cloud: Cloud, environment: Environment): Promise<NeighboursFound> {
  if (cloud.target === 'sandbox') return { unknown: [] };
  const { GetBucketTaggingCommand, paginateListBuckets, S3Client } = await import('@aws-sdk/client-s3');
  const client = new S3Client(cloud.settingsFor('s3'));
  const ours = fullName(environment);
  const end = `-state-${cloud.accountId}`;
  try {
    const buckets: string[] = [];
    for await (const { Buckets = [] } of paginateListBuckets({ client }, {}))
      buckets.push(...Buckets.flatMap(({ Name }) => Name ?? []));
    const near = buckets
      .filter((bucket) => bucket.endsWith(end))
      .map((bucket) => ({ bucket, name: bucket.slice(0, -end.length) }))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .flatMap(({ bucket, name }) => {
        const relation = nameRelation(name, ours);
        return relation === 'longer' || relation === 'shorter' ? [{ bucket, name, relation } as const] : [];
      });
    const alive = await Promise.all(near.map(async (each) => ((await isState(each)) ? [each] : [])));
    const unknown = await Promise.all(
      alive.flat().map(async (each) => ((await isKnown(cloud, environment, each)) ? [] : [each])),
    );
    return { unknown: unknown.flat() };
  } catch (error) {
    if (!/Denied|Forbidden/.test((error as Error).name)) throw error;
    return { unknown: [], unchecked: `these credentials may not list the buckets of account ${cloud.accountId}` };
  } finally {
    client.destroy();
  }

  /** A bucket of media of ours may be called so too; its tags say what it is. One without any counts. */
  async function isState({ bucket, name }: AccountNeighbour): Promise<boolean> {
    try {
      const { TagSet = [] } = await client.send(new GetBucketTaggingCommand({ Bucket: bucket }));
      const tags = Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
      const [platform, id] = [tags['backlot:platform'], tags['backlot:environment']];
      return platform === undefined || id === undefined || fullName({ platform, id }) === name;
    } catch (error) {
      // No tags, or not ours to read: whoever can't tell counts it. Who was kept from asking knows nothing.
      if (!/NoSuch|NotFound|Denied|Forbidden|Redirect/.test((error as Error).name)) throw error;
      return true;
    }
  }
}

/**
 * Somebody said why both are there: in our file, or, where ours is the longer name, by a refusal in the other's deploy role.
 */
async function isKnown(cloud: Cloud, environment: Environment, { name, relation }: AccountNeighbour): Promise<boolean> {
  if (environment.foundation.neighbours?.[name] !== undefined) return true;
  if (relation === 'longer') return false;
  const { GetPolicyCommand, IAMClient } = await import('@aws-sdk/client-iam');
  const client = new IAMClient(cloud.settingsFor('iam'));
  const PolicyArn = neighbourPolicyArn(environment, name, fullName(environment));
  try {
    await client.send(new GetPolicyCommand({ PolicyArn }));
    return true;
  } catch (error) {
    // There is none, or nobody may look.
    if (!/NoSuchEntity|Denied|Forbidden/.test((error as Error).name)) throw error;
    return false;
  } finally {
    client.destroy();
  }
}

/** The error of an environment that would be made beside such. */
export function namesOverlap(environment: Environment, neighbours: readonly AccountNeighbour[]): BacklotError {
  const ours = fullName(environment);
  const named = neighbours.map(({ bucket, name, relation }) =>
    relation === 'longer'
      ? `'${name}' (${bucket}), all of which this environment could change`
      : `'${name}' (${bucket}), which could change all of this environment`,
  );
  return new BacklotError({
    code: 'NamesOverlap',
    message: `rights in AWS are given to beginnings of names, and beside '${ours}' there is in account ${environment.aws.accountId} ${named.join('; ')}. Nothing was made`,
    exitCode: 3,
    hints: neighbourHints(environment, neighbours),
    details: { neighbours },
  });
}

/** What to do about neighbours that are there already. */
export function neighbourHints(environment: Environment, neighbours: readonly AccountNeighbour[]): string[] {
  const named = (relation: AccountNeighbour['relation']) =>
    neighbours.filter((each) => each.relation === relation).map(({ name }) => name);
  const [longer, shorter] = [named('longer'), named('shorter')];
  const ours = fullName(environment);
  // Only the file of the shorter name can keep its roles out of the longer one.
  const ways = [
    ...(longer.length > 0
      ? [
          `name ${longer.join(', ')} with the reason under foundation.neighbours of environments/${environment.id}.yaml, which keeps our roles out of it once it is bootstrapped with that`,
        ]
      : []),
    ...(shorter.length > 0
      ? [
          `name ${ours} with the reason under foundation.neighbours in the file of ${shorter.join(', ')}, which keeps its roles out of ours once it is bootstrapped with that`,
        ]
      : []),
  ];
  return [
    'give this environment another name, such as eu-dev beside dev, or an account of its own',
    `where both have to be there, ${ways.join('; ')}`,
  ];
}
