import type { Session } from '../../session/open/session.js';
import type { ServiceDeployment } from '../services/service-deployment.js';
import type { ReleasedService, ReleasedStack, ReleaseRecord } from './release-record.js';
import type { ReleaseReport } from './release-report.js';

/** Statuses of a stack that a destroy has emptied. */
export const REMOVED: ReadonlySet<string> = new Set(['applied', 'unchanged']);

/** What is said of something that a release left as it was. */
const KEPT = 'kept';

/** Every stack of the environment after a run: what it did to it, else what an earlier release did. */
export async function releasedStacks(
  session: Pick<Session, 'stacks' | 'readState'>,
  { stacks }: Pick<ReleaseReport, 'stacks'>,
  before: ReleaseRecord | undefined,
): Promise<ReleasedStack[]> {
  const done = new Map(stacks.map((stack) => [stack.id, stack]));
  const all = await Promise.all(
    session.stacks.map(async (stack): Promise<ReleasedStack[]> => {
      const deployment = done.get(stack.id);
      const earlier = before?.stacks.find(({ id }) => id === stack.id);
      if (!deployment) return earlier ? [kept(earlier, before)] : [];
      const state = await session.readState(stack);
      return [
        {
          id: stack.id,
          status: !state && REMOVED.has(deployment.status) ? 'removed' : deployment.status,
          configuration: stack.hash,
          ...(state ? { serial: state.serial, lineage: state.lineage } : {}),
        },
      ];
    }),
  );
  return all.flat();
}

/** Every service of the environment after a run. One that was left as it is keeps what an earlier release made it with. */
export function releasedServices(
  { cluster, operation, stacks }: Pick<ReleaseReport, 'cluster' | 'operation' | 'stacks'>,
  before: ReleaseRecord | undefined,
): ReleasedService[] {
  // With the cluster goes what ran in it.
  if (operation === 'destroy' && stacks.some(({ id, status }) => id === 'cluster' && REMOVED.has(status))) return [];
  const done = cluster?.services ?? [];
  const named = new Set(done.map(({ service }) => service));
  const earlier = (before?.services ?? []).filter(({ service, status }) => !named.has(service) && status !== 'removed');
  const touched = done.map((deployment) => {
    const last = before?.services.find(({ service }) => service === deployment.service);
    const left = deployment.values === undefined && deployment.status !== 'removed' && last;
    return left ? { ...kept(last, before), status: deployment.status } : releasedService(deployment);
  });
  return [...touched, ...earlier.map((service) => kept(service, before))];
}

function releasedService(deployment: ServiceDeployment): ReleasedService {
  const { chart, chartHash, image, reason, service, servingImage, status, values, valuesHash, verdict } = deployment;
  return {
    service,
    status,
    image,
    ...(chart ? { chart } : {}),
    ...(chartHash ? { chartHash } : {}),
    ...(valuesHash ? { valuesHash } : {}),
    ...(values ? { values } : {}),
    ...(verdict ? { verdict: { outcome: verdict.outcome, reason: verdict.reason, deciding: verdict.deciding } } : {}),
    ...(status === 'unchanged' && !servingImage ? { healthy: true as const } : {}),
    ...(servingImage ? { aborted: { serving: servingImage, ...(reason ? { reason } : {}) } } : {}),
  };
}

function kept<T extends { readonly since?: number; readonly status: string }>(
  earlier: T,
  before: ReleaseRecord | undefined,
): T & { readonly since?: number } {
  const since = earlier.since ?? before?.number;
  return { ...earlier, status: KEPT, ...(since ? { since } : {}) };
}
