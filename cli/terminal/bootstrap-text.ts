import type { BootstrapPreview, BootstrapResult, BootstrapThing } from '../lifecycle/bootstrap/index.js';
import type { Paint, Style } from './paint.js';
import { table } from './table.js';

/** What a bootstrap will do, thing for thing. */
export function bootstrapPreview(preview: BootstrapPreview, options: { width: number; paint: Paint }): string {
  const { things, deletes } = preview;
  const warned = deletes.map((address) => options.paint('red', `deletes ${address}`));
  return [thingsTable(things, 'will', options), ...warned].join('\n');
}

/** What a bootstrap did, thing for thing, and in one line. */
export function bootstrapReport(result: BootstrapResult, options: { width: number; paint: Paint }): string {
  const { things, environment, changed, outcome } = result;
  const notes = things.flatMap(({ kind, note }) => (note === undefined ? [] : [`${kind}: ${note}`]));
  const count = (status: string) => things.filter((thing) => thing.status === status).length;
  const counts = ['created', 'changed', 'adopted', 'shared', 'exists', 'unchecked'].filter(
    (status) => count(status) > 0,
  );
  const sum = counts.map((status) => `${count(status)} ${status === 'exists' ? 'existed' : status}`).join(', ');
  const end =
    outcome !== 'complete'
      ? `'${environment}' is not bootstrapped yet: ${outcome}`
      : changed
        ? `'${environment}' is bootstrapped: ${sum}`
        : `'${environment}' was bootstrapped already: everything exists, nothing was changed`;
  return [thingsTable(things, 'status', options), ...notes, '', end].join('\n');
}

function thingsTable(
  things: readonly BootstrapThing<string>[],
  title: string,
  options: { width: number; paint: Paint },
): string {
  return table(
    things,
    [
      { title, value: ({ status }) => status, paint: ({ status }, text, paint) => paint(colourOf(status), text) },
      { title: 'kind', value: ({ kind }) => kind },
      { title: 'name', value: ({ name }) => name },
    ],
    options,
  );
}

function colourOf(status: string): Style {
  if (status === 'exists' || status === 'keep') return 'dim';
  return status === 'changed' || status === 'change' || status === 'unchecked' ? 'yellow' : 'green';
}
