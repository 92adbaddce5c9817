import { TABLES_FROM } from '../../../environments/model/aws/engine-versions.js';
import type { Environment, Origin } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { ResourceNames } from '../../../stacks/resource-names.js';
import { type ImagesOptions, listImages } from '../../delivery/images/index.js';
import { type Progress, silent, step } from '../../kernel/progress.js';
import type { Cloud, OpenCloudOptions } from '../../session/cloud/cloud.js';
import { askAws } from './ask-aws.js';
import { type ChartVersions, chartVersions } from './chart-versions.js';
import { findCharts } from './find-charts.js';
import { findCluster, findNodes } from './find-cluster.js';
import { findCaches, findDatabases } from './find-engines.js';
import { findImages } from './find-images.js';
import { findMaintenance, findRuntimes } from './find-maintenance.js';
import { type Found, itemOf, type PatchContext } from './patch-context.js';
import type { PatchItem, PatchPlan, PatchState } from './patch-result.js';
import type { PatchSources } from './patch-sources.js';
import { byUrgency } from './patch-state.js';

/** How a plan of patches is made. */
export interface PlanPatchesOptions {
  /** @default silent */
  readonly progress?: Progress;
  /** Where values come from, by path. @default no line is named */
  readonly origins?: ReadonlyMap<string, Origin>;
  /** Context of the person's kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  /** @default now */
  readonly now?: Date;
  /** Where answers come from; tests put their own here. @default the real ones */
  readonly tooling?: Partial<PatchTooling>;
}

/** What a plan of patches reaches out to. */
export interface PatchTooling {
  openCloud(environment: Environment, options: OpenCloudOptions): Promise<Cloud>;
  sources(cloud: Cloud, names: ResourceNames): Promise<PatchSources>;
  charts: ChartVersions;
  images: typeof listImages;
}

/**
 * Finds what of an environment is behind: engines, Kubernetes, nodes, charts, images, runtimes, and what AWS has pending.
 * Changes nothing. What can't be looked at is named with the reason; a sandbox that is down leaves what is declared.
 *
 * @throws BacklotError what opening a real account throws.
 */
export async function planPatches(environment: Environment, options: PlanPatchesOptions = {}): Promise<PatchPlan> {
  const { now = new Date(), origins = new Map(), progress = silent } = options;
  const tooling: PatchTooling = {
    openCloud: async (...args) => (await import('../../session/cloud/index.js')).openCloud(...args),
    sources: askAws,
    charts: chartVersions(),
    images: listImages,
    ...options.tooling,
  };
  const unknown: { what: string; reason: string }[] = [];
  const cloud = await opened(environment, tooling).catch((error: unknown) => {
    if (!(error instanceof BacklotError) || error.code !== 'SandboxDown') throw error;
    unknown.push({ what: 'what runs', reason: 'the sandbox is down: only what is declared is compared' });
    return undefined;
  });
  try {
    const sources = cloud && (await tooling.sources(cloud, new ResourceNames(environment)));
    const context: PatchContext = { environment, origins, on: now.toISOString().slice(0, 10), sources };
    const images: ImagesOptions & { untagged: true } = { context: options.context, untagged: true };
    const looks: readonly [string, () => Promise<Found[]>][] = [
      ['databases', () => findDatabases(context)],
      ['caches', () => findCaches(context)],
      ['cluster', () => findCluster(context)],
      ['nodes', () => findNodes(context)],
      ['charts', () => findCharts(context, tooling.charts)],
      ['images', async () => (cloud ? findImages(context, () => tooling.images(environment, images)) : [])],
      ['functions', () => findRuntimes(context)],
      ['maintenance', () => findMaintenance(context)],
    ];
    const items = await step(progress, { id: 'patch', title: 'versions' }, async () => {
      const found = await Promise.all(
        looks.map(async ([what, look]): Promise<PatchItem[]> => {
          try {
            return (await look()).map((each) => itemOf(each, context.on));
          } catch (error) {
            unknown.push({
              what,
              reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
            });
            return [];
          }
        }),
      );
      return byUrgency(found.flat());
    });
    sources?.close();
    return {
      environment: environment.id,
      on: context.on,
      ...(cloud?.target === 'aws' ? {} : { tablesFrom: TABLES_FROM }),
      items,
      unknown,
      totals: totalsOf(items),
    };
  } finally {
    await cloud?.close();
  }
}

async function opened(environment: Environment, tooling: PatchTooling): Promise<Cloud> {
  return tooling.openCloud(environment, { start: false, withoutBucket: true });
}

function totalsOf(items: readonly PatchItem[]): Record<PatchState, number> {
  const count = (state: PatchState) => items.filter((item) => item.state === state).length;
  return {
    past: count('past'),
    soon: count('soon'),
    behind: count('behind'),
    unknown: count('unknown'),
    current: count('current'),
  };
}
