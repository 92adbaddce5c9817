import { isOpen, type ReleaseRecord } from '../../delivery/releases/index.js';
import { actorText } from '../../kernel/actor.js';
import { elapsed } from '../elapsed.js';
import type { Paint, Style } from '../paint.js';
import { shortImage } from '../service-changes.js';
import { table } from '../table.js';

const STYLES: Readonly<Record<ReleaseRecord['outcome'], Style>> = {
  complete: 'green',
  partial: 'yellow',
  failed: 'red',
  interrupted: 'yellow',
};

/** Releases, newest first, with what was new in each. */
export function releasesTable(
  records: readonly ReleaseRecord[],
  options: { readonly width: number; readonly paint: Paint; readonly now: Date },
): string {
  return table(
    records,
    [
      { title: 'release', value: ({ number }) => String(number), align: 'right' },
      { title: 'operation', value: operationText },
      {
        title: 'outcome',
        value: ({ outcome }) => outcome,
        paint: (row, text, with_) => with_(STYLES[row.outcome], text),
      },
      { title: 'when', value: ({ startedAt }) => startedAt.replace(/\.\d+Z$/, 'Z') },
      { title: 'took', value: ({ durationMs }) => elapsed(durationMs), align: 'right' },
      { title: 'who', value: ({ actor }) => actorText(actor) },
      { title: 'commit', value: commitText },
      { title: 'what', value: whatText, shrinks: true },
    ],
    options,
  );
}

/** `rollback to 2` */
export function operationText({ operation, rollbackOf }: ReleaseRecord): string {
  return rollbackOf ? `${operation} to ${rollbackOf}` : operation;
}

/** The start of the commit; `+` when the checkout had more than that. */
export function commitText({ commit }: ReleaseRecord): string {
  return commit ? `${commit.id.slice(0, 8)}${commit.clean ? '' : '+'}` : '';
}

/** Statuses of a service whose canary had not ended. */
const STOOD_OPEN: ReadonlySet<string> = new Set(['canary', 'held']);

/** How a service came out of a release: of a canary that had not ended then, what became of it is said too. */
function stoodText({ aborted, status, verdict }: ReleaseRecord['services'][number]): string {
  const later = verdict && STOOD_OPEN.has(status) && !isOpen(verdict) ? `, ${verdict.outcome} later` : '';
  return `${status}${later}${aborted ? `, ${shortImage(aborted.serving)} serves` : ''}`;
}

/** What the release touched: stacks that were applied, services with their images. */
function whatText({ stacks, services, proofs }: ReleaseRecord): string {
  const proof = proofs?.at(-1);
  if (proof) return `backup ${proof.set} ${proof.outcome}, RTO ${proof.rtoSeconds} s`;
  const applied = stacks.filter(({ status }) => status !== 'unchanged' && status !== 'kept').map(({ id }) => id);
  const touched = services.filter(
    ({ aborted, status }) => !['kept', 'undeclared'].includes(status) && (status !== 'unchanged' || aborted),
  );
  return [
    ...(applied.length > 3 ? [`${applied.length} stacks`] : applied),
    ...touched.map((service) => `${shortImage(service.image) || service.service} ${stoodText(service)}`),
  ].join(', ');
}
