import { ROLLOUTS_API, type Workload } from '../workloads/workload-objects.js';
import type { PlannedService } from './plan-service.js';
import type { ServicesRun } from './services-run.js';
import { imageText } from './wanted-image.js';

/**
 * Sets the image of a workload whose live one was changed by hand: Helm compares what it declared before with what it
 * declares now, so it leaves such a change of a Rollout alone.
 *
 * @returns whether there was anything to put right.
 */
export async function restoreImage({ cluster, namespace }: ServicesRun, planned: PlannedService): Promise<boolean> {
  const { kind, service, image } = planned;
  if (kind === 'CronJob') return false;
  const reference = { apiVersion: kind === 'Rollout' ? ROLLOUTS_API : 'apps/v1', kind, namespace, name: service };
  const live = await cluster.get<Workload>(reference);
  const containers = live?.spec.template?.spec?.containers ?? [];
  const index = containers.findIndex(({ name }) => name === service);
  if (index < 0 || containers[index]?.image === imageText(image)) return false;
  const path = `/spec/template/spec/containers/${index}`;
  const patch = [
    { op: 'test', path: `${path}/name`, value: service },
    { op: 'replace', path: `${path}/image`, value: imageText(image) },
  ];
  await cluster.patch(reference, patch, { type: 'json' });
  return true;
}
