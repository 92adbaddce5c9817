import type { RestartPlan, ScalePlan, ScaleResult } from '../../running/day-two/index.js';
import type { Paint } from '../paint.js';

/** What a scaling will do, with what speaks against it. */
export function scalePlanText(plan: ScalePlan, context: string, paint: Paint): string {
  const { autoscaled, from, namespace, reset, service, to, until, warnings } = plan;
  const what = autoscaled ? 'pods of its autoscaler' : 'pods';
  const term = reset ? 'as the file says' : until ? `kept by deploys until ${until}` : 'until the next deploy';
  return [
    `${namespace}/${service} on ${context}: ${what} ${range(from)} → ${paint('bold', range(to))}, ${term}`,
    ...warnings.map((warning) => paint('yellow', `! ${warning}`)),
  ].join('\n');
}

/** What became of it. */
export function scaledText({ declared, ready, service, status, to, until }: ScaleResult): string {
  const now = status === 'scaled' ? 'is scaled to' : 'has already';
  const same = to.min === declared.min && to.max === declared.max;
  const drift = same ? '' : `; the file says ${range(declared)}${until ? `, kept until ${until}` : ''}`;
  return `${service} ${now} ${range(to)}: ${ready} pods ready${drift}`;
}

/** What a restart will do. */
export function restartPlanText(plans: readonly RestartPlan[], context: string): string {
  return plans
    .map(({ kind, maxUnavailable, pods, resumes, service }) =>
      resumes
        ? `${service}: a restart of ${resumes} is under way, and is taken up`
        : `${service} on ${context}: ${kind} replaces its ${pods} pods, at most ${maxUnavailable} away at once`,
    )
    .join('\n');
}

function range({ max, min }: { readonly min: number; readonly max: number }): string {
  return min === max ? String(min) : `${min}–${max}`;
}
