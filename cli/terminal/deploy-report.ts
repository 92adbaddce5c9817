import type { DeployResult } from '../delivery/deploy/index.js';
import type { ClusterDeployment } from '../delivery/releases/applied-cluster.js';
import { controllersTable } from './controllers-table.js';
import { deployTable } from './deploy-table.js';
import { nextLines } from './next-lines.js';
import type { Paint } from './paint.js';
import { servicesTable } from './services-table.js';

/** All that a deploy did: stacks, then what happened in the cluster, then one line that sums it up. */
export function deployReport(result: DeployResult, options: { readonly width: number; readonly paint: Paint }): string {
  const { release } = result;
  const between = [
    ...(result.cluster ? clusterSections(result.cluster, options) : []),
    ...(release ? [release.recorded ? `release ${release.number}` : `still release ${release.number}`] : []),
  ];
  return deployTable(result, { ...options, between });
}

function clusterSections(
  { baseline, controllers = [], error, observability, services = [] }: ClusterDeployment,
  options: { readonly width: number; readonly paint: Paint },
): string[] {
  const { paint } = options;
  const lines = [
    ...(baseline ? [`baseline       ${baselineText(baseline)}`] : []),
    ...(observability
      ? [`observability  ${[observability.status, observability.reason].filter(Boolean).join(': ')}`]
      : []),
  ];
  return [
    ...(controllers.length > 0 ? [controllersTable(controllers, options)] : []),
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    ...(services.length > 0 ? [servicesTable(services, options)] : []),
    ...(error ? [[`${paint('red', '✖ cluster')}: ${error.message}`, ...nextLines(error)].join('\n')] : []),
  ];
}

function baselineText(baseline: NonNullable<ClusterDeployment['baseline']>): string {
  const counts = ['created', 'changed', 'pruned', 'kept', 'deferred', 'unchanged'] as const;
  return counts.flatMap((count) => (baseline[count] > 0 ? [`${baseline[count]} ${count}`] : [])).join(', ');
}
