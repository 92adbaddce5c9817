import { isDataBearing } from '../../../resources/index.js';
import { thingOf } from '../../../resources/own-resources.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { Attributes } from '../../session/outputs/stored-attributes.js';
import { inRegion } from './in-region.js';
import type { PlannedChange } from './judged-plan.js';
import { type Keepers, keepersGuard } from './keepers-guard.js';
import { isGone } from './look-error.js';
import type { DeletionGuard } from './loss.js';
import { type Going, roleGuard } from './role-guard.js';
import { STORES } from './stores/index.js';

/** Attributes by which AWS refuses to delete a resource, whatever its type. */
const PROTECTIONS = ['deletion_protection', 'deletion_protection_enabled', 'enable_deletion_protection'];

/** What would stop a removal or replacement in the middle, when other things are gone already. */
export async function deletionGuard(
  cloud: Cloud,
  stack: string,
  { address, type }: PlannedChange,
  attributes: Attributes,
  going: readonly Going[] = [],
  keepers?: Keepers,
): Promise<DeletionGuard | undefined> {
  const own = await reasonOf(cloud, type, attributes, going);
  const thing = thingOf(stack, address, type, attributes, cloud.region);
  const reason = own ?? (keepers && (await keepersGuard(thing, keepers)));
  if (reason === undefined) return undefined;
  const physical = String(attributes.identifier ?? attributes.bucket ?? attributes.name ?? attributes.id ?? address);
  return { stack, address, physical, reason };
}

async function reasonOf(
  cloud: Cloud,
  type: string,
  attributes: Attributes,
  going: readonly Going[],
): Promise<string | undefined> {
  const on = PROTECTIONS.find((key) => {
    const value = attributes[key];
    return value === true || value === 'ACTIVE';
  });
  if (on !== undefined) {
    return `deletion protection is on: set 'deletionProtection: false' for it in the file of the environment and deploy that first`;
  }
  if (!isDataBearing(type) && type !== 'aws_iam_role') return undefined;
  try {
    if (type === 'aws_iam_role') return await roleGuard(cloud, attributes, going);
    return await STORES[type].guard?.(inRegion(cloud, attributes.region), attributes);
  } catch (error) {
    // It is gone already, and nothing stands in the way.
    if (isGone(error as Error)) return undefined;
    throw error;
  }
}
