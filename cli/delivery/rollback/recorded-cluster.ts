import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { PackagedChart } from '../../adapters/helm/index.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import type { OpenedCluster } from '../../session/cluster/open-cluster.js';
import type { Session } from '../../session/open/session.js';
import type { RecordedCluster } from '../deploy/cluster-phases.js';
import type { ReleaseArchive } from '../releases/release-archive.js';
import type { ReleaseRecord } from '../releases/release-record.js';
import type { ImageReference, RecordedService } from '../services/index.js';
import { restoreChart } from './restore-archive.js';
import { asToday, replacements } from './today.js';

/** What is applied again in the cluster. */
export interface RecordedClusterProps {
  readonly session: Pick<Session, 'workspace'>;
  readonly archive: ReleaseArchive;
  readonly record: ReleaseRecord;
  /** Services that get all traffic without steps. */
  readonly skipsSteps: ReadonlySet<string>;
  /** Images that served instead of those that were declared. @default those that were declared served */
  readonly served?: ReadonlyMap<string, ImageReference>;
}

/** Gives what a release had in the cluster, with the addresses of today. @throws BacklotError `ArchiveDamaged` */
export async function recordedCluster(
  { session, archive, record, skipsSteps, served }: RecordedClusterProps,
  cluster: OpenedCluster,
  outputs: StackOutputs,
): Promise<RecordedCluster> {
  const { prometheus, awsEndpoint } = cluster;
  const replace = replacements(archive, { outputs, prometheus, awsEndpoint });
  const folder = join(session.workspace.root, 'charts');
  const restored = await Promise.all(
    Object.entries(archive.charts).map(
      async ([hash, chart]) => [hash, await restoreChart(hash, chart, folder)] as const,
    ),
  );
  const charts = new Map(restored);
  const services = record.services.flatMap(({ service, chartHash, values, status }) => {
    if (values === undefined || status === 'removed' || status === 'undeclared') return [];
    const chart = chartOf(charts, chartHash, service);
    const image = served?.get(service);
    const meant = image ? { ...(values as object), image } : values;
    const again = asToday(meant, replace) as RecordedService['values'];
    return [[service, { chart, values: again, skipSteps: skipsSteps.has(service) }] as const];
  });
  const { observability } = record;
  return {
    ...(archive.baseline ? { baseline: asToday(archive.baseline, replace) } : {}),
    ...(observability?.values
      ? {
          observability: {
            chart: chartOf(charts, observability.chartHash, 'observability'),
            values: asToday(observability.values, replace) as Readonly<Record<string, unknown>>,
          },
        }
      : {}),
    services: Object.fromEntries(services),
  };
}

/**
 * Services that have proven themselves in a release that is near enough: its distance in releases is inside the window
 * that the environment declares today.
 */
export function insideWindow(
  environment: Environment,
  record: ReleaseRecord,
  distance: number,
  unproven: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const inside = record.services.filter(({ service }) => {
    const canary = environment.services?.[service]?.canary;
    const near = canary !== undefined && canary !== false && distance <= canary.rollbackWindow;
    return near && !unproven.has(service);
  });
  return new Set(inside.map(({ service }) => service));
}

function chartOf(charts: ReadonlyMap<string, PackagedChart>, hash: string | undefined, what: string): PackagedChart {
  const chart = charts.get(hash ?? '');
  if (chart) return chart;
  throw new BacklotError({
    code: 'ArchiveDamaged',
    message: `the archive does not hold the chart that ${what} was made with (${hash ?? 'none is named'})`,
    source: 'platform',
    hints: ['go back to another release'],
    actions: ['backlot releases list <environment>'],
  });
}
