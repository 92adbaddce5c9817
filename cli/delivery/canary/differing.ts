import type { ReplicaSet } from './rollout-objects.js';

interface Container {
  readonly name: string;
  readonly image?: string;
  readonly env?: readonly { readonly name: string }[];
  readonly [field: string]: unknown;
}

/**
 * What two versions of the same image differ in: `env LOG_LEVEL`, `resources`. Names only, for values may be long. Empty when
 * their images differ: then it is the image that tells them apart.
 */
export function differing(stable: ReplicaSet | undefined, canary: ReplicaSet | undefined, service: string): string[] {
  const [one, other] = [containerOf(stable, service), containerOf(canary, service)];
  if (!one || !other || one.image !== other.image) return [];
  const variables = (container: Container) => new Map(container.env?.map((each) => [each.name, JSON.stringify(each)]));
  const [before, after] = [variables(one), variables(other)];
  const names = union(before.keys(), after.keys()).filter((name) => before.get(name) !== after.get(name));
  const fields = union(Object.keys(one), Object.keys(other)).filter(
    (field) => field !== 'env' && JSON.stringify(one[field]) !== JSON.stringify(other[field]),
  );
  return [...names.map((name) => `env ${name}`), ...fields];
}

function containerOf(replicaSet: ReplicaSet | undefined, service: string): Container | undefined {
  const containers: readonly Container[] = replicaSet?.spec.template?.spec?.containers ?? [];
  return containers.find(({ name }) => name === service) ?? containers[0];
}

function union(one: Iterable<string>, other: Iterable<string>): string[] {
  return [...new Set([...one, ...other])].sort();
}
