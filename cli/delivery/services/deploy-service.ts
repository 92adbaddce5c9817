import { BacklotError } from '../../../modules/values/backlot-error.js';
import { reportError } from '../../kernel/reported-error.js';
import { journaled, noJournal } from '../../session/journal/journal.js';
import { SCALED_TO_NONE } from '../canary/scaled-to-none.js';
import { withDeployLock } from '../workloads/deploy-lock.js';
import { abortedBefore, abortedText, isNamed, retryAborted } from './aborted-before.js';
import type { DeployServicesOptions } from './deploy-services-options.js';
import { deploymentOf, type Outcome, type Seen } from './deployment-result.js';
import { goesOnText } from './given-up.js';
import { findReplaced, handOverReplicas, keepReplaced, removeReplaced } from './handover.js';
import { stateText } from './health/state-text.js';
import { waitHealthy } from './health/wait-healthy.js';
import type { WorkloadState } from './health/workload-state.js';
import { installService, settleRelease } from './install-service.js';
import { lookAtWorkload } from './look-at-workload.js';
import { type PlannedService, planService } from './plan-service.js';
import { preflight } from './preflight/index.js';
import { promotePast } from './promote-past.js';
import { releaseHold } from './release-hold.js';
import { restoreImage } from './restore-image.js';
import type { ReplicaRange } from './scaling/replica-range.js';
import { readAnyWorkload } from './scaling/scaled-objects.js';
import { raiseToFloor } from './scaling/scaled-to-none.js';
import { settleScaling } from './scaling/settle-scaling.js';
import type { ServiceDeployment } from './service-deployment.js';
import type { ServicesRun } from './services-run.js';
import { patienceMs, waitTimes } from './wait-times.js';
import { imageText } from './wanted-image.js';

/**
 * Brings one service to what is declared, up to its first healthy pods: everywhere, or on the canary's first part. What goes
 * wrong is part of the result.
 */
export async function deployService(
  run: ServicesRun,
  options: DeployServicesOptions,
  service: string,
): Promise<ServiceDeployment> {
  const began = performance.now();
  const id = `service/${service}`;
  const { progress } = run;
  progress.emit({ type: 'step-started', id, title: service, parent: options.parent ?? 'services' });
  const tell = (message: string) => progress.emit({ type: 'step-progress', id, message });
  let planned: PlannedService | undefined;
  try {
    const kept = await keptScale(run, service);
    planned = await planService(run, service, kept);
    warnHeldBack(run, planned);
    const seen = (await upToDate(run, planned)) ?? (await change(run, options, planned, kept, tell));
    return deploymentOf(run, planned, seen, performance.now() - began);
  } catch (error) {
    return deploymentOf(run, planned, { service, error: reportError(error) }, performance.now() - began);
  }
}

/** What is seen of a service that is what it should be already, canaries under way included; undefined otherwise. */
async function upToDate(run: ServicesRun, planned: PlannedService): Promise<Seen | undefined> {
  if (!planned.same) return undefined;
  if (planned.kind === 'CronJob') return { status: 'unchanged' };
  const state = await lookAtWorkload(run, planned);
  // An image that somebody set by hand on the live object makes the deploy run again.
  if (state?.image !== imageText(planned.image)) return undefined;
  if (await findReplaced(run.cluster, run.namespace, planned)) return undefined;
  if (state.stage === 'healthy') return { status: 'unchanged', state, reason: heldBackText(planned) };
  if (state.stage === 'canary') return { status: 'canary', state };
  if (!abortedBefore(planned, state) || isNamed(run, planned.service)) return undefined;
  const message = abortedText(planned, state);
  run.progress.emit({ type: 'note', level: 'warning', message: `${planned.service}: ${message}` });
  return { status: 'unchanged', state, reason: message };
}

async function change(
  run: ServicesRun,
  options: DeployServicesOptions,
  first: PlannedService,
  kept: ReplicaRange | undefined,
  tell: (message: string) => void,
): Promise<Seen> {
  const { cluster, environment, helm, namespace } = run;
  const { chart, service } = first;
  const times = waitTimes(options.times);
  tell('checking against the cluster');
  const objects = await helm.template(
    { namespace, release: service, chart: { path: chart.path }, values: first.values },
    { signal: options.signal },
  );
  const found = await lookAtWorkload(run, first);
  await preflight(run, first, objects, found?.pods.ready ?? 0);
  const lock = { cluster, namespace, release: service, leaseMs: times.leaseMs, signal: options.signal, tell };
  const entry = {
    step: `service:${service}`,
    intent: `${first.before ? 'upgrade' : 'install'} ${service} to ${imageText(first.image)}`,
  };
  const ended = ({ status }: Outcome) => (status === 'failed' ? 'failed' : 'done');
  const work = () =>
    withDeployLock(lock, async (lost): Promise<Outcome> => {
      const signal = options.signal ? AbortSignal.any([options.signal, lost]) : lost;
      if (signal.aborted) throw stopped(environment.id);
      const reference = { namespace, release: service };
      const moved = await settleRelease(run, reference, signal, tell);
      // Somebody may have deployed between the look and the lock.
      const latest = await helm.status(reference);
      const again = moved || latest?.revision !== first.before?.release.revision;
      const planned = again ? await planService(run, service, kept) : first;
      tell(planned.before ? 'upgrading' : 'installing');
      await handOverReplicas(cluster, planned, await helm.history(reference));
      await keepReplaced(run, planned);
      await installService(run, planned, signal);
      await restoreImage(run, planned);
      if (await releaseHold(cluster, { namespace, service, kind: planned.kind }))
        tell('the version that was held is let go');
      // Only who names it wants it to be tried again.
      if (!again && isNamed(run, service) && abortedBefore(planned, found)) {
        await retryAborted(cluster, namespace, service);
        tell('its canary was aborted before, and begins again');
      }
      if (planned.kind === 'CronJob') return { status: 'deployed' };
      const { kind, floor } = planned;
      const installed = await readAnyWorkload(cluster, namespace, service);
      if (installed?.kind === kind && (await raiseToFloor(cluster, installed, floor))) {
        const message = `${service}: it was ${SCALED_TO_NONE}; it gets ${floor} again`;
        run.progress.emit({ type: 'note', level: 'warning', message });
      }
      const patience = patienceMs(planned, times, cluster.access.source !== 'sandbox');
      const workload = { namespace, service, kind };
      const waiting = { ...workload, cluster, floor, times, patienceMs: patience, tell, signal };
      const waited = await waitHealthy(waiting);
      const skip = options.recorded?.[service]?.skipSteps ?? false;
      const past = waited.outcome === 'canary' && (await promotePast(cluster, workload, waited.state, skip));
      if (past) tell(past);
      const {
        outcome,
        state,
        reason = past || undefined,
        problem,
      } = past ? await waitHealthy({ ...waiting, whole: true }) : waited;
      if (outcome === 'interrupted') throw stopped(environment.id, stateTextOf(state));
      if (outcome === 'healthy' && (await removeReplaced(run, planned))) {
        tell('what ran it before is deleted, now that its successor is healthy');
      }
      if (outcome !== 'failed') {
        const why = reason ?? heldBackText(planned);
        return { status: outcome === 'healthy' ? 'deployed' : outcome, state, reason: why };
      }
      return { status: 'failed', state, reason, problem };
    });
  return journaled(options.journal ?? noJournal, entry, work, ended);
}

/** How many pods somebody scaled it to, where that is to be kept; a scaling that is over goes back to the file. */
async function keptScale({ cluster, environment, namespace, progress }: ServicesRun, service: string) {
  const declared = environment.services[service]?.replicas;
  const settled = declared && (await settleScaling(cluster, { declared, namespace, service }));
  if (settled) {
    const message = `${service}: ${settled.message.replace('ENV', environment.id)}`;
    progress.emit({ type: 'note', level: settled.keep ? 'warning' : 'info', message });
  }
  return settled?.keep;
}

function heldBackText({ heldBack }: PlannedService): string | undefined {
  return heldBack && goesOnText(heldBack);
}

function warnHeldBack({ progress }: ServicesRun, planned: PlannedService): void {
  const text = heldBackText(planned);
  if (text) progress.emit({ type: 'note', level: 'warning', message: `${planned.service}: ${text}` });
}

function stateTextOf(state: WorkloadState | undefined): string {
  return state ? stateText(state) : 'nothing was seen of it yet';
}

function stopped(environment: string, seen?: string): BacklotError {
  return new BacklotError({
    code: 'Interrupted',
    message: seen
      ? `waiting was stopped as asked; the deploy goes on in the cluster: ${seen}`
      : 'stopped as asked; nothing was changed',
    exitCode: 130,
    actions: [`backlot deploy ${environment}`],
  });
}
