import type { LedgerEntry, ReleasedService } from '../../delivery/releases/index.js';
import { actorText } from '../../kernel/actor.js';
import { elapsed } from '../elapsed.js';
import { keyValues } from '../key-values.js';
import type { Paint } from '../paint.js';
import { table } from '../table.js';
import { operationText } from './releases-table.js';

/** All that is recorded of a release, apart from the values of services. */
export function releaseText({ record, hash }: LedgerEntry, options: { readonly width: number; readonly paint: Paint }) {
  const { paint } = options;
  const {
    actor,
    archive,
    baseline,
    commit,
    durationMs,
    observability,
    losses = [],
    overrides = [],
    proofs = [],
    schemas,
  } = record;
  const facts = {
    release: `${record.number} of ${record.environment}: ${operationText(record)}, ${record.outcome}`,
    when: `${record.startedAt}, took ${elapsed(durationMs)}`,
    who: [actorText(actor), actor.givenBy === actor.identity ? undefined : actor.identity].filter(Boolean).join(' as '),
    commit: commit ? `${commit.id}${commit.clean ? '' : ' with changes that were not committed'}` : undefined,
    plan: record.plan,
    baseline,
    alerts: observability ? [observability.chart, observability.valuesHash].filter(Boolean).join(' ') : undefined,
    archive,
    schemas: Object.entries(schemas?.versions ?? {})
      .map(([store, version]) => `${store} ${version}`)
      .join(', '),
    record: hash,
    previous: record.previous,
    signed: record.signature?.key,
  };
  return [
    keyValues(facts, paint),
    ...(record.stacks.length > 0 ? [stacksTable(record.stacks, options)] : []),
    ...(record.services.length > 0 ? [servicesTable(record.services, options)] : []),
    ...proofs.map(
      ({ set, outcome, rpoSeconds, rtoSeconds }) =>
        `backup ${set}: ${outcome}, RPO ${rpoSeconds} s, RTO ${rtoSeconds} s`,
    ),
    ...losses.map(
      ({ name, action, holds, lastCopy }) =>
        `${paint('red', `lost: ${name}`)} (${action}), which held ${holds}${lastCopy ? `; last copy: ${lastCopy.kind} ${lastCopy.name}; ${backFrom(record.environment, action, lastCopy.name)}` : ''}`,
    ),
    ...overrides.map(({ gate, reason }) => `${paint('yellow', `gate '${gate}' overridden`)}: ${reason}`),
  ].join('\n\n');
}

/** The exact way back: what is declared no more is declared and deployed first, empty. */
function backFrom(environment: string, action: string, copy: string): string {
  const first =
    action === 'delete' ? 'declare it again and deploy it, then put that in its place' : 'put it in place again';
  return `${first}: backlot backups restore ${environment} ${copy} --in-place`;
}

function canaryText({ aborted, verdict }: ReleasedService): string {
  const serves = aborted ? `${aborted.serving} served` : '';
  const said = verdict ? `${verdict.outcome}: ${verdict.reason}` : aborted ? (aborted.reason ?? 'aborted') : '';
  return [said, ...(said.includes(aborted?.serving ?? '') ? [] : [serves])].filter(Boolean).join('; ');
}

function stacksTable(
  stacks: LedgerEntry['record']['stacks'],
  options: { readonly width: number; readonly paint: Paint },
) {
  return table(
    stacks,
    [
      { title: 'stack', value: ({ id }) => id },
      { title: 'status', value: ({ status, since }) => `${status}${since ? ` since ${since}` : ''}` },
      { title: 'serial', value: ({ serial }) => (serial === undefined ? '' : String(serial)), align: 'right' },
      { title: 'configuration', value: ({ configuration }) => configuration.slice(0, 16) },
    ],
    options,
  );
}

function servicesTable(
  services: readonly ReleasedService[],
  options: { readonly width: number; readonly paint: Paint },
) {
  return table(
    services,
    [
      { title: 'service', value: ({ service }) => service },
      { title: 'status', value: ({ status, since }) => `${status}${since ? ` since ${since}` : ''}` },
      { title: 'image', value: ({ image }) => image, shrinks: true },
      { title: 'chart', value: ({ chart = '' }) => chart },
      { title: 'values', value: ({ valuesHash = '' }) => valuesHash.slice(0, 16) },
      {
        title: 'canary',
        value: canaryText,
        shrinks: true,
      },
    ],
    options,
  );
}
