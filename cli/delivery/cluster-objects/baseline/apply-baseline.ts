import pLimit from 'p-limit';
import type { Environment } from '../../../../environments/model/index.js';
import type { KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { step } from '../../../kernel/progress.js';
import { interrupted } from '../../../kernel/reported-error.js';
import { settleAll } from '../../../kernel/settle-all.js';
import { assertNamespacesOurs } from '../../workloads/namespace-owner.js';
import { applyObject } from './apply-object.js';
import type { ApplyBaselineOptions } from './baseline-options.js';
import { type BaselineChange, type BaselineResult, baselineResult, describeBaseline } from './baseline-result.js';
import { entryOf, type InventoryEntry, keyOf, readInventory, writeInventory } from './inventory.js';
import { prune } from './prune.js';

const AT_ONCE = 8;
const STEP = 'cluster/baseline';

/**
 * Makes the ground rules of a cluster what the environment says: applies what is new or different, removes what an earlier
 * baseline made and this one does not want. It may be run as often as one likes, and goes on after a run that was ended.
 *
 * @throws BacklotError `NamespaceTaken`, `FieldConflict`, `BaselineFailed`, `Interrupted`, and what the API server refuses.
 */
export async function applyBaseline(environment: Environment, options: ApplyBaselineOptions): Promise<BaselineResult> {
  const { progress, dryRun = false } = options;
  const began = performance.now();
  return step(
    progress,
    { id: STEP, title: 'cluster baseline' },
    async () => {
      const objects = options.objects ?? (await render(environment, options));
      return baselineResult(await apply(environment, objects, options), { dryRun, began });
    },
    (result) => ({
      status: result.created + result.changed + result.pruned > 0 ? 'done' : 'unchanged',
      message: describeBaseline(result),
    }),
  );
}

async function render(environment: Environment, { prometheus }: ApplyBaselineOptions) {
  const { renderBaseline } = await import('../../../../stacks/cluster-baseline.js');
  return renderBaseline(environment, { prometheus });
}

async function apply(
  environment: Environment,
  objects: readonly KubernetesObject[],
  options: ApplyBaselineOptions,
): Promise<BaselineChange[]> {
  const { cluster, progress, dryRun = false, takeOver = false, signal } = options;
  const kinds = Map.groupBy(objects, ({ kind }) => kind);
  const namespaces = kinds.get('Namespace') ?? [];
  await assertNamespacesOurs(
    cluster,
    environment,
    namespaces.map(({ metadata }) => metadata.name),
  );
  const earlier = await readInventory(cluster);
  const wanted = new Set(objects.map((object) => keyOf(entryOf(object))));
  const leftOver = earlier.filter((entry) => !wanted.has(keyOf(entry)));
  const changes: BaselineChange[] = [];
  const entries: InventoryEntry[] = [];
  const limit = pLimit(AT_ONCE);

  for (const [kind, ofKind] of kinds) {
    if (signal?.aborted) throw interrupted(`backlot deploy ${environment.id}`);
    progress.emit({ type: 'step-progress', id: STEP, message: `${kind} (${ofKind.length})` });
    const results = await Promise.allSettled(
      ofKind.map((object) => limit(() => applyObject(cluster, object, { dryRun, takeOver }))),
    );
    // Those beside it have ended, so that a second run finds a quiet cluster.
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
    for (const result of results) {
      if (result.status !== 'fulfilled') continue;
      const { action, entry } = result.value;
      const { name, namespace } = entry;
      const reason = action === 'deferred' ? { reason: `the cluster does not know ${kind} yet` } : {};
      changes.push({ action, kind, name, ...(namespace && { namespace }), ...reason });
      if (action !== 'deferred') entries.push(entry);
    }
    if (kind === 'Namespace' && !dryRun) await announce(environment, objects, earlier, options);
  }
  const known = new Map(earlier.map((entry) => [keyOf(entry), entry]));
  const deferred = objects.map(entryOf).flatMap((entry) => {
    const before = known.get(keyOf(entry));
    return before && !entries.some((each) => keyOf(each) === keyOf(entry)) ? [before] : [];
  });

  const removed = await pruneAll(environment, leftOver, options);
  changes.push(...removed.filter((change) => change !== undefined));
  if (!dryRun) {
    // What is kept is looked at again next time: it may be empty by then.
    const kept = leftOver.filter((_, index) => removed[index]?.action === 'kept');
    await writeInventory(cluster, environment, [...entries, ...deferred, ...kept]);
  }
  for (const { action, kind, name, reason } of changes) {
    if (action === 'kept')
      progress.emit({ type: 'note', level: 'warning', message: `${kind} ${name} is left: ${reason}` });
  }
  return changes;
}

/** Undefined where there was nothing to remove. A namespace that is kept keeps its rules: somebody runs under them. */
async function pruneAll(
  environment: Environment,
  entries: readonly InventoryEntry[],
  { cluster, dryRun = false }: ApplyBaselineOptions,
): Promise<(BaselineChange | undefined)[]> {
  const limit = pLimit(AT_ONCE);
  const removed = new Map<InventoryEntry, BaselineChange | undefined>();
  const remove = async (entry: InventoryEntry) => removed.set(entry, await prune(cluster, environment, entry, dryRun));
  const namespaces = entries.filter(({ kind }) => kind === 'Namespace');
  const others = entries.filter(({ kind }) => kind !== 'Namespace');
  await settleAll(namespaces.map((entry) => limit(() => remove(entry))));
  const occupied = namespaces.filter((entry) => removed.get(entry)?.action === 'kept').map(({ name }) => name);
  for (const entry of others) {
    const { kind, name, namespace } = entry;
    if (!namespace || !occupied.includes(namespace)) continue;
    removed.set(entry, { action: 'kept', kind, name, namespace, reason: `namespace ${namespace} is kept` });
  }
  await settleAll(others.filter((entry) => !removed.has(entry)).map((entry) => limit(() => remove(entry))));
  return entries.map((entry) => removed.get(entry));
}

/** Says what is about to be made, for the run after one that is ended here. */
async function announce(
  environment: Environment,
  objects: readonly KubernetesObject[],
  earlier: readonly InventoryEntry[],
  { cluster }: ApplyBaselineOptions,
): Promise<void> {
  const known = new Set(earlier.map(keyOf));
  const coming = objects.map(entryOf).filter((entry) => !known.has(keyOf(entry)));
  if (coming.length > 0) await writeInventory(cluster, environment, [...earlier, ...coming]);
}
