import { pastCanaries } from '../canary/canary-history.js';
import { readObjects } from '../canary/read-objects.js';
import { lookAtWorkload } from './look-at-workload.js';
import type { GivenUp, PlannedService } from './planned-service.js';
import type { ServicesRun } from './services-run.js';
import { imageText } from './wanted-image.js';

/**
 * Whether the image that a service would get was given up before, and another one serves: now, or, where somebody put the
 * former one back by hand since, by what the cluster keeps of past canaries. A new deployment of it would give it traffic
 * again that nobody has asked for.
 *
 * @returns undefined when it wasn't given up, or nothing else serves.
 */
export async function givenUp(
  run: Pick<ServicesRun, 'cluster' | 'namespace' | 'environment'>,
  planned: Pick<PlannedService, 'service' | 'image' | 'floor' | 'same'>,
): Promise<GivenUp | undefined> {
  const { service, floor } = planned;
  const image = imageText(planned.image);
  // Whatever it is to become: only a Rollout gives up versions.
  const state = await lookAtWorkload(run, { service, floor, kind: 'Rollout' });
  if (!state) return undefined;
  const { message } = state;
  if (state.image === image) {
    const { servingImage } = state;
    // Where nothing else changes it stays as it is: aborted, until somebody names it.
    if (planned.same || state.stage !== 'aborted' || !servingImage || servingImage === image) return undefined;
    return { image, servingImage, ...(message ? { message } : {}) };
  }
  const servingImage = state.servingImage ?? state.image;
  if (servingImage === image) return undefined;
  const { cluster, environment, namespace } = run;
  const reference = { namespace, service, environment: environment.id };
  const past = pastCanaries(await readObjects(cluster, reference), reference).findLast((each) => each.image === image);
  return past?.outcome === 'aborted' ? { image, servingImage, message: past.reason } : undefined;
}

/** One line that says what was given up, and what goes on serving. */
export function goesOnText({ image, message, servingImage }: GivenUp): string {
  return `${image} was aborted before${message ? `: ${message}` : ''}; it goes on with what serves, ${servingImage}`;
}

const MARK = ', instead of ';

/** What Helm's history says of an image that isn't deployed because it was given up. */
export function insteadOf(image: string | undefined): string {
  return image === undefined ? '' : `${MARK}${image}`;
}

/** The image that a release was made without; undefined when it was made with what was wanted. */
export function readInsteadOf(description: string | undefined): string | undefined {
  const at = description?.lastIndexOf(MARK) ?? -1;
  return at < 0 ? undefined : description?.slice(at + MARK.length);
}
