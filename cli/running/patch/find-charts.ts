import { plannedControllers } from '../../../stacks/controllers.js';
import { type ChartVersions, chartVersions } from './chart-versions.js';
import { changeOf, type Found, type PatchContext } from './patch-context.js';
import { newerThan } from './versions.js';

/** Charts of the controllers, compared with what their repositories have. */
export async function findCharts(context: PatchContext, ask: ChartVersions = chartVersions()): Promise<Found[]> {
  const { environment } = context;
  const planned = plannedControllers(environment);
  const found = planned.map(async ({ charts, controller: { id } }) =>
    Promise.all(
      charts.map(async (chart): Promise<Found> => {
        const { name, repository, version } = chart;
        const known = { kind: 'chart', name: charts.length > 1 ? `${id} (${name})` : id, current: version } as const;
        const told = await ask(repository, name);
        if ('reason' in told)
          return { ...known, state: 'unknown', note: `${repository} is not reachable: ${told.reason}` };
        const { newest, next } = newerThan(version, told.versions);
        return {
          ...known,
          ...(newest ? { newest } : {}),
          ...(next ? { next } : {}),
          ...changeOf(context, `cluster.controllers.${id}.version`, newest ?? next),
          applies: `backlot deploy ${environment.id} --only controllers`,
          restarts: 'its own pods; services go on',
        };
      }),
    ),
  );
  return (await Promise.all(found)).flat();
}
