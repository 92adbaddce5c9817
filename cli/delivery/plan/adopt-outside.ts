import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { ApiObject, AwsCalls } from '../../../resources/aws-calls.js';
import { canBeTaken, resourceType } from '../../../resources/index.js';
import type { PlanJson, ResourceChangeJson, TerraformFolder } from '../../adapters/terraform/index.js';
import { once } from '../../kernel/once.js';
import { isIntended, type JournalCreate } from '../../session/journal/index.js';
import { SdkCalls } from '../../session/journal/outside/aws-calls.js';
import { ownerInWords, ownershipOf } from '../../session/journal/outside/ownership.js';
import type { Session } from '../../session/open/session.js';
import { storedAttributes } from '../../session/outputs/stored-attributes.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import { describeLeft, isInTheWay, type LeftOutside, nameTaken } from './left-outside.js';

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
  /** What exists under a name of ours and isn't taken in. */
  readonly left: readonly LeftOutside[];
}

/** Beside the stack's `cdk.tf.json`, while it is planned. */
const IMPORTS = 'outside-the-state.tf.json';

/** Each round finds what hangs on what the one before has found: a VPC, its subnets, their routes. */
const MOST_ROUNDS = 8;

/** What is known before a stack is looked at for what exists outside its state. */
export interface Looking {
  /** What runs that ended early were about to create. @default none was open: nothing is taken in by itself */
  readonly intended?: readonly JournalCreate[];
  /** Ids or addresses that the user has named to be taken in. @default none */
  readonly adopt?: readonly string[];
  /** @default the cloud of the session */
  readonly calls?: AwsCalls;
}

/**
 * Plans a stack and looks whether what the plan would create exists already. What a run that ended early was about to make
 * and carries our marks, and what the user has named, is imported instead: Terraform shows it as such, the cloud isn't
 * touched. All else is left as it is. What a plan creates was thus not there when the journal notes the intent.
 *
 * @param plan makes the plan and shows it.
 */
export async function planAdopting(
  session: Session,
  stack: SessionStack,
  plan: () => Promise<ShownPlan>,
  { intended, adopt = session.adopt ?? [], calls = new SdkCalls(session.cloud) }: Looking = {},
): Promise<AdoptingPlan> {
  const file = join(stack.folder, IMPORTS);
  const adopted = new Map<string, string>();
  const left = new Map<string, LeftOutside>();
  const known = once(() => idsInStates(session));
  try {
    await rm(file, { force: true });
    let shown = await plan();
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const looking = { intended, adopt, calls, adopted, left, known };
      const found = await findOutside(session, shown.json, looking);
      if (found.length === 0) break;
      for (const { address, id } of found) adopted.set(address, id);
      shown = await withImports(file, adopted, plan);
      const strange = found.flatMap((each) => judge(each, shown.json, { intended, adopt }));
      for (const each of strange) {
        adopted.delete(each.address);
        left.set(each.address, each);
      }
      if (strange.length > 0) shown = await withImports(file, adopted, plan);
    }
    report(session, stack, adopted);
    return {
      ...shown,
      adoptions: [...adopted].map(([address, id]) => ({ address, id })),
      left: [...left.values()],
    };
  } finally {
    await rm(file, { force: true });
    if (calls instanceof SdkCalls) await calls.close();
  }
}

/**
 * Looks at a plan of earlier once more, before it is applied: what it creates must still not be there.
 *
 * @throws BacklotError `NameTaken`
 */
export async function assertStillFree(session: Session, stack: SessionStack, json: PlanJson): Promise<void> {
  const calls = new SdkCalls(session.cloud);
  try {
    const known = once(() => idsInStates(session));
    const found = await findOutside(session, json, { adopt: [], calls, adopted: new Map(), left: new Map(), known });
    const reason = 'it was not there when the plan was made';
    const taken = found.map((each) => ({ ...each, candidate: false, reason })).filter(isInTheWay);
    if (taken.length > 0) throw nameTaken(session, stack.id, taken);
  } finally {
    await calls.close();
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
  const intended = (await session.unsettled()).createsOf(stack.id);
  const { adoptions, left } = await planAdopting(session, stack, plan, { intended });
  for (const { address, id } of adoptions) await terraform.import(address, id);
  for (const each of left) warn(session, `'${stack.id}': ${describeLeft(each)}; it stays`);
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

interface Search extends Required<Pick<Looking, 'adopt' | 'calls'>>, Pick<Looking, 'intended'> {
  readonly adopted: ReadonlyMap<string, string>;
  readonly left: ReadonlyMap<string, LeftOutside>;
  /** `type id` of what the states of the environment hold. */
  readonly known: () => Promise<ReadonlySet<string>>;
}

interface Found extends Adoption {
  readonly type: string;
}

async function findOutside(
  session: Session,
  json: PlanJson,
  { intended, adopt, calls, adopted, left, known }: Search,
): Promise<Found[]> {
  const claimed = new Set(adopted.values());
  const limit = pLimit(8);
  const looks = (json.resource_changes ?? [])
    .filter((each) => isCreate(each) && !adopted.has(each.address) && !left.has(each.address))
    .filter(({ type }) => intended !== undefined || canBeTaken(type))
    .map((each) =>
      limit(async () => {
        const { address, type } = each;
        const values = (each.change.after ?? {}) as ApiObject;
        const looked = resourceType(type)?.find?.({ address, type, values }, calls);
        // Nothing says that something is there: whoever may not look plans as before, and AWS refuses what is taken.
        const ids = (await (intended ? looked : looked?.catch((error) => unseen(session, error)))) ?? [];
        return { address, ids: ids.map((id) => atRegion(id, values, session)), type };
      }),
    );
  const found: Found[] = [];
  for (const { address, type, ids } of await Promise.all(looks)) {
    if (ids.length === 0) continue;
    const ours = [idsInState(json), await known()];
    const isKnown = (id: string) => ours.some((each) => spellings(type, id).some((spelling) => each.has(spelling)));
    const free = ids.filter((id) => !isKnown(id) && !claimed.has(id));
    const [id, ...others] = free.sort((a, b) => Number(adopt.includes(b)) - Number(adopt.includes(a)));
    if (id === undefined) continue;
    claimed.add(id);
    found.push({ address, id, type });
    for (const other of others) warn(session, `${type} '${other}' looks like '${address}' too, and is in no state`);
  }
  return found;
}

function unseen(session: Session, error: unknown): readonly string[] {
  if (!(error instanceof BacklotError) || error.code !== 'LookupFailed') throw error;
  warn(session, `whether a name is taken could not be seen: ${error.message.replace(/^.*looked for: /, '')}`);
  return [];
}

/** What was found and may not be taken in; nothing when it may. */
function judge(
  { address, id, type }: Found,
  json: PlanJson,
  { intended, adopt }: Pick<Search, 'intended' | 'adopt'>,
): LeftOutside[] {
  if (adopt.includes(id) || adopt.includes(address)) return [];
  const { before, after } = json.resource_changes?.find((each) => each.address === address)?.change ?? {};
  const { tags_all: there } = (before ?? {}) as TagsAll;
  const { tags_all: planned } = (after ?? {}) as TagsAll;
  const ownership = ownershipOf(there, planned);
  const meant = intended !== undefined && isIntended(intended, { address, type });
  if (meant && (ownership === 'ours' || ownership === 'markless')) return [];
  const candidate = meant && ownership === 'untagged';
  return [{ address, id, type, candidate, reason: ownerInWords(ownership, there) }];
}

interface TagsAll {
  readonly tags_all?: Readonly<Record<string, string>> | null;
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

/** A state names a resource by the import id without its region, a web ACL by the first part of it. */
function spellings(type: string, id: string): string[] {
  const bare = id.replace(/@[a-z0-9-]+$/, '');
  return [id, bare, ...(type === 'aws_wafv2_web_acl' ? [bare.split('/')[0]] : [])].map((each) => `${type} ${each}`);
}

/** What moves from one stack to another is in the state of the first until that is applied. */
async function idsInStates({ cloud, stacks }: Session): Promise<ReadonlySet<string>> {
  const states = await Promise.all((stacks ?? []).map(({ state }) => storedAttributes(cloud, state)));
  const all = states.flatMap((state) => [...state]);
  return new Set(all.map(([address, { id }]) => `${address.replace(/^.*?(aws_\w+)\..*$/, '$1')} ${id}`));
}

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
