import type { Kubernetes, KubernetesObject } from '../../../adapters/kubernetes/index.js';
import { FIELD_MANAGER } from '../../../delivery/cluster-objects/baseline/baseline-options.js';
import { journaled } from '../../../session/journal/index.js';
import type { Session } from '../../../session/open/session.js';
import type { DriftedResource, RevertResult } from '../drift-result.js';
import type { FieldPath } from './field-owners.js';
import { type ClusterOptions, openForDrift } from './inspect-cluster.js';
import { addressOf, type ObjectBasis, outsideFields } from './object-drift.js';
import { stoppedWorkloads } from './stopped-workloads.js';
import { baselineObjects, serviceObjects } from './wanted-objects.js';

/**
 * Sets fields of the cluster's objects back to what was applied: only those that were changed outside, so that what
 * controllers own and what is yet to be deployed stay as they are. Objects that are gone are made again.
 *
 * @throws BacklotError what the API server refuses.
 */
export async function revertObjects(
  session: Session,
  resources: readonly DriftedResource[],
  options: ClusterOptions,
): Promise<RevertResult['reverted'][number][]> {
  const cluster = await openForDrift(session, options);
  const { kubernetes } = cluster;
  const namespace = session.environment.cluster?.namespace ?? 'streaming';
  const reverted: RevertResult['reverted'][number][] = [];
  for (const [owner, drifted] of Map.groupBy(resources, (resource) => resource.owner)) {
    const service = owner.replace(/^service:/, '');
    const wanted =
      owner === 'baseline'
        ? await baselineObjects(session, cluster)
        : await serviceObjects(kubernetes, { service, namespace });
    const addresses = new Set(drifted.map(({ address }) => address));
    const bases = (wanted?.objects ?? []).filter((basis) => addresses.has(addressOf(basis.wanted)));
    const entry = { step: `drift:${owner}`, intent: `set ${bases.length} objects of ${owner} back` };
    await journaled(session.journal, entry, async () => {
      for (const basis of bases) await revertObject(kubernetes, basis);
      for (const { basis, floor } of stoppedWorkloads(wanted?.objects ?? [])) {
        if (addresses.has(addressOf(basis.wanted))) await start(kubernetes, basis.wanted, floor);
      }
    });
    reverted.push({ owner, addresses: bases.map((basis) => addressOf(basis.wanted)) });
  }
  return reverted;
}

async function revertObject(kubernetes: Kubernetes, basis: ObjectBasis): Promise<void> {
  const { wanted, live, manager } = basis;
  if (manager === FIELD_MANAGER) {
    // Taking the fields over is what a revert is.
    await kubernetes.apply(wanted, { fieldManager: FIELD_MANAGER, force: true });
  } else if (!live) {
    await kubernetes.create(wanted);
    return;
  }
  const fresh = live && (manager === FIELD_MANAGER ? await kubernetes.get(referenceOf(wanted)) : live);
  if (!fresh) return;
  const patch = outsideFields({ ...basis, live: fresh }).map(({ path, wanted: value }) =>
    operation(fresh, path, value),
  );
  if (patch.length === 0) return;
  // Later elements of a list first, so that the index of those before stays.
  const ordered = patch.sort((a, b) => b.path.localeCompare(a.path, undefined, { numeric: true }));
  await kubernetes.patch(referenceOf(wanted), ordered, { type: 'json', fieldManager: manager });
}

/** With its floor, its autoscaler is on again and decides. */
async function start(kubernetes: Kubernetes, workload: KubernetesObject, replicas: number): Promise<void> {
  await kubernetes.patch(referenceOf(workload), { spec: { replicas } }, { fieldManager: 'backlot-scale' });
}

/** One step of RFC 6902. */
function operation(live: KubernetesObject, path: FieldPath, value: unknown) {
  const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  if (value === undefined) return { op: 'remove', path: pointer };
  const there = path.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key],
    live,
  );
  return { op: there === undefined ? 'add' : 'replace', path: pointer, value };
}

function referenceOf({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject) {
  return { apiVersion, kind, name, namespace };
}
