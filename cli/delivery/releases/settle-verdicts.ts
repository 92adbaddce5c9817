import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { OpenedCluster } from '../../session/cluster/open-cluster.js';
import type { Session } from '../../session/open/session.js';
import type { CanaryStatus } from '../canary/index.js';
import type { Ledger, LedgerEntry } from './ledger.js';
import type { ReleasedService, ReleaseVerdict } from './release-record.js';

/** Statuses of a service whose canary had not ended when its release was recorded. */
const OPEN: ReadonlySet<string> = new Set(['canary', 'held']);

/**
 * Writes down how canaries ended that nobody followed: before the next run touches their services, since nobody can tell
 * afterwards. Those that still go on stay open.
 */
export async function settleVerdicts(
  session: Pick<Session, 'environment'>,
  ledger: Ledger,
  newest: LedgerEntry,
  seen: { readonly cluster: OpenedCluster } | undefined,
): Promise<void> {
  const open = await openCanaries(ledger, newest);
  if (open.length === 0 || !seen) return;
  const { readCanary } = await import('../canary/index.js');
  const namespace = session.environment.cluster?.namespace ?? 'streaming';
  for (const { entry, service } of open) {
    const reference = { namespace, service: service.service, environment: session.environment.id };
    const status = await readCanary(seen.cluster.kubernetes, reference).catch((error: unknown) => {
      // It is gone, and with it all that would tell.
      if (error instanceof BacklotError) return undefined;
      throw error;
    });
    const verdict = status && verdictOf(service, status);
    if (!verdict) continue;
    const { record, hash } = entry;
    const at = new Date().toISOString();
    await ledger.verdicts.add({ release: record.number, of: hash, service: service.service, at, ...verdict });
  }
}

async function openCanaries(ledger: Ledger, newest: LedgerEntry) {
  const known = await ledger.verdicts.list();
  const found = await Promise.all(
    newest.record.services.map(async (service) => {
      const entry = service.since ? await ledger.get(service.since) : newest;
      const own = entry.record.services.find((each) => each.service === service.service);
      const told = known.some(
        ({ verdict }) => verdict.release === entry.record.number && verdict.service === service.service,
      );
      return own && OPEN.has(own.status) && !told ? [{ entry, service: own }] : [];
    }),
  );
  return found.flat();
}

function verdictOf(service: ReleasedService, status: CanaryStatus): ReleaseVerdict | undefined {
  const image = (each: { readonly image: string } | undefined) =>
    each !== undefined && sameImage(each.image, service.image);
  const deciding = status.analyses.flatMap(({ metrics }) => metrics.filter((metric) => metric.deciding));
  if (!status.inProgress && status.phase === 'healthy' && image(status.stable)) {
    return { outcome: 'promoted', reason: status.reason, deciding };
  }
  if (status.phase === 'aborted' || status.phase === 'degraded') {
    return { outcome: 'aborted', reason: status.reason, deciding };
  }
  return undefined;
}

/** A pod names a digest without the tag. */
function sameImage(live: string, recorded: string): boolean {
  const [name, digest] = recorded.split('@');
  return live === recorded || live === name || (digest !== undefined && live.endsWith(`@${digest}`));
}
