import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { ReleaseReference } from '../../adapters/helm/index.js';
import { recoverPending } from '../workloads/pending-release.js';
import { explainHookFailure } from './hook-failure.js';
import { type PlannedService, releaseDescription } from './plan-service.js';
import { releaseLabels, type ServicesRun } from './services-run.js';

/** How long Helm may talk to the cluster, beside what a migration takes. */
const HELM_MS = 120_000;

/** Runs Helm for a planned service; only while holding its lock. Pods are not waited for. */
export async function installService(
  run: ServicesRun,
  planned: PlannedService,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { cluster, helm, environment, namespace } = run;
  const { chart, service, values } = planned;
  const deadline = values.migration.enabled ? (values.migration.deadlineSeconds ?? 600) : 0;
  try {
    await helm.upgradeInstall(
      { namespace, release: service, chart: { path: chart.path }, values },
      {
        signal,
        timeoutMs: HELM_MS + deadline * 1_000,
        labels: releaseLabels(environment),
        description: releaseDescription(planned),
      },
    );
  } catch (error) {
    if (!(error instanceof BacklotError)) throw error;
    if (error.code === 'HookFailed' || (error.code === 'HelmTimeout' && deadline > 0)) {
      throw await explainHookFailure(cluster, namespace, service, error);
    }
    if (error.code === 'Interrupted') throw interrupted(run, error);
    throw error;
  }
}

/** Makes a release that an earlier run left in the middle of something fit for the next. */
export async function settleRelease(
  run: ServicesRun,
  reference: ReleaseReference,
  signal: AbortSignal | undefined,
  tell: (message: string) => void,
): Promise<boolean> {
  const { cluster, helm } = run;
  const waited = await helm.settle(reference, { signal });
  if (waited) tell(`Helm, which an earlier, killed command had left at work on '${reference.release}', has ended`);
  const recovered = await recoverPending(cluster, helm, reference);
  if (recovered) {
    tell(`'${reference.release}' was left ${recovered.status} (revision ${recovered.revision}): it is freed`);
  }
  return waited || recovered !== undefined;
}

function interrupted({ environment }: ServicesRun, cause: BacklotError): BacklotError {
  return new BacklotError({
    code: 'Interrupted',
    message: cause.message,
    exitCode: 130,
    actions: [`backlot deploy ${environment.id}`],
    details: cause.details,
    cause,
  });
}
