import type { Environment } from '../../../environments/model/index.js';
import { stateBucket } from '../../../stacks/state-location.js';
import { canonicalHash } from '../../kernel/canonical-hash.js';
import type { AttributeChange } from '../../kernel/diff/attribute-diff.js';
import { attributeDiff } from '../../kernel/diff/attribute-diff.js';
import type { ValueChange } from '../../kernel/diff/value-diff.js';
import { diffValues } from '../../kernel/diff/value-diff.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import { ArchiveStore } from './archive-store.js';
import type { Ledger, LedgerEntry } from './ledger.js';
import { newestContent } from './record-release.js';
import type { ArchivedObject, ArchivedStack, ReleaseArchive } from './release-archive.js';
import type { ReleasedService, ReleaseRecord } from './release-record.js';
import { withLedger } from './with-ledger.js';

/** Whether something is in only one of two releases, or another in both. */
export type DiffAction = 'added' | 'removed' | 'changed';

/** One service that is not the same in two releases. */
export interface ServiceDifference {
  readonly service: string;
  readonly action: DiffAction;
  readonly imageBefore?: string;
  readonly imageAfter?: string;
  readonly chartBefore?: string;
  readonly chartAfter?: string;
  readonly values: readonly ValueChange[];
}

/** One resource whose declaration is not the same. */
export interface ResourceDifference {
  /** `aws_sqs_queue.ingest` */
  readonly address: string;
  readonly action: DiffAction;
  readonly attributes: readonly AttributeChange[];
}

/** One stack that is not the same. */
export interface StackDifference {
  readonly id: string;
  readonly action: DiffAction;
  readonly resources: readonly ResourceDifference[];
}

/** One object of the baseline that is not the same. */
export interface ObjectDifference {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly action: DiffAction;
}

/** A schema, or what a service supports of it, that is not the same. */
export interface SchemaDifference {
  /** `postgres.main` */
  readonly store: string;
  /** Whose contract it is. @default the store's own version */
  readonly service?: string;
  readonly before?: string;
  readonly after?: string;
}

/** What differs between two releases. */
export interface ReleaseDiff {
  readonly environment: string;
  readonly from: number;
  readonly to: number;
  readonly services: readonly ServiceDifference[];
  readonly stacks: readonly StackDifference[];
  readonly baseline: readonly ObjectDifference[];
  readonly schemas: readonly SchemaDifference[];
}

/**
 * Compares two releases by their records and archives, not by what is there now.
 *
 * @param numbers from and to. @default the one before the newest, the newest
 * @throws BacklotError `UnknownRelease` (exit code 3), `LedgerDamaged`, `ArchiveMissing`, `ArchiveDamaged`
 */
export async function diffReleases(
  environment: Environment,
  numbers: { readonly from?: number; readonly to?: number },
  options: OperationOptions = {},
): Promise<ReleaseDiff> {
  return withLedger(environment, options, async (ledger, cloud) => {
    const to = await newer(ledger, numbers.to);
    const from = numbers.from === undefined ? await older(ledger, to) : await ledger.get(numbers.from);
    const store = new ArchiveStore(cloud.archives, stateBucket(environment), environment.id);
    const archiveOf = async ({ archive }: ReleaseRecord) => (archive ? store.read(archive) : undefined);
    const [before, after] = [await archiveOf(from.record), await archiveOf(to.record)];
    return {
      environment: environment.id,
      from: from.record.number,
      to: to.record.number,
      services: diffServices(from.record.services, to.record.services),
      stacks: diffStacks(before, after),
      baseline: diffObjects(before?.baseline ?? [], after?.baseline ?? []),
      schemas: diffSchemas(from.record, to.record),
    };
  });
}

async function newer(ledger: Ledger, number: number | undefined): Promise<LedgerEntry> {
  if (number !== undefined) return ledger.get(number);
  return (await newestContent(ledger.newestFirst())) ?? ledger.get(1);
}

async function older(ledger: Ledger, { record }: LedgerEntry): Promise<LedgerEntry> {
  for await (const entry of ledger.newestFirst()) {
    if (entry.record.number < record.number && entry.record.operation !== 'restore-proof') return entry;
  }
  return ledger.get(record.number - 1);
}

function diffServices(before: readonly ReleasedService[], after: readonly ReleasedService[]): ServiceDifference[] {
  const present = (services: readonly ReleasedService[]) =>
    new Map(services.flatMap((each) => (each.status === 'removed' || !each.values ? [] : [[each.service, each]])));
  const [left, right] = [present(before), present(after)];
  return union(left, right).flatMap((service): ServiceDifference[] => {
    const [one, other] = [left.get(service), right.get(service)];
    const values = one && other ? diffValues(one.values, other.values) : [];
    const action = actionOf(one, other, values.length === 0 && one?.chartHash === other?.chartHash);
    if (!action) return [];
    return [
      {
        service,
        action,
        ...(one ? { imageBefore: one.image } : {}),
        ...(other ? { imageAfter: other.image } : {}),
        ...(one?.chartHash === other?.chartHash ? {} : { chartBefore: one?.chart, chartAfter: other?.chart }),
        values,
      },
    ];
  });
}

function diffStacks(before: ReleaseArchive | undefined, after: ReleaseArchive | undefined): StackDifference[] {
  const byId = (archive: ReleaseArchive | undefined) => new Map(archive?.stacks.map((stack) => [stack.id, stack]));
  const [left, right] = [byId(before), byId(after)];
  return union(left, right).flatMap((id): StackDifference[] => {
    const [one, other] = [left.get(id), right.get(id)];
    const resources = diffResources(resourcesOf(one), resourcesOf(other));
    const action = actionOf(one, other, resources.length === 0);
    return action ? [{ id, action, resources }] : [];
  });
}

function diffResources(left: Map<string, unknown>, right: Map<string, unknown>): ResourceDifference[] {
  return union(left, right).flatMap((address): ResourceDifference[] => {
    const [before, after] = [left.get(address), right.get(address)];
    const attributes = before && after ? attributeDiff({ before, after }) : [];
    const action = actionOf(before, after, attributes.length === 0);
    return action ? [{ address, action, attributes }] : [];
  });
}

function resourcesOf(stack: ArchivedStack | undefined): Map<string, unknown> {
  const { resource = {} } = JSON.parse(stack?.config ?? '{}') as { resource?: Record<string, Record<string, unknown>> };
  const entries = Object.entries(resource).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, body]) => [`${type}.${name}`, withoutMetadata(body)] as const),
  );
  return new Map(entries);
}

/** Where in the code a construct is, which says nothing of what it is. */
function withoutMetadata(body: unknown): unknown {
  const { '//': _, ...rest } = body as Record<string, unknown>;
  return rest;
}

function diffObjects(before: readonly ArchivedObject[], after: readonly ArchivedObject[]): ObjectDifference[] {
  const byKey = (objects: readonly ArchivedObject[]) =>
    new Map(objects.map((each) => [[each.kind, each.metadata.namespace ?? '', each.metadata.name].join('/'), each]));
  const [left, right] = [byKey(before), byKey(after)];
  return union(left, right).flatMap((key): ObjectDifference[] => {
    const [one, other] = [left.get(key), right.get(key)];
    const action = actionOf(one, other, canonicalHash(one ?? null) === canonicalHash(other ?? null));
    const [kind = '', namespace = '', name = ''] = key.split('/');
    return action ? [{ kind, name, ...(namespace ? { namespace } : {}), action }] : [];
  });
}

function diffSchemas(from: ReleaseRecord, to: ReleaseRecord): SchemaDifference[] {
  const flat = ({ schemas }: ReleaseRecord) => {
    const versions = Object.entries(schemas?.versions ?? {}).map(([store, version]) => [store, `${version}`] as const);
    const contracts = Object.entries(schemas?.contracts ?? {}).flatMap(([service, stores]) =>
      Object.entries(stores).map(([store, range]) => [`${store} ${service}`, range] as const),
    );
    return new Map([...versions, ...contracts]);
  };
  const [left, right] = [flat(from), flat(to)];
  return union(left, right).flatMap((key) => {
    const [before, after] = [left.get(key), right.get(key)];
    if (before === after) return [];
    const [store = '', service] = key.split(' ');
    return [{ store, ...(service ? { service } : {}), ...(before ? { before } : {}), ...(after ? { after } : {}) }];
  });
}

function actionOf(before: unknown, after: unknown, same: boolean): DiffAction | undefined {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return same ? undefined : 'changed';
}

function union(left: ReadonlyMap<string, unknown>, right: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...left.keys(), ...right.keys()])].sort();
}
