import type { Ledger, LedgerEntry } from './ledger.js';
import type { ReleasedService, ReleaseVerdict } from './release-record.js';

/** How a canary can end: whatever else a verdict says, it was still open when that was written. */
const ENDS: ReadonlySet<string> = new Set(['promoted', 'aborted']);

/** How a canary came out: as its record says, or as became known later of one that was held or not waited for. */
export function finalVerdict(
  { verdict: own }: Pick<ReleasedService, 'verdict'>,
  late: ReleaseVerdict | undefined,
): ReleaseVerdict | undefined {
  return own && ENDS.has(own.outcome) ? own : (late ?? own);
}

/** Entries with what became known of their canaries afterwards. */
export async function withVerdicts(ledger: Ledger, entries: readonly LedgerEntry[]): Promise<LedgerEntry[]> {
  const known = await ledger.verdicts.list();
  if (known.length === 0) return [...entries];
  return entries.map((entry) => {
    const services = entry.record.services.map((service) => {
      const origin = service.since ?? entry.record.number;
      const late = known.find(({ verdict }) => verdict.release === origin && verdict.service === service.service);
      const verdict = finalVerdict(service, late?.verdict);
      if (!verdict || verdict === service.verdict) return service;
      const { outcome, reason, deciding } = verdict;
      return { ...service, verdict: { outcome, reason, ...(deciding ? { deciding } : {}) } };
    });
    return { ...entry, record: { ...entry.record, services } };
  });
}
