import type { ControllerDeployment } from '../delivery/cluster-objects/controllers/controllers-result.js';
import { elapsed } from './elapsed.js';
import { nextLines } from './next-lines.js';
import type { Paint, Style } from './paint.js';
import { table } from './table.js';

const STYLES: Readonly<Record<ControllerDeployment['status'], Style>> = {
  installed: 'green',
  unchanged: 'dim',
  unreachable: 'yellow',
  foreign: 'yellow',
  provided: 'dim',
  'not in the sandbox': 'dim',
  skipped: 'dim',
  failed: 'red',
};

/** What happened to each controller, and the errors of those that failed. */
export function controllersTable(
  controllers: readonly ControllerDeployment[],
  options: { readonly width: number; readonly paint: Paint },
): string {
  const { paint } = options;
  const rows = table(
    controllers,
    [
      { title: 'controller', value: ({ id }) => id },
      { title: 'status', value: ({ status }) => status, paint: (row, text, with_) => with_(STYLES[row.status], text) },
      { title: 'version', value: ({ appVersion }) => appVersion },
      { title: 'time', value: ({ durationMs }) => (durationMs > 0 ? elapsed(durationMs) : ''), align: 'right' },
      { title: '', value: ({ error, neededFor, note }) => (error ? '' : (note ?? `for ${neededFor}`)), shrinks: true },
    ],
    options,
  );
  const failures = controllers.flatMap(({ error, id }) =>
    error ? [[`${paint('red', `✖ ${id}`)}: ${error.message}`, ...nextLines(error)].join('\n')] : [],
  );
  return [rows, ...failures].join('\n\n');
}
