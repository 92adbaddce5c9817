import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { type Progress, silent } from '../../kernel/progress.js';
import { reportError } from '../../kernel/reported-error.js';
import { settleAll } from '../../kernel/settle-all.js';
import type { ActedCanary } from './acted-canary.js';
import { applyPlan } from './apply-plan.js';
import { type CanaryOptions, type MeantCanaries, withCanaries } from './canary-cluster.js';
import type { CanaryPlan, PlanInput } from './canary-plan.js';
import type { CanaryReference } from './canary-status.js';
import { deriveStatus } from './derive-status.js';
import { planAbort, planPause, planRetry } from './plan-other.js';
import { planPromote } from './plan-promote.js';
import { readObjects } from './read-objects.js';

/** What can be done to a canary. */
export type CanaryVerb = 'promote' | 'pause' | 'abort' | 'retry';

/** How a verb is done. */
export interface ActOptions extends CanaryOptions {
  readonly verb: CanaryVerb;
  /** Promote past all steps. @default false */
  readonly full?: boolean;
  /** Promote also what isn't healthy. @default false */
  readonly force?: boolean;
  /** Shows what will be done and asks; false changes nothing. @default nobody is asked */
  readonly approve?: (plans: readonly CanaryPlan[], cluster: Kubernetes) => Promise<boolean>;
  /** How long the effect is waited for. @default 5 minutes for an abort, else 1 minute */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What became of a verb. */
export interface ActResult {
  readonly environment: string;
  /** Context of the kubeconfig. */
  readonly cluster: string;
  readonly namespace: string;
  readonly verb: CanaryVerb;
  readonly services: readonly ActedCanary[];
}

/**
 * Does one thing to several canaries through their Rollouts, and waits until it has taken effect. Where several were meant,
 * those that have nothing in progress are left alone, and one that is refused doesn't keep the others.
 *
 * @throws BacklotError `Declined`, and for a single service what its plan refuses.
 */
export async function actOnCanaries(environment: Environment, options: ActOptions): Promise<ActResult> {
  requireServices(environment, options);
  return withCanaries(environment, options, (meant) => act(environment, options, meant));
}

async function act(
  environment: Environment,
  options: ActOptions,
  { cluster, named, namespace, references }: MeantCanaries,
): Promise<ActResult> {
  const { approve, progress = silent, verb } = options;
  const planned = await Promise.all(references.map((each) => planOne(cluster, each, options)));
  const [only] = planned;
  if (planned.length === 1 && only && 'refusal' in only && named) throw only.refusal;
  const plans = planned.flatMap((each) => ('plan' in each ? [each.plan] : []));
  const changing = plans.filter(({ patches }) => patches);
  if (changing.length > 0 && approve && !(await approve(changing, cluster))) {
    throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was changed' });
  }
  const services = await settleAll(
    planned.map(async (each) => ('plan' in each ? actOne(cluster, each, options, progress) : refused(each, named))),
  );
  return { environment: environment.id, cluster: cluster.access.context, namespace, verb, services };
}

type Planned =
  | { readonly reference: CanaryReference; readonly plan: CanaryPlan }
  | { readonly reference: CanaryReference; readonly refusal: BacklotError };

async function planOne(cluster: Kubernetes, reference: CanaryReference, options: ActOptions): Promise<Planned> {
  try {
    const objects = await readObjects(cluster, reference);
    const status = deriveStatus(objects, reference);
    const { force, full = false, verb } = options;
    const input: PlanInput = { status, rollout: objects.rollout, environment: reference.environment ?? 'ENV', force };
    const plan = verb === 'promote' ? planPromote({ ...input, full }) : PLANS[verb](input);
    return { reference, plan };
  } catch (error) {
    if (error instanceof BacklotError) return { reference, refusal: error };
    throw error;
  }
}

const PLANS = { pause: planPause, abort: planAbort, retry: planRetry } as const;

async function actOne(
  cluster: Kubernetes,
  { plan, reference }: Extract<Planned, { plan: CanaryPlan }>,
  options: ActOptions,
  progress: Progress,
): Promise<ActedCanary> {
  const { signal, timeoutMs = options.verb === 'abort' ? 300_000 : 60_000 } = options;
  try {
    return await applyPlan(cluster, reference, plan, { progress, signal, timeoutMs });
  } catch (error) {
    const reported = reportError(error);
    return { service: plan.service, result: 'failed', message: reported.message, error: reported };
  }
}

/** Of a group, a service without a canary is as it should be. */
function refused({ reference, refusal }: Extract<Planned, { refusal: BacklotError }>, named: boolean): ActedCanary {
  const { service } = reference;
  if (!named && refusal.code === 'NothingInProgress') return { service, result: 'unchanged', message: refusal.message };
  return { service, result: 'refused', message: refusal.message, error: reportError(refusal) };
}

function requireServices(environment: Environment, { all, group, services = [], verb }: ActOptions): void {
  if (services.length > 0 || all || group) return;
  throw new BacklotError({
    code: 'ServiceMissing',
    message: `canary ${verb}: name the services, or pass --all or --group`,
    exitCode: 3,
    actions: [
      `backlot canary status ${environment.id}`,
      ...Object.keys(environment.services).map((service) => `backlot canary ${verb} ${environment.id} ${service}`),
    ],
  });
}
