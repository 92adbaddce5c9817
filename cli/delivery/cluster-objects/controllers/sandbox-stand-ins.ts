import type { PlannedController } from '../../../../stacks/controllers.js';
import type { ControllerDeployment } from './controllers-result.js';

/** How a controller stands in the sandbox, where nothing is installed by Helm. */
export function sandboxStandIn({ controller, charts, neededFor }: PlannedController): ControllerDeployment {
  const { id, title, namespace, sandbox } = controller;
  const chart = charts.at(-1) ?? controller.charts[0];
  return {
    id,
    title,
    namespace,
    version: chart.version,
    appVersion: chart.appVersion,
    neededFor,
    status: sandbox.status === 'provided' ? 'provided' : 'not in the sandbox',
    note: sandbox.note,
    durationMs: 0,
  };
}
