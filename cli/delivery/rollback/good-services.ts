import type { Ledger, LedgerEntry } from '../releases/index.js';

/** A service has proven itself: it runs everywhere, with its canary behind it where it had one. */
const GOOD: ReadonlySet<string> = new Set(['deployed', 'unchanged', 'promoted']);

/** Nothing of the release runs for it. */
const ABSENT: ReadonlySet<string> = new Set(['removed', 'undeclared', 'skipped']);

/** Why services of a release are not known to be good, one reason each. */
export async function badServices(ledger: Ledger, entry: LedgerEntry): Promise<string[]> {
  const verdicts = await ledger.verdicts.list();
  const reasons = await Promise.all(
    entry.record.services.map(async ({ service, since }) => {
      const origin = since ? await ledger.get(since) : entry;
      const own = origin.record.services.find((each) => each.service === service);
      if (!own || ABSENT.has(own.status) || GOOD.has(own.status)) return [];
      const told = verdicts.find(
        ({ verdict }) => verdict.release === origin.record.number && verdict.service === service,
      );
      if (told?.verdict.outcome === 'promoted') return [];
      return [`${service} was ${told ? `${told.verdict.outcome}: ${told.verdict.reason}` : own.status}`];
    }),
  );
  return reasons.flat();
}
