import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { FoundAdditions } from '../../../delivery/additions/find-additions.js';
import { reportError } from '../../../kernel/reported-error.js';
import type { OpenedCluster } from '../../../session/cluster/open-cluster.js';
import type { Session } from '../../../session/open/session.js';
import { readStackOutputs } from '../../../session/outputs/stack-outputs.js';
import type { DriftedResource, DriftOwner } from '../drift-result.js';
import { sealOwner } from '../seal-owner.js';
import { objectDrift } from './object-drift.js';
import { stoppedWorkloads, withStopped } from './stopped-workloads.js';
import { baselineObjects, serviceObjects, type WantedObjects } from './wanted-objects.js';

/** Which cluster. */
export interface ClusterOptions {
  /** Context of the person's own kubeconfig. @default the cluster of the environment */
  readonly context?: string;
}

/** Opens the cluster of the session's environment; starts none. */
export async function openForDrift(session: Session, { context }: ClusterOptions): Promise<OpenedCluster> {
  return session.openCluster({
    progress: session.progress,
    outputs: await readStackOutputs(session),
    context,
    awsEndpoint: session.cloud.endpoint,
    start: false,
  });
}

/** What is known of a cluster: what differs, and what was put into it. */
export interface InspectedCluster extends FoundAdditions {
  readonly owners: readonly DriftOwner[];
}

/** Looks at the baseline's objects and those of the services; needs no right but to read. */
export async function inspectCluster(session: Session, options: ClusterOptions): Promise<InspectedCluster> {
  const began = performance.now();
  let cluster: OpenedCluster;
  try {
    cluster = await openForDrift(session, options);
  } catch (error) {
    const owner = unknown(session, 'cluster objects', error, began);
    const notChecked = { what: 'objects', count: 1, on: 'cluster', reason: owner.reason ?? '', needs: [] };
    return { owners: [owner], additions: [], notChecked: [notChecked] };
  }
  const services = Object.keys(session.environment.services ?? {});
  const namespace = session.environment.cluster?.namespace ?? 'streaming';
  const baseline = inspect(session, 'baseline', () => baselineObjects(session, cluster));
  const each = services.map((service) =>
    inspect(
      session,
      `service:${service}`,
      () => serviceObjects(cluster.kubernetes, { service, namespace }),
      () => undeployed(session, cluster, service),
    ),
  );
  const [owners, added] = await Promise.all([Promise.all([baseline, ...each]), addedObjects(session, cluster)]);
  return { owners, ...added };
}

async function addedObjects(session: Session, cluster: OpenedCluster): Promise<FoundAdditions> {
  const { findAddedObjects } = await import('./added-objects.js');
  try {
    return await findAddedObjects(session, cluster);
  } catch (error) {
    if (!(error instanceof BacklotError)) throw error;
    const reason = error.message.split('\n')[0] ?? error.code;
    return { additions: [], notChecked: [{ what: 'objects', count: 1, on: 'cluster', reason, needs: [] }] };
  }
}

async function inspect(
  session: Session,
  owner: string,
  find: () => Promise<WantedObjects | undefined>,
  declared: () => Promise<DriftedResource[]> = async () => [],
): Promise<DriftOwner> {
  const began = performance.now();
  try {
    const [wanted, code] = await Promise.all([find(), declared()]);
    const bases = wanted?.objects ?? [];
    const differing = bases.flatMap((basis) => objectDrift(basis) ?? []);
    const objects = withStopped(differing, stoppedWorkloads(bases));
    const appliedAt = wanted?.appliedAt ? { appliedAt: wanted.appliedAt } : {};
    const reason = wanted ? {} : { reason: 'it was never deployed' };
    return sealOwner(owner, [...objects, ...code], { began, ...appliedAt, ...reason });
  } catch (error) {
    return unknown(session, owner, error, began);
  }
}

/** What a deploy would change about a service: its values and its chart. */
async function undeployed(session: Session, cluster: OpenedCluster, service: string): Promise<DriftedResource[]> {
  const { previewServices } = await import('../../../delivery/services/index.js');
  const [change] = await previewServices(session.environment, {
    cluster: cluster.kubernetes,
    progress: session.progress,
    outputs: await readStackOutputs(session),
    services: [service],
    asksAgain: false,
    prometheus: cluster.prometheus,
    awsEndpoint: cluster.awsEndpoint,
  });
  if (!change || change.action === 'unchanged' || change.action === 'unknown') return [];
  const chart = { path: 'chart', kind: 'code', sensitive: false, unknown: false, reason: 'the chart changed' } as const;
  return [
    {
      address: `Release/${service}`,
      type: 'Release',
      owner: `service:${service}`,
      change: change.action === 'create' ? 'missing' : 'changed',
      kind: 'code',
      attributes: [
        ...change.values.map(({ path, before, after, sensitive }) => ({
          path,
          kind: 'code' as const,
          ...(sensitive ? {} : { before, after }),
          sensitive,
          unknown: false,
        })),
        ...(change.chartChanged ? [chart] : []),
      ],
    },
  ];
}

function unknown(session: Session, id: string, error: unknown, began: number): DriftOwner {
  if (!(error instanceof BacklotError)) throw error;
  const reason = error.message.split('\n')[0];
  // A sandbox's cluster may well be down; that is no failure of the look at everything else.
  const failed = session.cloud.target === 'aws' ? { error: reportError(error) } : {};
  return sealOwner(id, [], { began, status: 'unknown', reason, ...failed });
}
