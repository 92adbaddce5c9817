import type { LoadRun, LoadSample, VersionFigures } from '../../sandbox/cluster/agent/load-api.js';
import type { LoadReport } from '../running/load/index.js';
import { elapsed } from './elapsed.js';
import type { Paint } from './paint.js';
import { type Column, table } from './table.js';

/** Moments of a run that are shown to people; `--json` has all. */
const MOMENTS = 16;

interface Row {
  readonly sample: LoadSample;
  readonly figures?: VersionFigures;
}

/** Runs for people: how each stands, and its figures over time where there are any. */
export function loadText(report: LoadReport, options: { readonly width: number; readonly paint: Paint }): string {
  const { paint } = options;
  const head = paint('dim', report.note);
  if (report.runs.length === 0) return `${head}\nNothing runs.`;
  return [head, ...report.runs.map((run) => runText(run, options))].join('\n\n');
}

function runText(run: LoadRun, options: { readonly width: number; readonly paint: Paint }): string {
  const { paint } = options;
  const per = run.kind === 'web' ? 'requests/s' : 'messages/s';
  const profile = run.profile === 'constant' ? '' : ` (${run.profile})`;
  const state = run.state === 'running' ? paint('green', run.state) : run.state;
  const time = `${elapsed(run.elapsedSeconds * 1000)} of ${elapsed(run.durationSeconds * 1000)}`;
  const lines = [
    `${run.service}  ${run.rps} ${per}${profile}  ${state}  ${time}  run ${run.id}`,
    `${run.totals.requests} sent, ${run.totals.failed} failed${run.totals.unrouted > 0 ? `, of these ${run.totals.unrouted} found no ready pod` : ''}`,
  ];
  const rows = rowsOf(run.samples?.length ? thinned(run.samples) : [run.current]);
  if (rows.some(({ figures }) => figures)) lines.push('', table(rows, columnsOf(run), options));
  return lines.join('\n');
}

/** Evenly picked moments, the first and the last among them. */
function thinned(samples: readonly LoadSample[]): readonly LoadSample[] {
  if (samples.length <= MOMENTS) return samples;
  const at = (index: number) => samples[Math.round((index * (samples.length - 1)) / (MOMENTS - 1))];
  return Array.from({ length: MOMENTS }, (_, index) => at(index)).flatMap((sample) => sample ?? []);
}

function rowsOf(samples: readonly LoadSample[]): Row[] {
  return samples.flatMap((sample): Row[] =>
    sample.versions.length > 0 ? sample.versions.map((figures) => ({ sample, figures })) : [{ sample }],
  );
}

function columnsOf(run: LoadRun): Column<Row>[] {
  const number = (title: string, of: (figures: VersionFigures) => string | number | undefined): Column<Row> => ({
    title,
    align: 'right',
    value: ({ figures }) => String((figures && of(figures)) ?? '-'),
  });
  return [
    { title: 'time', align: 'right', value: ({ sample }) => `${sample.seconds} s` },
    { title: 'sent/s', align: 'right', value: ({ sample }) => String(sample.offeredRps) },
    ...(run.kind === 'worker'
      ? [{ title: 'wait', align: 'right', value: ({ sample }) => String(sample.backlog ?? 0) } satisfies Column<Row>]
      : []),
    { title: 'version', value: ({ figures }) => figures?.version ?? '-', shrinks: true },
    { title: 'role', value: ({ figures }) => figures?.role ?? '-' },
    number('replicas', ({ replicas }) => replicas),
    number('ready', ({ ready }) => ready),
    number('got/s', ({ rps }) => rps),
    {
      ...number('errors', ({ errorPercent }) => `${errorPercent} %`),
      paint: ({ figures }, text, paint) => ((figures?.errorPercent ?? 0) >= 1 ? paint('red', text) : text),
    },
    number('p95', ({ p95Ms }) => (p95Ms === undefined ? '-' : `${p95Ms} ms`)),
    number('cpu', ({ cpuMillicores }) => `${cpuMillicores}m`),
    number('of request', ({ cpuPercent }) => (cpuPercent === undefined ? '-' : `${cpuPercent} %`)),
  ];
}
