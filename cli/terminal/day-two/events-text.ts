import type { ServiceEvent } from '../../running/day-two/index.js';
import { oneLine } from '../cells.js';
import type { Paint } from '../paint.js';
import { table } from '../table.js';

/** Events as a table: warnings first and marked, the newest at the end of each part. */
export function eventsTable(
  events: readonly ServiceEvent[],
  { now, paint, width }: { readonly now: Date; readonly paint: Paint; readonly width: number },
): string {
  return table(
    events,
    [
      { title: '', value: mark, paint: (event, text, style) => (event.warning ? style('yellow', text) : text) },
      { title: 'last', value: ({ last }) => ageText(last, now), align: 'right' },
      { title: 'times', value: ({ count }) => String(count), align: 'right' },
      { title: 'object', value: objectText },
      { title: 'reason', value: ({ reason }) => reason },
      { title: 'message', value: ({ message }) => message, shrinks: true },
    ],
    { width, paint },
  );
}

/** One event on a line, for following. */
export function eventLine(event: ServiceEvent, paint: Paint): string {
  const { last, message, reason } = event;
  const words = `${last.slice(11, 19)} ${mark(event)} ${objectText(event)} ${reason}: ${oneLine(message)}`;
  return event.warning ? paint('yellow', words) : words;
}

function mark({ warning }: ServiceEvent): string {
  return warning ? '!' : '-';
}

function objectText({ kind, name, objects }: ServiceEvent): string {
  return `${kind} ${name}${objects > 1 ? ` and ${objects - 1} more` : ''}`;
}

function ageText(time: string, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(time)) / 1000));
  if (!Number.isFinite(seconds)) return '?';
  if (seconds < 120) return `${seconds}s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)}m` : `${Math.round(seconds / 3600)}h`;
}
