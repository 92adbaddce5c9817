import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { PlanJson, ResourceChangeJson, TerraformFolder } from '../../adapters/terraform/index.js';
import { type ApiObject, type AwsCalls, SdkCalls } from '../../session/journal/outside/aws-calls.js';
import { FINDERS } from '../../session/journal/outside/finders/index.js';
import type { Session } from '../../session/open/session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';

/** A plan as it was made, and its content when it changes something. */
export interface ShownPlan {
  readonly changed: boolean;
  readonly changedOutputs: readonly string[];
  readonly json: PlanJson;
}

/** A resource that exists, and is to be in the state. */
export interface Adoption {
  readonly address: string;
  /** Import id of its type. */
  readonly id: string;
}

/** What finding resources outside the state gave. */
export interface AdoptingPlan extends ShownPlan {
  readonly adoptions: readonly Adoption[];
}

/** Beside the stack's `cdk.tf.json`, while it is planned. */
const IMPORTS = 'outside-the-state.tf.json';

/** Each round finds what hangs on what the one before has found: a VPC, its subnets, their routes. */
const MOST_ROUNDS = 8;

/**
 * Plans a stack in which a run was killed: what the plan would create, but exists already with our tags or our name, is
 * imported instead. Terraform shows these as imports; the cloud isn't touched.
 *
 * @param plan makes the plan and shows it.
 */
export async function planAdopting(
  session: Session,
  stack: SessionStack,
  plan: () => Promise<ShownPlan>,
  calls: AwsCalls = new SdkCalls(session.cloud),
): Promise<AdoptingPlan> {
  const file = join(stack.folder, IMPORTS);
  const adopted = new Map<string, string>();
  const foreign = new Set<string>();
  try {
    await rm(file, { force: true });
    let shown = await plan();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const found = await findOutside(session, shown.json, calls, { adopted, foreign });
      if (found.length === 0) break;
      for (const { address, id } of found) adopted.set(address, id);
      shown = await withImports(file, adopted, plan);
      const strange = foreignOnes(session, shown.json);
      for (const address of strange) {
        adopted.delete(address);
        foreign.add(address);
      }
      if (strange.length > 0) shown = await withImports(file, adopted, plan);
    }
    report(session, stack, adopted);
    return { ...shown, adoptions: [...adopted].map(([address, id]) => ({ address, id })) };
  } finally {
    await rm(file, { force: true });
    if (calls instanceof SdkCalls) await calls.close();
  }
}

/**
 * Takes what is outside the state into it, so that a removal of the stack removes it too.
 *
 * @throws BacklotError `TerraformFailed`
 */
export async function importOutside(
  session: Session,
  stack: SessionStack,
  terraform: TerraformFolder,
  plan: () => Promise<ShownPlan>,
): Promise<void> {
  const { adoptions } = await planAdopting(session, stack, plan);
  for (const { address, id } of adoptions) await terraform.import(address, id);
}

async function withImports(
  file: string,
  adopted: ReadonlyMap<string, string>,
  plan: () => Promise<ShownPlan>,
): Promise<ShownPlan> {
  const imports = [...adopted].map(([to, id]) => ({ to, id }));
  if (imports.length === 0) await rm(file, { force: true });
  else await writeFile(file, JSON.stringify({ import: imports }), { mode: 0o600 });
  return plan();
}

async function findOutside(
  session: Session,
  json: PlanJson,
  calls: AwsCalls,
  { adopted, foreign }: { adopted: ReadonlyMap<string, string>; foreign: ReadonlySet<string> },
): Promise<Adoption[]> {
  const known = idsInState(json);
  const claimed = new Set(adopted.values());
  const limit = pLimit(8);
  const looks = (json.resource_changes ?? [])
    .filter((each) => isCreate(each) && !adopted.has(each.address) && !foreign.has(each.address))
    .map((each) =>
      limit(async () => {
        const { address, type } = each;
        const values = (each.change.after ?? {}) as ApiObject;
        const ids = (await FINDERS[type]?.({ address, type, values }, calls)) ?? [];
        return { address, ids: ids.map((id) => atRegion(id, values, session)), type };
      }),
    );
  const found: Adoption[] = [];
  for (const { address, type, ids } of await Promise.all(looks)) {
    const free = ids.filter((id) => !known.has(`${type} ${id}`) && !claimed.has(id));
    const [id, ...others] = free;
    if (id === undefined) continue;
    claimed.add(id);
    found.push({ address, id });
    for (const other of others) warn(session, `${type} '${other}' looks like '${address}' too, and is in no state`);
  }
  return found;
}

function isCreate({ mode, change }: ResourceChangeJson): boolean {
  return mode !== 'data' && change.actions.join() === 'create';
}

/**
 * The provider takes the region of a resource that isn't in its own after an `@`.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support#import
 */
function atRegion(id: string, { region }: ApiObject, { cloud }: Session): string {
  return region && region !== cloud.region ? `${id}@${region}` : id;
}

function idsInState(json: PlanJson): ReadonlySet<string> {
  const resources = json.prior_state?.values?.root_module?.resources ?? [];
  return new Set(resources.map(({ type, values }) => `${type} ${values?.id}`));
}

/** What has the name of ours, but somebody else's tags, is not taken. What has no tags was cut off before it got them. */
function foreignOnes(session: Session, json: PlanJson): string[] {
  return (json.resource_changes ?? []).flatMap(({ address, change }) => {
    if (!change.importing) return [];
    const { tags_all: there } = (change.before ?? {}) as { tags_all?: Record<string, string> | null };
    const { tags_all: planned } = (change.after ?? {}) as { tags_all?: Record<string, string> | null };
    if (!there || !planned || Object.keys(there).length === 0) return [];
    const ours = MARKS.every((mark) => there[mark] === planned[mark]);
    if (ours) return [];
    warn(session, `'${change.importing.id}' has the name of '${address}' but not its tags: it is left alone`);
    return [address];
  });
}

const MARKS = ['backlot:platform', 'backlot:environment', 'backlot:stack'];

function report(session: Session, { id }: SessionStack, adopted: ReadonlyMap<string, string>): void {
  if (adopted.size === 0) return;
  const some = [...adopted].slice(0, 5).map(([address, found]) => `${address} (${found})`);
  const more = adopted.size > some.length ? ` and ${adopted.size - some.length} more` : '';
  const they = adopted.size === 1 ? 'it is' : 'they are';
  warn(session, `'${id}': found outside the state: ${some.join(', ')}${more}; ${they} taken into it`);
}

function warn(session: Session, message: string): void {
  session.progress.emit({ type: 'note', level: 'warning', message });
}
