import { parseAllDocuments } from 'yaml';
import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { FIELD_MANAGER } from '../../../delivery/cluster-objects/baseline/baseline-options.js';
import { readInventory } from '../../../delivery/cluster-objects/baseline/inventory.js';
import { readHelmRelease } from '../../../delivery/workloads/helm-release-record.js';
import { canonicalHash } from '../../../kernel/canonical-hash.js';
import type { OpenedCluster } from '../../../session/cluster/open-cluster.js';
import type { Session } from '../../../session/open/session.js';
import type { ObjectBasis } from './object-drift.js';

/** Objects of one owner and what they are held against. */
export interface WantedObjects {
  /** `baseline`, `service:api`. */
  readonly owner: string;
  readonly objects: readonly ObjectBasis[];
  /** When they were applied, ISO 8601. @default not on record */
  readonly appliedAt?: string;
}

/** The baseline as it is declared now; what an inventory with the same hash lists was applied exactly so. */
export async function baselineObjects(
  session: Session,
  { kubernetes, prometheus }: OpenedCluster,
): Promise<WantedObjects> {
  const { renderBaseline } = await import('../../../../stacks/cluster-baseline.js');
  const objects = await renderBaseline(session.environment, { prometheus });
  const inventory = await readInventory(kubernetes);
  const known = new Map(inventory.map((entry) => [nameOf(entry.kind, entry.namespace, entry.name), entry]));
  const bases = await Promise.all(
    objects.map(async (wanted): Promise<ObjectBasis[]> => {
      if (!(await kubernetes.serves(wanted.apiVersion, wanted.kind))) return [];
      const entry = known.get(nameOf(wanted.kind, wanted.metadata.namespace, wanted.metadata.name));
      const live = await liveOf(kubernetes, wanted);
      const applied = live ? entry?.hash === canonicalHash(wanted) : entry !== undefined;
      return [{ owner: 'baseline', wanted, live, applied, manager: FIELD_MANAGER }];
    }),
  );
  return { owner: 'baseline', objects: bases.flat() };
}

/** What Helm applied for a service; undefined when it was never deployed. */
export async function serviceObjects(
  kubernetes: Kubernetes,
  { service, namespace }: { readonly service: string; readonly namespace: string },
): Promise<WantedObjects | undefined> {
  const release = await readHelmRelease(kubernetes, { namespace, release: service });
  if (!release?.manifest) return undefined;
  const owner = `service:${service}`;
  const declared = parseAllDocuments(release.manifest).flatMap((document) => {
    const object = document.toJS() as KubernetesObject | null;
    const { apiVersion, kind, metadata } = object ?? {};
    // Each is a part of an address of the API.
    const named = [apiVersion, kind, metadata?.name].every((each) => typeof each === 'string' && each !== '');
    return object && named ? [object] : [];
  });
  const objects = await Promise.all(
    declared.map(async (object): Promise<ObjectBasis[]> => {
      if (!(await kubernetes.serves(object.apiVersion, object.kind))) return [];
      const metadata = { ...object.metadata, namespace: object.metadata.namespace ?? namespace };
      const wanted = { ...object, metadata };
      return [{ owner, wanted, live: await liveOf(kubernetes, wanted), applied: true, manager: 'helm' }];
    }),
  );
  return { owner, objects: objects.flat(), ...(release.deployedAt ? { appliedAt: release.deployedAt } : {}) };
}

function liveOf(kubernetes: Kubernetes, { apiVersion, kind, metadata }: KubernetesObject) {
  return kubernetes.get({ apiVersion, kind, name: metadata.name, namespace: metadata.namespace });
}

function nameOf(kind: string, namespace: string | undefined, name: string): string {
  return [kind, namespace ?? '', name].join('/');
}
