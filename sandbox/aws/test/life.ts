import { expect, it } from '@jest/globals';
import type { PlannedResource, Resources, TestCloud } from './harness.js';

/** The life of some resources: created, changed in place, changed by others, taken over, destroyed. */
export interface Life {
  readonly cloud: () => TestCloud;
  readonly resources: Resources;
  /** Looks at what creation made. */
  readonly created?: (cloud: TestCloud) => Promise<void>;
  /** The same resources with other arguments. */
  readonly changed: Resources;
  /** What the change is planned as: addresses, in any order. */
  readonly changes: readonly string[];
  /** Looks at what the change made. */
  readonly updated?: (cloud: TestCloud) => Promise<void>;
  /** What somebody else does, past Terraform. */
  readonly meddle: (cloud: TestCloud) => Promise<void>;
  /** Address to the attributes that a plan finds changed then. */
  readonly drift: Readonly<Record<string, readonly string[]>>;
  /** Address to import id; those that cannot be imported are left out, and created again. */
  readonly imports: (cloud: TestCloud) => Promise<Readonly<Record<string, string>>>;
  /** Address to the arguments that no API tells, so that an import plans to write them. @default none */
  readonly unknownToImport?: Readonly<Record<string, readonly string[]>>;
  /** Looks whether everything is gone. */
  readonly destroyed: (cloud: TestCloud) => Promise<void>;
}

/** Writes the tests of a life: they run in order, each on what the one before left. */
export function describeLife(life: Life): void {
  const cloud = () => life.cloud();

  it('creates what is declared, changes and removes tags of all of it, and finds nothing to change afterwards', async () => {
    // A tag that is added is written by the call that changes one.
    const tags = cloud().defaultTags;
    cloud().defaultTags = { owner: 'before', dropped: 'soon' };
    await cloud().configure(life.resources);
    await cloud().apply();
    cloud().defaultTags = tags;
    await cloud().configure(life.resources);
    await cloud().apply();
    expect(await cloud().plan()).toEqual([]);
    await life.created?.(cloud());
  });

  it('changes in place what can be changed, and finds nothing to change afterwards', async () => {
    await cloud().configure(life.changed);
    const plan = await cloud().plan();
    expect(plan.map(({ address, action }) => `${action} ${address}`).sort()).toEqual([...life.changes].sort());
    await cloud().apply();
    expect(await cloud().plan()).toEqual([]);
    await life.updated?.(cloud());
  });

  it('sees what others changed, and sets it right', async () => {
    await life.meddle(cloud());
    expect(drifted(await cloud().plan())).toEqual(sorted(life.drift));
    await cloud().apply();
    expect(await cloud().plan()).toEqual([]);
  });

  it('takes over what exists as it is', async () => {
    const imports = await life.imports(cloud());
    await cloud().forget();
    await cloud().configure(life.changed, imports);
    const plan = await cloud().plan();
    const unknown = life.unknownToImport ?? {};
    expect(drifted(plan.filter(({ action }) => action === 'update'))).toEqual(sorted(unknown));
    const taken = plan.filter(({ action }) => action === 'import').map(({ address }) => address);
    expect(taken.sort()).toEqual(
      Object.keys(imports)
        .filter((address) => !(address in unknown))
        .sort(),
    );
    await cloud().apply();
    expect(await cloud().plan()).toEqual([]);
  });

  it('leaves nothing behind', async () => {
    await cloud().destroy();
    await life.destroyed(cloud());
  });
}

function drifted(plan: readonly PlannedResource[]): object {
  return sorted(Object.fromEntries(plan.map(({ address, attributes }) => [address, attributes])));
}

function sorted(found: Readonly<Record<string, readonly string[]>>): object {
  return Object.fromEntries(
    Object.entries(found)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([address, names]) => [address, [...names].sort()]),
  );
}
