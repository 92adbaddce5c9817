import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { diffValues } from '../../kernel/diff/value-diff.js';
import { abortedBefore, abortedText, isNamed } from './aborted-before.js';
import type { ServicesOptions } from './deploy-services-options.js';
import { goesOnText } from './given-up.js';
import type { WorkloadState } from './health/workload-state.js';
import { formatImage } from './image-reference.js';
import { lookAtWorkload } from './look-at-workload.js';
import { imageTextOf, type PlannedService, planService } from './plan-service.js';
import { makesNewVersion } from './pod-values.js';
import type { ServiceChange } from './service-deployment.js';
import { openServicesRun, type ServicesRun } from './services-run.js';
import { findUndeclared } from './undeclared-services.js';
import { imageText } from './wanted-image.js';

/** What can't be told before the stacks are applied, or an image is named. */
const LATER = new Set(['OutputMissing', 'ImageMissing']);

/**
 * What a deploy would change about the services, as far as it can be told; changes nothing. Services that are declared no
 * more are `delete`, which only a deploy that prunes does.
 *
 * @throws BacklotError `UnknownService`, `InvalidImage` (exit code 3), and what Helm and the cluster throw.
 */
export async function previewServices(environment: Environment, options: ServicesOptions): Promise<ServiceChange[]> {
  const run = await openServicesRun(environment, options);
  const changes = await Promise.all(run.selected.map((service) => preview(run, service)));
  const gone = options.services ? [] : await findUndeclared(run);
  return [...changes, ...(await Promise.all(gone.map(({ release }) => goes(run, release))))];
}

async function preview(run: ServicesRun, service: string): Promise<ServiceChange> {
  try {
    const planned = await planService(run, service);
    return changeOf(run, planned, planned.before && (await lookAtWorkload(run, planned)));
  } catch (error) {
    if (!(error instanceof BacklotError) || !LATER.has(error.code)) throw error;
    const reason = await laterText(run, service, error);
    return { service, action: 'unknown', canary: false, values: [], chartChanged: false, reason };
  }
}

/** Why it can't be told yet. What was given up isn't brought by then either, and that is said already. */
async function laterText(run: ServicesRun, service: string, { code, details, message }: BacklotError): Promise<string> {
  const { stack, output } = details as { readonly stack?: string; readonly output?: string };
  const applied = code === 'OutputMissing' && stack !== undefined && run.options.outputs[stack] !== undefined;
  const said = applied ? `told in full once stack '${stack}' is applied, which gives ${output} then` : message;
  if (isNamed(run, service)) return said;
  const state = await lookAtWorkload(run, { service, kind: 'Rollout', floor: 0 });
  if (state?.stage !== 'aborted' || !state.servingImage) return said;
  return `${said}; ${state.image} was aborted before, and ${state.servingImage} goes on serving`;
}

function changeOf(run: ServicesRun, planned: PlannedService, state: WorkloadState | undefined): ServiceChange {
  const { service, values, before, image, same, chartChanged, heldBack, imageChanges, kind } = planned;
  const differences = before ? diffValues(before.values, values) : [];
  const aborted = state?.stage === 'aborted';
  // What was deployed last doesn't serve where its canary was aborted.
  const previousImage = aborted ? state.servingImage : imageTextOf(before?.values);
  const unfinished = before && before.release.status !== 'deployed';
  const tried = abortedBefore(planned, state);
  const retried = tried && isNamed(run, service);
  // Back on what serves the image is none to be judged.
  const newImage = imageChanges && !heldBack;
  return {
    service,
    action: before ? (same && !retried ? 'unchanged' : 'update') : 'create',
    image: formatImage(image),
    previousImage: previousImage === imageText(image) ? undefined : previousImage,
    replicas: kind === 'CronJob' ? undefined : values.replicas,
    canary: kind === 'Rollout' && before !== undefined && (newImage || retried || makesNewVersion(differences)),
    values: differences,
    chartChanged,
    reason: unfinished
      ? `the last deploy is '${before.release.status}': it is done again`
      : tried
        ? `${abortedText(planned, state)}${retried ? '; its canary begins again' : ''}`
        : heldBack && goesOnText(heldBack),
  };
}

async function goes({ helm, namespace }: ServicesRun, service: string): Promise<ServiceChange> {
  const previousImage = imageTextOf(await helm.values({ namespace, release: service }));
  const reason = 'declared no more; a deploy with --prune uninstalls it';
  return { service, action: 'delete', previousImage, canary: false, values: [], chartChanged: false, reason };
}
