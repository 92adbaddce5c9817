import { BacklotError } from '../../../modules/values/backlot-error.js';
import { stateBucket } from '../../../stacks/state-location.js';
import { thisActor } from '../../kernel/actor.js';
import { canonicalHash } from '../../kernel/canonical-hash.js';
import type { Session } from '../../session/open/session.js';
import { ArchiveStore } from './archive-store.js';
import { collectArchive } from './collect-archive.js';
import type { LedgerEntry } from './ledger.js';
import { REMOVED, releasedServices, releasedStacks } from './release-content.js';
import type { ReleasedService, ReleasedStack, ReleaseRecord } from './release-record.js';
import type { RecordedRelease, ReleaseReport } from './release-report.js';
import { openLedger } from './with-ledger.js';

/**
 * Writes the record of a run that changed something, with the archive that a rollback applies again. A run that changed
 * nothing on top of a complete release leaves no record.
 *
 * @throws BacklotError what the bucket answers.
 */
export async function recordRelease(session: Session, report: ReleaseReport): Promise<RecordedRelease> {
  const { environment, cloud } = session;
  const ledger = openLedger(environment, cloud, session.progress);
  const before = await newestContent(ledger.newestFirst());
  const services = releasedServices(report, before?.record);
  const stacks = await releasedStacks(session, report, before?.record);
  const same = before !== undefined && !changed(report, stacks, services, before.record);
  // What was not whole before, and is now, is a release of its own.
  if (same && (before.record.outcome === 'complete' || report.outcome !== 'complete')) {
    return { number: before.record.number, hash: before.hash, recorded: false };
  }
  const store = new ArchiveStore(cloud.archives, stateBucket(environment), environment.id);
  const archiveBefore = await carried(session, store, before?.record);
  const idsOf = (statuses: ReadonlySet<string>) =>
    new Set(report.stacks.flatMap(({ id, status }) => (statuses.has(status) ? [id] : [])));
  const destroying = report.operation === 'destroy';
  const collected = await collectArchive({
    session,
    store,
    touched: destroying ? new Set() : idsOf(TOUCHED),
    removed: destroying ? idsOf(REMOVED) : undefined,
    before: archiveBefore,
    baseline: report.baseline,
    charts: report.charts ?? {},
    chartsInUse: [...services.flatMap(({ chartHash }) => chartHash ?? []), ...observabilityChart(report, before)],
    addresses: report.addresses ?? {},
  });
  const destroyed = destroying && collected.stacks.length === 0;
  const archive = destroyed ? undefined : collected;
  const observability = madeObservability(report, before);
  const verdicts = await ledger.verdicts.list();
  const entry = await ledger.append({
    operation: report.operation,
    outcome: report.outcome,
    startedAt: report.startedAt.toISOString(),
    durationMs: Math.round(report.durationMs),
    actor: report.by ? { who: report.by.who } : thisActor(cloud.identity),
    ...(report.commit ? { commit: report.commit } : {}),
    token: report.by?.token ?? session.lock?.token ?? 0,
    ...(report.plan ? { plan: report.plan } : {}),
    stacks,
    services,
    ...(archive?.baseline ? { baseline: canonicalHash(archive.baseline) } : {}),
    ...(observability && !destroyed ? { observability } : {}),
    ...(archive ? { archive: await store.write(archive) } : {}),
    ...(report.schemas ? { schemas: report.schemas } : {}),
    ...(report.rollbackOf ? { rollbackOf: report.rollbackOf } : {}),
    ...(report.losses?.length ? { losses: report.losses } : {}),
    ...(report.overrides?.length ? { overrides: report.overrides } : {}),
    ...(verdicts.length > 0 ? { verdicts: Object.fromEntries(verdicts.map(({ key, hash }) => [key, hash])) } : {}),
  });
  return { number: entry.record.number, hash: entry.hash, recorded: true };
}

/** Their folder holds what is, or was about to be, applied. */
const TOUCHED: ReadonlySet<string> = new Set(['applied', 'unchanged', 'failed', 'interrupted']);

/** The newest record that says what is in the environment; those of proofs don't. */
export async function newestContent(entries: AsyncIterable<LedgerEntry>): Promise<LedgerEntry | undefined> {
  for await (const entry of entries) if (entry.record.operation !== 'restore-proof') return entry;
  return undefined;
}

/** Whether what is there now is not what the newest record says. */
function changed(
  { cluster }: ReleaseReport,
  stacks: readonly ReleasedStack[],
  services: readonly ReleasedService[],
  before: ReleaseRecord,
): boolean {
  const { baseline, controllers = [], observability } = cluster ?? {};
  const stack = (id: string) => before.stacks.find((each) => each.id === id);
  const service = (name: string) => before.services.find((each) => each.service === name);
  return (
    // A state's serial grows with every change; one that an earlier run made and did not live to record counts too.
    stacks.some(({ id, serial, lineage }) => serial !== stack(id)?.serial || lineage !== stack(id)?.lineage) ||
    services.some((each) => !STILL.has(each.status) || each.valuesHash !== service(each.service)?.valuesHash) ||
    (baseline !== undefined && baseline.created + baseline.changed + baseline.pruned > 0) ||
    controllers.some(({ status }) => status === 'installed' || status === 'failed') ||
    observability?.status === 'deployed'
  );
}

const STILL: ReadonlySet<string> = new Set(['unchanged', 'undeclared', 'skipped', 'kept']);

function observabilityChart({ cluster }: ReleaseReport, before: LedgerEntry | undefined): string[] {
  const { chartHash } = madeObservability({ cluster }, before) ?? {};
  return chartHash ? [chartHash] : [];
}

/** What was skipped is as the release before left it. */
function madeObservability({ cluster }: Pick<ReleaseReport, 'cluster'>, before: LedgerEntry | undefined) {
  return cluster?.observability?.chart ? cluster.observability : before?.record.observability;
}

/** What an earlier release archived. One that is gone keeps nobody from deploying; `releases verify` names it. */
async function carried(session: Session, store: ArchiveStore, before: ReleaseRecord | undefined) {
  if (!before?.archive) return undefined;
  try {
    return await store.read(before.archive);
  } catch (error) {
    if (!(error instanceof BacklotError)) throw error;
    const message = `${error.message}; what this run did not touch is not in the new archive`;
    session.progress.emit({ type: 'note', level: 'warning', message });
    return undefined;
  }
}
