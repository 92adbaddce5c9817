import { type DataBearingType, RESOURCE_TYPES } from './all-types.gen.js';
import type { HeldData, ResourceType } from './resource-type.js';

export { type DataBearingType, RESOURCE_TYPES, type UnseenType } from './all-types.gen.js';
export type { BackedUp, HeldData, ResourceType, StoreKind } from './resource-type.js';

/** What is known of a Terraform type; undefined of one that no version of ours makes. */
export function resourceType(type: string): ResourceType | undefined {
  return Object.hasOwn(RESOURCE_TYPES, type) ? RESOURCE_TYPES[type as keyof typeof RESOURCE_TYPES] : undefined;
}

/** Every type that anything is known of. */
export const resourceTypes: readonly ResourceType[] = Object.values(RESOURCE_TYPES);

/** Whether resources of the Terraform type hold data. */
export function isDataBearing(type: string): type is DataBearingType {
  return resourceType(type)?.holds !== undefined;
}

/** What resources of a type hold. */
export function heldData(type: DataBearingType): HeldData {
  return RESOURCE_TYPES[type].holds;
}

/**
 * Whether somebody else may have the name that a resource of ours wants. The rest is looked for only where a run may have left
 * it: what hangs on ours nobody else has, and what may exist twice takes a call for each that there is.
 */
export function canBeTaken(type: string): boolean {
  const { hangs, repeatable, wanted } = resourceType(type) ?? {};
  return !hangs && (!repeatable || wanted === true);
}
