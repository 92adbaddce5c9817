import type { ActedCanary, ActResult, CanaryPlan } from '../../delivery/canary/index.js';
import { nextLines } from '../next-lines.js';
import type { Paint, Style } from '../paint.js';

const STYLES: Readonly<Record<ActedCanary['result'], Style>> = {
  done: 'green',
  unchanged: 'dim',
  refused: 'red',
  'timed-out': 'yellow',
  interrupted: 'yellow',
  failed: 'red',
};

/** What was done to each canary, and where to go on. */
export function actedText({ services, verb }: ActResult, paint: Paint): string {
  const lines = services.flatMap(({ error, message, result, service, status }) => [
    `${paint('bold', service)}  ${verb} ${paint(STYLES[result], result)}: ${message}`,
    ...nextLines(error ?? { actions: result === 'done' ? (status?.actions ?? []) : [] }),
  ]);
  return lines.length > 0 ? lines.join('\n') : 'no service is meant; nothing was changed';
}

/** What will be done, before it is. */
export function planText(plans: readonly CanaryPlan[], cluster: string, paint: Paint): string {
  return [
    `cluster ${paint('bold', cluster)}`,
    ...plans.flatMap(({ does, service, verb, warnings }) => [
      `${paint('bold', service)}  ${verb}: ${does}`,
      ...warnings.map((warning) => `  ${paint('yellow', 'careful:')} ${warning}`),
    ]),
  ].join('\n');
}
