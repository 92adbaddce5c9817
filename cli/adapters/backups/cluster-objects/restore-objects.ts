import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { Kubernetes, KubernetesObject } from '../../kubernetes/index.js';
import { type ClusterArchive, objectName } from './export-objects.js';
import { isKept, moved, quiet } from './quiet.js';
import { REVISION_KEY } from './strip.js';

const FIELD_MANAGER = 'backlot-restore';
const SHOWN = 5;

/**
 * Lets the server try all objects of an export as objects of `namespace`, and keeps none.
 *
 * @returns those that it takes
 * @throws BacklotError `ObjectsRefused` naming what it refuses and why.
 */
export async function tryObjects(
  cluster: Kubernetes,
  archive: ClusterArchive,
  namespace: string,
): Promise<readonly KubernetesObject[]> {
  const refused: string[] = [];
  const taken: KubernetesObject[] = [];
  for (const object of archive.objects) {
    const { kind } = object;
    if (kind === 'Namespace') continue;
    if (!(await cluster.serves(object.apiVersion, kind))) {
      // Its definition comes with it, and is there when it is needed.
      if (defines(archive, object)) continue;
      refused.push(`${objectName(object)}: the server doesn't know ${object.apiVersion} ${kind}`);
      continue;
    }
    try {
      const there = moved(object, archive.namespace, namespace);
      await cluster.apply(there, { fieldManager: FIELD_MANAGER, force: true, dryRun: true });
      taken.push(object);
    } catch (error) {
      if (!(error instanceof BacklotError) || error.exitCode === 4) throw error;
      refused.push(`${objectName(object)}: ${error.message}`);
    }
  }
  if (refused.length > 0) throw refusedError(refused, namespace);
  return taken;
}

/** Makes the objects in a namespace of their own so that nothing of them runs. Twice is as good as once. */
export async function makeQuiet(cluster: Kubernetes, archive: ClusterArchive, namespace: string): Promise<void> {
  for (const object of archive.objects.filter(isKept)) {
    const there = quiet(moved(object, archive.namespace, namespace));
    await cluster.apply(there, { fieldManager: FIELD_MANAGER, force: true });
  }
}

/** Applies the objects over those that are there; what was made since stays. */
export async function applyOver(cluster: Kubernetes, archive: ClusterArchive): Promise<void> {
  const scaled = scaledByOthers(archive.objects);
  for (const object of archive.objects) {
    const { apiVersion, kind, metadata } = object;
    const living = MERGED.has(kind)
      ? await cluster.get({ apiVersion, kind, name: metadata.name, namespace: metadata.namespace })
      : undefined;
    // An older definition could not read what a newer one stored.
    if (kind === 'CustomResourceDefinition' && living) continue;
    const wanted = scaled.has(`${kind} ${metadata.name}`) ? withoutReplicas(object) : object;
    await cluster.apply(withRevision(wanted, living), { fieldManager: FIELD_MANAGER, force: true });
  }
}

const MERGED: ReadonlySet<string> = new Set(['CustomResourceDefinition', 'Service']);

/** A service that a canary points to a revision goes on doing so: the revision of the backup may be gone. */
function withRevision(object: KubernetesObject, living: KubernetesObject | undefined): KubernetesObject {
  const { selector } = (living?.spec ?? {}) as { readonly selector?: Readonly<Record<string, string>> };
  if (object.kind !== 'Service' || !selector?.[REVISION_KEY]) return object;
  const spec = object.spec as { readonly selector?: object };
  return { ...object, spec: { ...spec, selector: { ...spec.selector, [REVISION_KEY]: selector[REVISION_KEY] } } };
}

function defines({ objects }: ClusterArchive, { apiVersion, kind }: KubernetesObject): boolean {
  const [group] = apiVersion.split('/');
  return objects.some((each) => {
    const { spec } = each as {
      readonly spec?: { readonly group?: string; readonly names?: { readonly kind?: string } };
    };
    return each.kind === 'CustomResourceDefinition' && spec?.group === group && spec?.names?.kind === kind;
  });
}

/** Workloads whose replicas an autoscaler says: `Deployment api`. */
function scaledByOthers(objects: readonly KubernetesObject[]): ReadonlySet<string> {
  return new Set(
    objects.flatMap(({ kind, spec }) => {
      const { scaleTargetRef: target } = (spec ?? {}) as { scaleTargetRef?: { kind?: string; name?: string } };
      if (!target || (kind !== 'HorizontalPodAutoscaler' && kind !== 'ScaledObject')) return [];
      return [`${target.kind ?? 'Deployment'} ${target.name}`];
    }),
  );
}

function withoutReplicas(object: KubernetesObject): KubernetesObject {
  const { replicas: _, ...spec } = (object.spec ?? {}) as Record<string, unknown>;
  return { ...object, spec };
}

function refusedError(refused: readonly string[], namespace: string): BacklotError {
  const more = refused.length > SHOWN ? `; and ${refused.length - SHOWN} more` : '';
  return new BacklotError({
    code: 'ObjectsRefused',
    message: `the server refuses ${refused.length} of the objects for namespace '${namespace}', so none was restored: ${refused.slice(0, SHOWN).join('; ')}${more}`,
    source: 'upstream',
    hints: ['install what is missing first'],
    actions: ['backlot deploy <environment>', 'backlot status <environment>'],
    details: { refused },
  });
}
