import type { Ledger, LedgerEntry } from './ledger.js';
import { toldVerdict } from './told-verdict.js';

/** Entries with what became known of their canaries afterwards; an end that the record itself has stays. */
export async function withVerdicts(ledger: Ledger, entries: readonly LedgerEntry[]): Promise<LedgerEntry[]> {
  const known = await ledger.verdicts.list();
  if (known.length === 0) return [...entries];
  return entries.map((entry) => {
    const services = entry.record.services.map((service) => {
      const origin = service.since ?? entry.record.number;
      const late = known.find(({ verdict }) => verdict.release === origin && verdict.service === service.service);
      if (!late || toldVerdict(service.verdict, late.verdict) !== late.verdict) return service;
      const { outcome, reason, deciding } = late.verdict;
      return { ...service, verdict: { outcome, reason, ...(deciding ? { deciding } : {}) } };
    });
    return { ...entry, record: { ...entry.record, services } };
  });
}
