import { z } from 'zod';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { shell } from '../../../../modules/values/shell-quoted.js';
import type { Kubernetes, KubernetesObject, ObjectReference } from '../../../adapters/kubernetes/index.js';
import { storedJsonOrNone } from '../../../kernel/stored-json.js';
import { OWNER_ANNOTATION, ownerOf } from '../../workloads/namespace-owner.js';
import { FIELD_MANAGER } from './baseline-options.js';

/** An object that a baseline made. */
export interface InventoryEntry extends ObjectReference {
  /** Unknown while it is about to be made. */
  readonly uid?: string;
  /** Of what was applied, so that a later look can tell whether the declaration has changed since. @default not on record */
  readonly hash?: string;
}

const REFERENCE: ObjectReference = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: 'backlot-baseline',
  namespace: 'backlot-system',
};

interface InventoryObject extends KubernetesObject {
  readonly data?: { readonly objects?: string };
}

const name = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9][A-Za-z0-9.:_-]*$/);
const shape = z.array(
  z.looseObject({
    apiVersion: z.string().regex(/^[a-z0-9.-]+(\/[a-z0-9]+)?$/),
    kind: z.string().regex(/^[A-Za-z0-9]+$/),
    name,
    namespace: name.optional(),
    uid: z.string().optional(),
    hash: z.string().optional(),
  }),
);

/** What the baselines of this cluster made that is still there; empty before the first. @throws BacklotError `InventoryDamaged` */
export async function readInventory(cluster: Kubernetes): Promise<InventoryEntry[]> {
  const found = await cluster.get<InventoryObject>(REFERENCE);
  if (!found?.data?.objects) return [];
  const entries = storedJsonOrNone(found.data.objects, shape);
  if (entries) return entries as InventoryEntry[];
  throw new BacklotError({
    code: 'InventoryDamaged',
    message: `the ConfigMap ${REFERENCE.namespace}/${REFERENCE.name}, which says what the baselines of this cluster made, is not what was written: nothing is applied or removed by it`,
    source: 'platform',
    hints: [
      'remove it: the next deploy takes over what is declared and writes it anew; what is declared no more then stays',
    ],
    actions: [shell`kubectl --namespace ${REFERENCE.namespace} get configmap ${REFERENCE.name} --output yaml`],
  });
}

/**
 * Keeps what was made. It is written before and after a change, so that what a run leaves behind that was ended in the
 * middle is known to the next.
 */
export async function writeInventory(
  cluster: Kubernetes,
  environment: Environment,
  entries: readonly InventoryEntry[],
): Promise<void> {
  const sorted = [...entries].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const lines = sorted.map(({ apiVersion, kind, namespace, name, uid, hash }) =>
    JSON.stringify({ apiVersion, kind, namespace, name, uid, hash }),
  );
  await cluster.apply(
    {
      apiVersion: REFERENCE.apiVersion,
      kind: REFERENCE.kind,
      metadata: {
        name: REFERENCE.name,
        namespace: REFERENCE.namespace,
        labels: { 'app.kubernetes.io/managed-by': 'backlot' },
        annotations: { [OWNER_ANNOTATION]: ownerOf(environment) },
      },
      data: { objects: `[${lines.join(',\n ')}]\n` },
    },
    { fieldManager: FIELD_MANAGER, force: true },
  );
}

/** Names an object whatever its version: `argoproj.io/Rollout/streaming/api`. */
export function keyOf({ apiVersion, kind, namespace, name }: ObjectReference): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return [group, kind, namespace ?? '', name].join('/');
}

/** The reference of an object, with its uid when it has one. */
export function entryOf({ apiVersion, kind, metadata }: KubernetesObject): InventoryEntry {
  const { name, namespace, uid } = metadata;
  return { apiVersion, kind, name, ...(namespace && { namespace }), ...(uid && { uid }) };
}
