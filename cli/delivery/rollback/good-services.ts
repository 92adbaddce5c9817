import { type LedgerEntry, type ReleasedService, type StoredVerdict, toldVerdict } from '../releases/index.js';

/** A service has proven itself: it runs everywhere, with its canary behind it where it had one. */
const GOOD: ReadonlySet<string> = new Set(['deployed', 'promoted']);

/** Nothing of the release runs for it. */
const ABSENT: ReadonlySet<string> = new Set(['removed', 'undeclared', 'skipped']);

/** What is told of releases: their records, and how canaries ended that nobody followed. */
export interface ToldReleases {
  /** Newest first. */
  readonly entries: readonly LedgerEntry[];
  readonly verdicts: readonly StoredVerdict[];
}

/** How a service came out of a release. */
export interface Standing {
  /** `aborted`: something else served; `unproven`: nobody knows; `absent`: nothing of it runs. */
  readonly stands: 'good' | 'aborted' | 'unproven' | 'absent';
  /** Why it isn't good. @default it is */
  readonly reason?: string;
  /** What served instead of an aborted version. @default it was not aborted, or no record tells */
  readonly serving?: string;
}

/**
 * How a service came out of a release, by what served: a version that was left as it was, `unchanged` or `kept`, stands as
 * the release left it that brought it. Records of before `healthy` and `aborted` were written don't tell the two apart.
 */
export function standingOf(told: ToldReleases, entry: LedgerEntry, service: string): Standing {
  // Of many that were aborted in a row each asks for all before it.
  const known = KNOWN.get(told) ?? new Map<string, Standing>();
  KNOWN.set(told, known);
  const key = `${entry.record.number} ${service}`;
  const standing = known.get(key) ?? judged(told, entry, service);
  known.set(key, standing);
  return standing;
}

const KNOWN = new WeakMap<ToldReleases, Map<string, Standing>>();

function judged(told: ToldReleases, entry: LedgerEntry, service: string): Standing {
  const own = entry.record.services.find((each) => each.service === service);
  if (!own || ABSENT.has(own.status)) return { stands: 'absent' };
  if (own.since !== undefined) {
    const origin = told.entries.find(({ record }) => record.number === own.since);
    return origin && own.since < entry.record.number
      ? standingOf(told, origin, service)
      : { stands: 'unproven', reason: `${service}: release ${own.since}, which brought it, can't be read` };
  }
  if (own.aborted) return aborted(service, own, own.aborted.reason, own.aborted.serving);
  const { number } = entry.record;
  const late = told.verdicts.find(({ verdict }) => verdict.release === number && verdict.service === service)?.verdict;
  const verdict = toldVerdict(own.verdict, late);
  if (verdict?.outcome === 'promoted' || own.healthy || GOOD.has(own.status)) return { stands: 'good' };
  if (verdict?.outcome === 'aborted' || own.status === 'aborted') {
    return aborted(service, own, verdict?.reason, servedBefore(told, entry, service));
  }
  if (own.status === 'unchanged') {
    const before = broughtBefore(told, entry, own);
    return before ? standingOf(told, before, service) : { stands: 'good' };
  }
  return {
    stands: 'unproven',
    reason: `${service} was ${verdict ? `${verdict.outcome}: ${verdict.reason}` : own.status}`,
  };
}

/** Why services of a release are not known to be good, one reason each. */
export function badServices(told: ToldReleases, entry: LedgerEntry): string[] {
  return entry.record.services.flatMap(({ service }) => standingOf(told, entry, service).reason ?? []);
}

function aborted(service: string, { image }: ReleasedService, reason: string | undefined, serving?: string): Standing {
  const served = serving && !reason?.includes(serving) ? `; ${serving} served` : '';
  return {
    stands: 'aborted',
    reason: `${service} was aborted${reason ? `: ${reason}` : `: ${image}`}${served}`,
    ...(serving ? { serving } : {}),
  };
}

/** The release before, where it has the same version: an `unchanged` one was brought by an earlier release. */
function broughtBefore(told: ToldReleases, { record }: LedgerEntry, own: ReleasedService): LedgerEntry | undefined {
  const before = earlier(told, record.number)[0];
  const same = before?.record.services.find(({ service, image }) => service === own.service && image === own.image);
  return same && !ABSENT.has(same.status) ? before : undefined;
}

/** What the last release before gave a service that was good. */
function servedBefore(told: ToldReleases, { record }: LedgerEntry, service: string): string | undefined {
  const good = earlier(told, record.number).find((entry) => standingOf(told, entry, service).stands === 'good');
  return good?.record.services.find((each) => each.service === service)?.image;
}

function earlier({ entries }: ToldReleases, number: number): LedgerEntry[] {
  return entries.filter(({ record }) => record.number < number && record.operation !== 'restore-proof');
}
