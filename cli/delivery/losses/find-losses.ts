import { DATA_BEARING_TYPES, type DataBearingType, isDataBearing } from '../../../stacks/data-bearing.js';
import type { Session } from '../../session/open/session.js';
import { type Attributes, storedAttributes } from '../../session/outputs/stored-attributes.js';
import type { ResourceChange, StackPlan } from '../plan/plan-result.js';
import { newestProof } from '../releases/newest-proof.js';
import { deletionGuard } from './deletion-guard.js';
import { causesOf, fileEdits } from './find-causes.js';
import { inRegion } from './in-region.js';
import { lastApplied } from './last-applied.js';
import { wordLookError } from './look-error.js';
import type { DeletionGuard, Loss, LossAction, LossProof } from './loss.js';
import { lossName } from './loss-name.js';
import { type Holding, type LookContext, STORES } from './stores/index.js';

/** What is known of a plan. */
export interface PlanToJudge {
  readonly plan: Pick<StackPlan, 'id' | 'changes' | 'drift'>;
  /** Attributes of what isn't in the stored state, such as what the plan imports, by address. @default all is in it */
  readonly beside?: ReadonlyMap<string, Attributes>;
}

/** What plans would lose, and what would stop them half way, by stack. */
export interface JudgedPlans {
  readonly losses: readonly Loss[];
  readonly guards: readonly DeletionGuard[];
}

/** One change of a thing that may hold data. */
interface Suspect {
  readonly stack: string;
  readonly change: ResourceChange;
  readonly type: DataBearingType;
  readonly attributes: Attributes;
  readonly action: LossAction;
  /** Whether the state has it. */
  readonly known: boolean;
  /** With `shorten`: what of it goes, in words. */
  readonly part?: string;
}

/**
 * Looks into everything that holds data, or that data depends on, among all that the plans delete, replace, cut short, or
 * make anew although the old one can be taken back. Asks the cloud only when there is such a thing.
 */
export async function judgePlans(session: Session, plans: readonly PlanToJudge[]): Promise<JudgedPlans> {
  const going = plans.flatMap(({ plan }) =>
    plan.changes
      .filter(({ action }) => action === 'delete' || action === 'replace')
      .map((change) => ({ plan, change })),
  );
  const suspicious = plans.filter(({ plan }) => plan.changes.some(isSuspicious));
  if (going.length + suspicious.length === 0) return { losses: [], guards: [] };
  const stored = new Map(
    await Promise.all(
      session.stacks.map(async (stack) => [stack.id, await storedAttributes(session.cloud, stack.state)] as const),
    ),
  );
  const attributesOf = ({ plan, beside }: PlanToJudge, address: string) =>
    stored.get(plan.id)?.get(address) ?? beside?.get(address);
  const isKnown = (plan: string, address: string) => stored.get(plan)?.has(address) ?? false;
  const suspects = suspicious.flatMap((each) =>
    each.plan.changes.flatMap((change) =>
      suspectOf(each.plan.id, change, {
        attributes: attributesOf(each, change.address),
        known: isKnown(each.plan.id, change.address),
      }),
    ),
  );
  const gone = new Set(going.map(({ plan, change }) => `${plan.id} ${change.address}`));
  const losses = await Promise.all(suspects.map((suspect) => lossOf(session, suspect, stored, gone)));
  const guards = await Promise.all(
    plans.flatMap((each) =>
      each.plan.changes
        .filter(({ action }) => action === 'delete' || action === 'replace')
        .map((change) => deletionGuard(session.cloud, each.plan.id, change, attributesOf(each, change.address) ?? {})),
    ),
  );
  const found = distinctNames(losses.filter((loss) => loss !== undefined));
  return { losses: await explained(session, found, suspects), guards: guards.filter((guard) => guard !== undefined) };
}

function isSuspicious({ action, type }: ResourceChange): boolean {
  return isDataBearing(type) && ['delete', 'replace', 'create', 'update'].includes(action);
}

function suspectOf(
  stack: string,
  change: ResourceChange,
  { attributes, known }: { readonly attributes: Attributes | undefined; readonly known: boolean },
): Suspect[] {
  const { action, type } = change;
  if (!isDataBearing(type) || !attributes) return [];
  const suspect = { stack, change, type, attributes, known };
  // What is in the state and is made all the same was deleted outside, or waits for that.
  if (action === 'create') return STORES[type].wayBack ? [{ ...suspect, action: 'recreate' }] : [];
  if (action === 'delete' || action === 'replace') return [{ ...suspect, action }];
  if (action !== 'update') return [];
  const after = new Map(change.attributes.map((each) => [each.path, each.after]));
  const before = { ...attributes, ...Object.fromEntries(change.attributes.map((each) => [each.path, each.before])) };
  const part = STORES[type].shortens?.(before, after);
  return part ? [{ ...suspect, action: 'shorten', part }] : [];
}

async function lossOf(
  session: Session,
  { stack, change, type, attributes, action, part, known }: Suspect,
  stored: ReadonlyMap<string, ReadonlyMap<string, Attributes>>,
  gone: ReadonlySet<string>,
): Promise<Loss | undefined> {
  const kind = STORES[type];
  const name = lossName(type, change.address);
  const cloud = inRegion(session.cloud, attributes.region);
  const context: LookContext = {
    cloud,
    attributes,
    environment: session.environment.id,
    known,
    name,
    mentions: async (value) => mentioning(value, stored, new Set([...gone, `${stack} ${change.address}`])),
  };
  const wayBack = await kind.wayBack?.(context).catch(() => undefined);
  if (action === 'recreate' && !wayBack) return undefined;
  const holds =
    action === 'recreate' ? await kind.look(context).catch(() => undefined) : await look(kind.look, context);
  if (!holds && action !== 'recreate') return undefined;
  const copies = REMOVES.has(action) && (kind.lastCopy?.applies?.(cloud, attributes) ?? true);
  return {
    name,
    stack,
    address: change.address,
    type,
    physical: physicalName(attributes, change.address),
    action,
    holds: holds?.words ?? 'what it held',
    ...(holds?.amounts ? { amounts: holds.amounts } : {}),
    lost: part ?? DATA_BEARING_TYPES[type],
    ...(kind.lastCopy && copies ? { lastCopy: kind.lastCopy.method } : {}),
    ...(REMOVES.has(action) && kind.empty?.applies(attributes) ? { emptied: true } : {}),
    ...(wayBack ? { wayBack } : {}),
  };
}

const REMOVES: ReadonlySet<LossAction> = new Set(['delete', 'replace']);

/** What a store holds; what can't be looked into is taken to hold something, and said. */
async function look(
  into: (context: LookContext) => Promise<Holding | undefined>,
  context: LookContext,
): Promise<Holding | undefined> {
  try {
    return await into(context);
  } catch (error) {
    return wordLookError(error as Error);
  }
}

/** Names of the things that hold data, stay, and mention a value. */
function mentioning(
  value: string,
  stored: ReadonlyMap<string, ReadonlyMap<string, Attributes>>,
  gone: ReadonlySet<string>,
): string[] {
  return [...stored].flatMap(([stack, resources]) =>
    [...resources].flatMap(([address, attributes]) => {
      const type = /(?:^|\.)(?<type>aws_\w+)\.[^.]+$/.exec(address)?.groups?.type ?? '';
      if (!isDataBearing(type) || type === 'aws_kms_key' || gone.has(`${stack} ${address}`)) return [];
      return Object.values(attributes).some((each) => JSON.stringify(each ?? null).includes(value))
        ? [lossName(type, address)]
        : [];
    }),
  );
}

/** Attributes that name a resource to people, the most telling first. */
const NAMES = ['bucket', 'identifier', 'cluster_identifier', 'replication_group_id', 'domain_name', 'name', 'id'];

function physicalName(attributes: Attributes, address: string): string {
  const name = NAMES.map((key) => attributes[key]).find((value) => typeof value === 'string' && value !== '');
  return typeof name === 'string' ? name : address;
}

/** Two things that would be called the same are told apart by their stacks. */
function distinctNames(losses: readonly Loss[]): Loss[] {
  const count = (name: string) => losses.filter((each) => each.name === name).length;
  return losses.map((loss) => (count(loss.name) > 1 ? { ...loss, name: `${loss.name}@${loss.stack}` } : loss));
}

/** With the lines that force them, and what is proven to be restorable. */
async function explained(session: Session, losses: readonly Loss[], suspects: readonly Suspect[]): Promise<Loss[]> {
  if (losses.length === 0) return [];
  const applied = await lastApplied(session);
  const edits = applied ? fileEdits(applied, session.environment, session.origins) : [];
  const proof = await provenUpTo(session);
  return losses.map((loss) => {
    const change = suspects.find(({ stack, change: { address } }) => stack === loss.stack && address === loss.address);
    const causes = change ? causesOf(loss.name, change.change, edits) : [];
    return { ...loss, ...(causes.length > 0 ? { causes } : {}), ...(proof ? { proof: coverage(proof, loss) } : {}) };
  });
}

type Proof = Omit<LossProof, 'covers'> & { readonly stores: readonly string[] };

async function provenUpTo({ cloud, environment }: Session): Promise<Proof | undefined> {
  const found = await newestProof(environment, { objects: cloud.objects }).catch(() => undefined);
  if (found?.proof.outcome !== 'proven') return undefined;
  const { set, at, rpoSeconds, assertions } = found.proof;
  const upTo = new Date(Date.parse(at) - rpoSeconds * 1_000).toISOString();
  return { set, upTo, stores: assertions.map(({ store }) => store) };
}

function coverage({ stores, ...proof }: Proof, { name, physical }: Loss): LossProof {
  const short = name.split('.').slice(1).join('.');
  return { ...proof, covers: stores.some((store) => store === short || store === name || store === physical) };
}
