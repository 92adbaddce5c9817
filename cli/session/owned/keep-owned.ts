import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { terraformTexts } from '../../../modules/values/terraform-text.js';
import type { AwsCalls } from '../../../resources/aws-calls.js';
import { isDamagedObject } from '../../kernel/damaged-object.js';
import { appliedConfig, OWNED, readApplied } from '../applied/index.js';
import type { Cloud } from '../cloud/index.js';
import { SdkCalls } from '../journal/outside/aws-calls.js';
import type { SessionStack } from '../stacks/session-stack.js';
import { type DeclaredResources, type Described, type OwnedValues, ownedByAws } from './owned-by-aws.js';

/**
 * Lets stacks declare what AWS moved on by itself as it is by now. Nothing is asked before a stack holds such a thing; what
 * can't be asked is planned as declared.
 *
 * @param calls asks AWS. @default the SDK
 */
export async function keepOwnedByAws(
  cloud: Cloud,
  environment: Environment,
  stacks: readonly SessionStack[],
  calls?: AwsCalls,
): Promise<void> {
  for (const stack of stacks) {
    if (stack.orphan || !stack.types.some((type) => TYPES.has(type))) continue;
    const owned = await ownedIn(cloud, environment, stack, calls);
    const file = join(stack.folder, OWNED);
    if (Object.keys(owned).length > 0)
      await writeFile(file, JSON.stringify({ resource: terraformTexts(owned) }, undefined, 2));
    else await rm(file, { force: true });
  }
}

const TYPES: ReadonlySet<string> = new Set(['aws_db_instance', 'aws_elasticache_replication_group']);

async function ownedIn(
  cloud: Cloud,
  environment: Environment,
  stack: SessionStack,
  given: AwsCalls | undefined,
): Promise<OwnedValues> {
  const state = await cloud.states.read(stack.state);
  const held = new Set((state?.resources ?? []).map(({ type }) => type));
  if (![...TYPES].some((type) => held.has(type))) return {};
  const { resource = {} } = JSON.parse(await readFile(join(stack.folder, 'cdk.tf.json'), 'utf8')) as Configuration;
  const applied = await readApplied(cloud.objects, stack).catch((error: unknown) => {
    // Damaged, it must not keep anybody from the deploy that writes it anew: what was declared before is then unknown.
    if (isDamagedObject(error)) return undefined;
    throw error;
  });
  const before = applied && (appliedConfig(applied) as Configuration).resource;
  const own = given ? undefined : new SdkCalls(cloud);
  const calls = given ?? own;
  try {
    return calls ? ownedByAws(resource, await describe(calls, held), environment, before) : {};
  } catch (error) {
    // The plan asks the same, and says what is wrong.
    if (error instanceof BacklotError && error.code === 'LookupFailed') return {};
    throw error;
  } finally {
    await own?.close();
  }
}

interface Configuration {
  readonly resource?: DeclaredResources;
}

async function describe(calls: AwsCalls, held: ReadonlySet<string>): Promise<Described> {
  const [databases, caches] = await Promise.all([
    held.has('aws_db_instance') ? calls.ask('rds:DescribeDBInstances', {}) : undefined,
    held.has('aws_elasticache_replication_group') ? calls.ask('elasticache:DescribeCacheClusters', {}) : undefined,
  ]);
  return { databases: databases?.DBInstances ?? [], caches: caches?.CacheClusters ?? [] };
}
