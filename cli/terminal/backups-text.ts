import type {
  BackupOverview,
  BackupScheduleResult,
  BackupSet,
  CatalogFault,
  PlannedRestore,
  PrunePlan,
  RestoreResult,
  VerifyResult,
} from '../data/backups/index.js';
import type { Paint } from './paint.js';
import { table } from './table.js';

/** How it is drawn. */
interface Style {
  readonly width: number;
  readonly paint: Paint;
}

/** All sets, and what is wrong with manifests. */
export function backupsTable(
  { backups, faults }: { readonly backups: readonly BackupOverview[]; readonly faults: readonly CatalogFault[] },
  style: Style,
): string {
  const text = table(
    backups,
    [
      { title: 'set', value: ({ id }) => id },
      { title: 'state', value: ({ state }) => state, paint: ({ state }, cell, paint) => paint(COLORS[state], cell) },
      { title: 'age', value: ({ ageSeconds }) => ageText(ageSeconds), align: 'right' },
      { title: 'size', value: ({ sizeBytes }) => bytesText(sizeBytes), align: 'right' },
      { title: 'proof', value: proofText },
      { title: 'stores', value: ({ stores, failed }) => storesText(stores, failed), shrinks: true },
    ],
    style,
  );
  return [text, ...faults.map(({ key, reason }) => style.paint('red', `${key}: ${reason}`))].join('\n');
}

const COLORS = {
  creating: 'yellow',
  complete: 'green',
  partial: 'yellow',
  failed: 'red',
  pruned: 'dim',
  damaged: 'red',
} as const;

function storesText(stores: readonly string[], failed: readonly string[]): string {
  return [...stores, ...failed.map((name) => `${name} (failed)`)].join(', ');
}

function proofText({ proof }: BackupOverview): string {
  if (!proof) return '-';
  return proof.outcome === 'proven' ? `proven, RTO ${proof.rtoSeconds} s, RPO ${ageText(proof.rpoSeconds)}` : 'failed';
}

/** The stores of a set. */
export function backupSetTable(set: BackupSet, style: Style): string {
  return table(
    set.stores,
    [
      { title: 'store', value: ({ name }) => name },
      { title: 'kind', value: ({ kind }) => kind },
      { title: 'status', value: ({ status }) => status },
      { title: 'size', value: ({ snapshot }) => bytesText(snapshot?.sizeBytes), align: 'right' },
      { title: 'holds', value: ({ contents }) => contentsText(contents) },
      { title: 'copy', value: ({ snapshot, reason }) => reason ?? snapshot?.id ?? '' },
    ],
    style,
  );
}

function contentsText(contents: BackupSet['stores'][number]['contents']): string {
  const { estimate, items, note, tables, unread = [] } = contents ?? {};
  if (tables) {
    const rows = tables.reduce((sum, each) => sum + each.rows, 0);
    const sampled = tables.filter((each) => each.sampled).length;
    const parts = [
      `${tables.length} tables`,
      `${sampled > 0 ? 'about ' : ''}${rows} rows`,
      ...(sampled > 0 ? [`${sampled} estimated`] : []),
      ...(unread.length > 0 ? [`${unread.length} not read`] : []),
    ];
    return parts.join(', ');
  }
  if (items !== undefined) return `${estimate && items > 0 ? 'about ' : ''}${items} items`;
  return note ? 'not counted' : '-';
}

const OUTCOMES = { passed: 'green', failed: 'red', noted: 'dim' } as const;

/** Each assertion of a proof, then its numbers. */
export function verifyText({ proof }: VerifyResult, style: Style): string {
  const text = table(
    proof.assertions,
    [
      { title: 'store', value: ({ store }) => store },
      { title: 'assertion', value: ({ name }) => name, shrinks: true },
      {
        title: 'outcome',
        value: ({ outcome }) => outcome,
        paint: ({ outcome }, cell, paint) => paint(OUTCOMES[outcome], cell),
      },
      { title: 'expected', value: ({ expected }) => expected, shrinks: true },
      { title: 'actual', value: ({ actual }) => actual, shrinks: true },
    ],
    style,
  );
  const verdict = proof.outcome === 'proven' ? style.paint('green', 'proven') : style.paint('red', 'not proven');
  return `${text}\n\n${proof.set} is ${verdict}: RTO ${proof.rtoSeconds} s, RPO ${ageText(proof.rpoSeconds)}`;
}

/** What a restore would make. */
export function restorePreview(plan: readonly PlannedRestore[], style: Style): string {
  return table(
    plan,
    [
      { title: 'store', value: ({ store }) => store },
      { title: 'kind', value: ({ kind }) => kind },
      { title: 'restored as', value: ({ target }) => target },
      { title: 'from', value: ({ from }) => from, shrinks: true },
      { title: 'the old one', value: ({ replaces }) => replaces ?? 'stays as it is', shrinks: true },
    ],
    style,
  );
}

function leftBy({ holds, purpose, set }: Pick<PrunePlan['leftovers'][number], 'holds' | 'purpose' | 'set'>): string {
  const held = holds ? `; it holds ${holds}` : '';
  if (purpose !== 'replaced') return `restored from set ${set}${held}`;
  return `what a restore put aside, with set ${set}${held}; it may have newer rows than what took its place`;
}

/** What a restore made, and what to do next. */
export function restoreText({ environment, restored, safety, settled }: RestoreResult, { paint }: Style): string {
  const stores = restored.map(({ store, identifier, endpoint, followers = [], seconds, cutOver }) => {
    const at = endpoint ? ` at ${endpoint.host}:${endpoint.port}` : '';
    const where = followers.length > 0 ? `${at}, with ${followers.join(', ')}` : at;
    const steps = cutOver.map((line, at) => `  ${at + 1}. ${line}`);
    return [`${store}: ${paint('bold', identifier)}${where} (${seconds} s)`, ...steps].join('\n');
  });
  const { stacks = [], left = [] } = settled ?? {};
  const followed = stacks.length > 0 ? [`Applied again, so that it follows: ${stacks.join(', ')}`] : [];
  const stays = left.map(({ stack, reason }) => `${paint('yellow', `'${stack}' does not follow yet`)}: ${reason}`);
  if (left.length > 0) stays.push(`Let them follow: backlot deploy ${environment} --only stacks`);
  return [...(safety ? [`Safety backup: ${safety}`] : []), ...stores, ...followed, ...stays].join('\n');
}

/** What would be removed, and what stays although it is old. @param restored whether what restores left is to go */
export function prunePreview({ sets, kept, leftovers, orphans, olderThan }: PrunePlan, restored = false): string {
  if (restored) {
    const lines = leftovers.map(({ id, kind, ...rest }) => `- ${id} (${kind}): ${leftBy(rest)}`);
    return ['Will be removed, with all that they hold:', ...lines].join('\n');
  }
  const lines = [
    ...sets.map(({ id, why, copies }) => `- ${id}: ${why}; ${copies.length} copies`),
    ...orphans.map(({ id, kind, set }) => `- ${id} (${kind}): a copy of set ${set}, which no manifest names`),
    ...kept.map(({ id, why }) => `  ${id} stays: ${why}`),
    ...leftovers.map(
      ({ id, kind, ...rest }) => `  ${id} (${kind}) stays: ${leftBy(rest)}; remove it: --restored ${id}`,
    ),
  ];
  const head =
    sets.length + orphans.length > 0
      ? `Will be removed (older than ${olderThan}, failed, or orphans):`
      : 'Nothing to remove.';
  return [head, ...lines].join('\n');
}

/** Plans, stores and what is missing. */
export function scheduleText({ plans, stores, missing }: BackupScheduleResult, style: Style): string {
  const planTable = table(
    plans,
    [
      { title: 'plan', value: ({ name }) => name },
      { title: 'schedule', value: ({ schedule }) => schedule },
      { title: 'keeps', value: ({ retention }) => retention },
      { title: 'next', value: ({ next, applied }) => (applied ? timeText(next) : 'not applied') },
      { title: 'last', value: ({ last }) => (last ? `${timeText(last.at)} ${last.state}` : '-'), shrinks: true },
    ],
    style,
  );
  const storeTable = table(
    stores,
    [
      { title: 'store', value: ({ name }) => name },
      { title: 'kind', value: ({ kind }) => kind },
      { title: 'plans', value: (store) => store.plans.join(', ') || '-' },
      { title: 'own backups', value: ({ automated }) => automated ?? '-' },
      { title: 'newest point', value: ({ newest }) => timeText(newest) },
    ],
    style,
  );
  const gaps = missing.map((line) => style.paint('yellow', `! ${line}`));
  // A head without rows looks as if something were cut off.
  const planned = plans.length > 0 ? planTable : 'No backup plan is declared.';
  const stored = stores.length > 0 ? ['', storeTable] : [];
  return [planned, ...stored, ...(gaps.length > 0 ? ['', ...gaps] : [])].join('\n');
}

function timeText(time: string | undefined): string {
  return time?.replace(/:\d\d\.\d+Z$/, 'Z') ?? '-';
}

/** `3 d`, `5 h`, `12 m`, `40 s`. */
export function ageText(seconds: number | undefined): string {
  if (seconds === undefined) return '-';
  if (seconds >= 2 * 86_400) return `${Math.floor(seconds / 86_400)} d`;
  if (seconds >= 2 * 3_600) return `${Math.floor(seconds / 3_600)} h`;
  if (seconds >= 120) return `${Math.floor(seconds / 60)} m`;
  return `${Math.round(seconds)} s`;
}

/** `20 GiB`, `1.5 MiB`. */
export function bytesText(bytes: number | undefined): string {
  if (bytes === undefined) return '-';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const amount = bytes / 1024 ** power;
  return `${Number.isInteger(amount) ? amount : amount.toFixed(1)} ${units[power]}`;
}
