import type { CanaryHistory, PastCanary, PastOutcome } from '../../delivery/canary/index.js';
import { elapsed } from '../elapsed.js';
import type { Paint, Style } from '../paint.js';
import { table } from '../table.js';

const STYLES: Readonly<Record<PastOutcome, Style>> = {
  first: 'dim',
  promoted: 'green',
  aborted: 'red',
  held: 'yellow',
  'in progress': 'cyan',
  replaced: 'dim',
  unknown: 'dim',
};

/** Past canaries, newest first, and how much of them the cluster keeps. */
export function historyTable(
  { canaries, kept }: CanaryHistory,
  options: { readonly width: number; readonly paint: Paint },
): string {
  if (canaries.length === 0) return 'the cluster keeps no canary';
  const rows = table(
    canaries,
    [
      { title: 'service', value: ({ service }) => service },
      { title: 'rev', value: ({ revision }) => String(revision), align: 'right' },
      { title: 'image', value: ({ image }) => image ?? '(gone)' },
      { title: 'started', value: ({ startedAt }) => startedAt ?? '' },
      { title: 'took', value: tookText, align: 'right' },
      {
        title: 'outcome',
        value: ({ outcome }) => outcome,
        paint: (row, text, with_) => with_(STYLES[row.outcome], text),
      },
      { title: 'why', value: ({ reason }) => reason, shrinks: true },
    ],
    options,
  );
  return [rows, '', ...kept.map(keptText).map((line) => options.paint('dim', line))].join('\n');
}

function tookText({ endedAt, startedAt }: PastCanary): string {
  return startedAt && endedAt ? elapsed(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt))) : '';
}

function keptText({
  revisions,
  service,
  successfulAnalyses,
  unsuccessfulAnalyses,
}: CanaryHistory['kept'][number]): string {
  return `${service}: the cluster keeps ${revisions} former versions, ${successfulAnalyses} analyses that passed and ${unsuccessfulAnalyses} that did not; older ones are gone`;
}
