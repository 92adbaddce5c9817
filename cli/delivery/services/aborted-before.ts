import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { ROLLOUTS_API } from '../workloads/workload-objects.js';
import type { WorkloadState } from './health/workload-state.js';
import { formatImage } from './image-reference.js';
import type { PlannedService } from './planned-service.js';
import type { ServicesRun } from './services-run.js';
import { imageText } from './wanted-image.js';

/**
 * Whether the canary of what is declared was given up by an earlier run. It says nothing about a deploy of other services;
 * only who names the service, or an image for it, wants it to be tried again.
 */
export function abortedBefore(planned: PlannedService, state: WorkloadState | undefined): state is WorkloadState {
  return planned.same && state?.stage === 'aborted' && state.image === imageText(planned.image);
}

/** Whether this run was asked for exactly this service. */
export function isNamed({ options }: ServicesRun, service: string): boolean {
  const { asksAgain = true, images, services } = options;
  return (asksAgain && services?.includes(service) === true) || images?.[service] !== undefined;
}

/** One line that says what was given up, why, and what serves instead. */
export function abortedText({ image }: PlannedService, { message, servingImage }: WorkloadState): string {
  const same = servingImage === imageText(image);
  const serves = servingImage
    ? `; ${same ? 'the version before, of the same image with other values,' : servingImage} serves`
    : '';
  return `${formatImage(image)} was aborted before${message ? `: ${message}` : ''}${serves}`;
}

/** Lets an aborted canary begin again at its first step. */
export async function retryAborted(cluster: Kubernetes, namespace: string, service: string): Promise<void> {
  await cluster.patch(
    { apiVersion: ROLLOUTS_API, kind: 'Rollout', namespace, name: service },
    { status: { abort: false } },
    { subresource: 'status', fieldManager: 'backlot-canary' },
  );
}
