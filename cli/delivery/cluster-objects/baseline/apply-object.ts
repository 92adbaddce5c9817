import { isDeepStrictEqual } from 'node:util';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { shell } from '../../../../modules/values/shell-quoted.js';
import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { canonicalHash } from '../../../kernel/canonical-hash.js';
import { FIELD_MANAGER } from './baseline-options.js';
import type { BaselineAction } from './baseline-result.js';
import { entryOf, type InventoryEntry } from './inventory.js';

/** What became of an object. */
export interface AppliedObject {
  readonly action: Extract<BaselineAction, 'created' | 'changed' | 'unchanged' | 'deferred'>;
  readonly entry: InventoryEntry;
}

/**
 * Applies one object and tells whether that changed anything.
 *
 * @throws BacklotError `FieldConflict` with the manager, the field and the value that it should have.
 */
export async function applyObject(
  cluster: Kubernetes,
  object: KubernetesObject,
  { dryRun, takeOver }: { readonly dryRun: boolean; readonly takeOver: boolean },
): Promise<AppliedObject> {
  const { apiVersion, kind, metadata } = object;
  if (!(await cluster.serves(apiVersion, kind))) return { action: 'deferred', entry: entryOf(object) };
  const before = await cluster.get({ apiVersion, kind, name: metadata.name, namespace: metadata.namespace });
  // It cannot be tried where its namespace is yet to be made.
  if (!before && dryRun) return { action: 'created', entry: entryOf(object) };
  const after = await applied(cluster, object, { dryRun, force: takeOver });
  const entry = { ...entryOf(after), hash: canonicalHash(object) };
  if (!before) return { action: 'created', entry };
  const same = isDeepStrictEqual(substance(before), substance(after));
  return { action: same ? 'unchanged' : 'changed', entry };
}

async function applied(
  cluster: Kubernetes,
  object: KubernetesObject,
  options: { readonly dryRun: boolean; readonly force: boolean },
): Promise<KubernetesObject> {
  try {
    return await cluster.apply(object, { fieldManager: FIELD_MANAGER, ...options });
  } catch (error) {
    if (!(error instanceof BacklotError) || error.code !== 'FieldConflict') throw error;
    const conflicts = error.details.conflicts as readonly { manager: string; field: string }[];
    // What another part of this program set before, such as the sandbox when it made a namespace.
    if (conflicts.every(({ manager }) => manager.startsWith('backlot'))) {
      return cluster.apply(object, { fieldManager: FIELD_MANAGER, dryRun: options.dryRun, force: true });
    }
    throw conflictWithRemedy(error, object, conflicts);
  }
}

function conflictWithRemedy(
  error: BacklotError,
  object: KubernetesObject,
  conflicts: readonly { readonly manager: string; readonly field: string }[],
): BacklotError {
  const wanted = conflicts.map(({ manager, field }) => ({ manager, field, wanted: valueAt(object, field) }));
  const { name, namespace } = object.metadata;
  const where = [object.kind.toLowerCase(), name, ...(namespace ? ['-n', namespace] : [])];
  return new BacklotError({
    code: 'FieldConflict',
    message: `the baseline and another manager both want to say what ${object.kind} ${namespace ? `${namespace}/` : ''}${name} is: ${wanted
      .map((each) => `${each.field} was set by ${each.manager}, the baseline wants ${JSON.stringify(each.wanted)}`)
      .join('; ')}`,
    hints: ['give it the wanted value by hand, which ends the conflict'],
    actions: [shell`kubectl get ${where} -o yaml --show-managed-fields`, shell`kubectl edit ${where}`],
    details: { ...error.details, conflicts: wanted },
    cause: error,
  });
}

/** The value at a path such as `.metadata.labels.pod-security.kubernetes.io/enforce`; keys may have dots in them. */
function valueAt(value: unknown, path: string): unknown {
  const rest = path.replace(/^\./, '');
  if (rest === '') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (rest === key) return inner;
    if (rest.startsWith(`${key}.`)) {
      const found = valueAt(inner, rest.slice(key.length + 1));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** An object without what the server keeps for itself. */
function substance({ metadata, status: _, ...rest }: KubernetesObject): unknown {
  const { managedFields: __, resourceVersion: ___, generation: ____, ...kept } = metadata;
  return JSON.parse(JSON.stringify({ ...rest, metadata: kept }));
}
