import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, fullName } from '../../../environments/model/index.js';
import type { StateBucketPart } from '../../adapters/aws/index.js';
import { type Progress, silent } from '../../kernel/progress.js';
import type { Cloud } from '../../session/cloud/index.js';
import { realTooling, type Tooling } from '../../session/open/tooling.js';
import { findNeighbours, namesOverlap, neighbourHints } from './account-neighbours.js';
import type { BootstrapOptions } from './bootstrap-options.js';
import type { BootstrapThing, ThingWish } from './bootstrap-result.js';
import { declined } from './declined.js';
import { explainDenied } from './explain-denied.js';
import { kindOf, wishesForBucket } from './things.js';

/**
 * Makes the state bucket where there is none yet, after asking about it and all that the foundation will be: no state
 * could be read, so all of that is new.
 *
 * @returns its parts as they were found; undefined when the bucket was there
 */
export async function makeFirstBucket(
  environment: Environment,
  options: BootstrapOptions,
): Promise<StateBucketPart[] | undefined> {
  const tooling: Tooling = { ...realTooling, ...options.tooling };
  const progress = options.progress ?? silent;
  const tell = (message: string) => progress.emit({ type: 'note', level: 'info', message });
  const cloud = await tooling.openCloud(environment, { tell, withoutBucket: true });
  try {
    const isThere = await cloud.stateBucket.exists();
    await compareNames(cloud, environment, { isThere, progress });
    if (isThere) return undefined;
    // Nothing is made before it is known that the rest can be.
    await tooling.terraform(tell);
    const parts = await cloud.stateBucket.inspect().catch(explainDenied(environment));
    const things = [
      ...wishesForBucket(parts, cloud.stateBucket.name),
      ...(await declaredThings(environment, tooling, parts)),
    ];
    const { id, aws } = environment;
    const preview = { environment: id, account: aws.accountId, region: aws.region, things, deletes: [] };
    if (!(await options.approve(preview))) throw declined(id);
    progress.emit({ type: 'step-started', id: 'state-bucket', title: `Make ${cloud.stateBucket.name}` });
    const began = performance.now();
    const end = (status: 'done' | 'failed') =>
      progress.emit({ type: 'step-finished', id: 'state-bucket', status, durationMs: performance.now() - began });
    try {
      const made = await cloud.stateBucket.ensure().catch(explainDenied(environment));
      end('done');
      return made;
    } catch (error) {
      end('failed');
      throw error;
    }
  } finally {
    await cloud.close();
  }
}

/** Refuses a new environment whose name extends another's; of one that lives already it is only told. */
async function compareNames(
  cloud: Cloud,
  environment: Environment,
  { isThere, progress }: { readonly isThere: boolean; readonly progress: Progress },
): Promise<void> {
  const { unknown, unchecked } = await findNeighbours(cloud, environment);
  if (unknown.length > 0 && !isThere) throw namesOverlap(environment, unknown);
  const warn = (message: string) => progress.emit({ type: 'note', level: 'warning', message });
  if (unknown.length > 0) {
    const names = unknown.map(({ name }) => `'${name}'`).join(', ');
    warn(
      `names of ${names} in this account overlap with those of '${environment.id}', so that the roles of one reach the other: ${neighbourHints(environment, unknown)[1]}`,
    );
  }
  if (unchecked !== undefined) {
    const name = fullName(environment);
    const query = `aws s3api list-buckets --query "Buckets[?ends_with(Name, '-state-${cloud.accountId}')].Name"`;
    warn(
      `not checked whether an environment of the account extends the name '${name}', or is extended by it, as ${unchecked}: ${query}`,
    );
  }
}

/** What the foundation declares beside the state bucket. */
async function declaredThings(
  environment: Environment,
  tooling: Tooling,
  parts: readonly StateBucketPart[],
): Promise<BootstrapThing<ThingWish>[]> {
  const outdir = await mkdtemp(join(tmpdir(), 'backlot-bootstrap-'));
  try {
    const { stacks } = await tooling.synthesize(environment, { outdir });
    const folder = stacks.find(({ id }) => id === 'foundation')?.path ?? outdir;
    const { resource = {} } = JSON.parse(await readFile(join(folder, 'cdk.tf.json'), 'utf8')) as Synthesized;
    const all = Object.entries(resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => ({ type, address: `${type}.${name}` })),
    );
    const ofBucket = (type: string, address: string) =>
      parts.some((part) => part.type === type) && /\.state(_|$)/.test(address);
    return all
      .filter(({ type, address }) => !ofBucket(type, address))
      .map(({ type, address }) => ({ kind: kindOf(type), name: address, status: 'create' as const }));
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

interface Synthesized {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
