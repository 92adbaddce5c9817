import type { CanaryReference, CanaryStatus } from './canary-status.js';
import type { CanaryOutcome, CanaryVerdict } from './canary-verdict.js';
import { decidingMetrics } from './read-analysis.js';
import { decisiveAnalysis } from './status-reason.js';

/** The verdict on what was last seen. The analyses of a promoted version stay with it. */
export function makeVerdict(
  outcome: CanaryOutcome,
  status: CanaryStatus,
  durationMs: number,
  reference: CanaryReference,
  previousImage = status.canary && status.stable?.image,
): CanaryVerdict {
  const { analyses, canary, namespace, service, stable } = status;
  const judged = canary ?? stable;
  const decisive = decisiveAnalysis(status);
  return {
    service,
    namespace,
    outcome,
    reason: reasonOf(outcome, status),
    image: judged?.image ?? '',
    revision: judged?.revision ?? 0,
    ...(previousImage === undefined ? {} : { previousImage }),
    deciding: decisive ? decidingMetrics(decisive) : [],
    analyses,
    status,
    durationMs,
    actions: actionsOf(outcome, status, reference),
  };
}

function reasonOf(outcome: CanaryOutcome, status: CanaryStatus): string {
  const { reason, stable } = status;
  if (outcome === 'promoted') {
    if (status.action?.verb === 'promote-full') return `${status.action.who} promoted it past its analysis`;
    const passed = decisiveAnalysis(status);
    return passed ? passed.reason : `all steps are over; ${stable?.image ?? 'it'} has all traffic`;
  }
  if (outcome === 'aborted' && status.phase !== 'aborted') return `${stable?.image ?? 'stable'} was deployed again`;
  if (outcome === 'timed-out') return `still ${status.phase}: ${reason}`;
  if (outcome === 'interrupted') return `stopped following, the canary goes on: ${reason}`;
  return reason;
}

function actionsOf(outcome: CanaryOutcome, status: CanaryStatus, { environment }: CanaryReference): string[] {
  if (outcome !== 'timed-out' && outcome !== 'interrupted') return [...status.actions];
  const resume = `backlot canary status ${environment ?? environmentIn(status)} ${status.service} --watch`;
  return [resume, ...status.actions.filter((action) => action !== resume)];
}

/** The environment that the status' own commands name. */
function environmentIn({ actions }: CanaryStatus): string {
  return actions[0]?.split(' ')[3] ?? '<environment>';
}
