import { declaredResources, type ResourceKind } from './rules/declared.js';
import type { Environment } from './schema/environment.js';

export type { ResourceKind } from './rules/declared.js';

/** What kind of resource a name that services need stands for; undefined when nothing of this name is declared. */
export function resourceKind(environment: Environment, name: string): ResourceKind | undefined {
  const declared = Object.entries(declaredResources(environment)) as [ResourceKind, readonly string[]][];
  return declared.find(([, names]) => names.includes(name))?.[0];
}
