import type { StateBucketPart } from '../../adapters/aws/index.js';
import type { StackPlan } from '../../delivery/plan/plan-result.js';
import type { Attributes } from '../../session/outputs/stored-attributes.js';
import type { BootstrapThing, ThingStatus, ThingWish } from './bootstrap-result.js';

/** `aws_s3_bucket_policy` in words. */
export function kindOf(type: string): string {
  return type.replace(/^aws_/, '').replaceAll('_', ' ');
}

/** What will become of the parts of the state bucket. */
export function wishesForBucket(parts: readonly StateBucketPart[], bucket: string): BootstrapThing<ThingWish>[] {
  return parts.map(({ type, id, condition }) => ({
    kind: kindOf(type),
    name: id || bucket,
    status: WISHES[condition],
  }));
}

const WISHES = { exists: 'keep', missing: 'create', different: 'change' } as const;

/** What will become of what the foundation declares; what belongs to the state bucket is left out. */
export function wishesForStack(plan: StackPlan, bucketTypes: ReadonlyMap<string, string>): BootstrapThing<ThingWish>[] {
  const ofBucket = new Set(bucketTypes.values());
  return plan.changes.flatMap(({ address, type, action }) => {
    const status = ACTIONS[action];
    return status === undefined || ofBucket.has(address) ? [] : [{ kind: kindOf(type), name: address, status }];
  });
}

const ACTIONS: Readonly<Partial<Record<string, ThingWish>>> = { create: 'create', update: 'change', import: 'adopt' };

/** What the run is told by, thing for thing. */
export interface ThingSources {
  /** The state after it, by address. */
  readonly stored: ReadonlyMap<string, Attributes>;
  /** What was planned for the foundation; nothing when there was nothing to plan. */
  readonly plan: StackPlan | undefined;
  /** The state bucket as it was found. */
  readonly parts: readonly StateBucketPart[];
  /** Type → address of the parts of the state bucket. */
  readonly bucket: ReadonlyMap<string, string>;
}

/** Every thing of the foundation with what became of it. */
export function thingsOf({ stored, plan, parts, bucket }: ThingSources): BootstrapThing[] {
  const actions = new Map((plan?.changes ?? []).map(({ address, action }) => [address, action]));
  const made = new Map(parts.map(({ type, condition }) => [bucket.get(type), condition]));
  return [...stored]
    .map(([address, attributes]) => {
      const type = address.split('.')[0] ?? address;
      const status = statusOf(actions.get(address), made.get(address));
      return { kind: kindOf(type), name: nameOf(attributes, address), status };
    })
    .sort((left, right) => left.kind.localeCompare(right.kind) || left.name.localeCompare(right.name));
}

function statusOf(action: string | undefined, condition: StateBucketPart['condition'] | undefined): ThingStatus {
  if (condition === 'missing' || action === 'create' || action === 'replace') return 'created';
  if (condition === 'different' || action === 'update') return 'changed';
  return action === 'import' ? 'adopted' : 'exists';
}

/** Attributes that name a resource to people, the most telling first. */
const NAMES = ['bucket', 'name', 'role', 'url', 'endpoint', 'topic_arn', 'description', 'arn', 'id'];

function nameOf(attributes: Attributes, address: string): string {
  const found = NAMES.map((key) => attributes[key]).find((value) => typeof value === 'string' && value !== '');
  const policy = typeof attributes.policy_arn === 'string' ? ` ← ${attributes.policy_arn.split('/').at(-1)}` : '';
  return `${typeof found === 'string' ? found : address}${policy}`;
}

const OBJECT_LOCK = 'aws_s3_bucket_object_lock_configuration';

/**
 * The Object Lock of the state bucket, which no stack declares: it can be turned on and never off, so that Terraform could only
 * promise to delete it. One that nobody asks for any more is told.
 */
export function objectLockThings(
  parts: readonly StateBucketPart[],
  { bucket, found }: { readonly bucket: string; readonly found: boolean },
): BootstrapThing[] {
  const part = parts.find(({ type }) => type === OBJECT_LOCK);
  const thing = { kind: kindOf(OBJECT_LOCK), name: bucket };
  if (part) return [{ ...thing, status: statusOf(undefined, part.condition) }];
  const note =
    "nobody asks for it any more, and AWS lets nobody turn it off: records that are kept stay so until their time is over, new ones aren't";
  return found ? [{ ...thing, status: 'exists', note }] : [];
}
