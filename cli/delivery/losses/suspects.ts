import { type DataBearingType, isDataBearing } from '../../../resources/index.js';
import { OwnResources, thingOf } from '../../../resources/own-resources.js';
import type { Session } from '../../session/open/session.js';
import { type Attributes, storedAttributes } from '../../session/outputs/stored-attributes.js';
import { inRegion } from './in-region.js';
import type { JudgedPlan, PlannedChange } from './judged-plan.js';
import type { LossAction } from './loss.js';
import { lossName } from './loss-name.js';
import { nameToday } from './name-today.js';
import { type LookContext, STORES } from './stores/index.js';
import { typeOf } from './type-of.js';

/** What is known of a plan. */
export interface PlanToJudge {
  readonly plan: JudgedPlan;
  /** Attributes as the plan met them, by address: newer than the stored state, and of what it doesn't have. @default those of the state */
  readonly beside?: ReadonlyMap<string, Attributes>;
}

/** One change of a thing that may hold data. */
export interface Suspect {
  readonly stack: string;
  readonly change: PlannedChange;
  readonly type: DataBearingType;
  /** Empty when nobody knows what it is like. */
  readonly attributes: Attributes;
  /** `enable` loses nothing: it is what taking back would do, too. */
  readonly action: LossAction | 'enable';
  /** Whether the state has it. */
  readonly known: boolean;
  /** With `shorten`: what of it goes, in words. */
  readonly part?: string;
}

/** A change that takes something away, whatever its type. */
export interface Removal {
  readonly stack: string;
  readonly change: PlannedChange;
  readonly attributes: Attributes;
}

/** What plans touch that may hold data, and all that they take away. */
export interface Suspects {
  readonly suspects: readonly Suspect[];
  readonly removals: readonly Removal[];
  /** Everything that the states have. */
  readonly ours: OwnResources;
  /** What a look into one of them may ask. */
  context(suspect: Suspect): LookContext;
}

/** Reads the states only when plans touch something that may hold data, or take something away. */
export async function findSuspects(session: Session, plans: readonly PlanToJudge[]): Promise<Suspects | undefined> {
  const touched = plans.some(({ plan }) => plan.changes.some((change) => isSuspicious(change) || removes(change)));
  if (!touched) return undefined;
  const stored = new Map(
    await Promise.all(
      session.stacks.map(async (stack) => [stack.id, await storedAttributes(session.cloud, stack.state)] as const),
    ),
  );
  const all = plans.flatMap(({ plan, beside }) =>
    plan.changes.map((change) => {
      const known = stored.get(plan.id)?.get(change.address);
      const asked = beside?.get(change.address);
      // Of what is made anew only the state knows what it was.
      const attributes = change.action === 'create' ? (known ?? asked) : (asked ?? known);
      return { stack: plan.id, change, attributes, known: known !== undefined };
    }),
  );
  const going = all.filter(({ change }) => removes(change));
  const gone = new Set(going.map(({ stack, change }) => `${stack} ${change.address}`));
  return {
    suspects: all.flatMap(({ stack, change, ...has }) => suspectOf(stack, change, has)),
    removals: going.map(({ stack, change, attributes = {} }) => ({ stack, change, attributes })),
    ours: new OwnResources(
      [...stored].flatMap(([stack, resources]) =>
        [...resources].map(([address, values]) =>
          thingOf(stack, address, typeOf(address), values, session.cloud.region),
        ),
      ),
    ),
    context: ({ stack, change, type, attributes, known }) => ({
      cloud: inRegion(session.cloud, attributes.region),
      attributes,
      environment: session.environment.id,
      known,
      name: nameToday(session.environment, lossName(type, change.address)),
      stored: (type) => ofType(stored, type),
      mentions: async (value) => mentioning(value, stored, new Set([...gone, `${stack} ${change.address}`])),
    }),
  };
}

function removes({ action }: PlannedChange): boolean {
  return action === 'delete' || action === 'replace';
}

function isSuspicious({ action, type }: PlannedChange): boolean {
  return isDataBearing(type) && ['delete', 'replace', 'create', 'update'].includes(action);
}

function suspectOf(
  stack: string,
  change: PlannedChange,
  { attributes, known }: { readonly attributes: Attributes | undefined; readonly known: boolean },
): Suspect[] {
  const { action, type } = change;
  if (!isDataBearing(type)) return [];
  // What goes is judged also where nobody knows what it is like: it is then taken to hold something.
  if (removes(change))
    return [{ stack, change, type, known, attributes: attributes ?? {}, action: change.action as LossAction }];
  if (!attributes) return [];
  const suspect = { stack, change, type, attributes, known };
  // What is in the state and is made all the same was deleted outside, or waits for that.
  if (action === 'create') return STORES[type].wayBack ? [{ ...suspect, action: 'recreate' }] : [];
  if (action !== 'update') return [];
  const after = new Map(change.attributes.map((each) => [each.path, each.after]));
  const before = { ...attributes, ...Object.fromEntries(change.attributes.map((each) => [each.path, each.before])) };
  const part = STORES[type].shortens?.(before, after);
  if (part) return [{ ...suspect, action: 'shorten', part }];
  return after.get('is_enabled') === true ? [{ ...suspect, action: 'enable' }] : [];
}

function ofType(stored: ReadonlyMap<string, ReadonlyMap<string, Attributes>>, type: string): Attributes[] {
  return [...stored.values()].flatMap((resources) =>
    [...resources].flatMap(([address, attributes]) => (typeOf(address) === type ? [attributes] : [])),
  );
}

/** Names of the things that hold data, stay, and mention a value. */
function mentioning(
  value: string,
  stored: ReadonlyMap<string, ReadonlyMap<string, Attributes>>,
  gone: ReadonlySet<string>,
): string[] {
  return [...stored].flatMap(([stack, resources]) =>
    [...resources].flatMap(([address, attributes]) => {
      const type = typeOf(address);
      if (gone.has(`${stack} ${address}`)) return [];
      // Where a bucket says by which key its objects are encrypted.
      const encryption = type === 'aws_s3_bucket_server_side_encryption_configuration';
      if (encryption) return JSON.stringify(attributes).includes(value) ? [`bucket ${attributes.bucket}`] : [];
      if (!isDataBearing(type) || type === 'aws_kms_key') return [];
      return Object.values(attributes).some((each) => JSON.stringify(each ?? null).includes(value))
        ? [lossName(type, address)]
        : [];
    }),
  );
}
