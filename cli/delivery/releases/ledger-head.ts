import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { LedgerSigning, PublicHalf } from '../../adapters/aws/index.js';
import { isSignedBy } from './record-signature.js';
import { readRecord, readSignature } from './sealed-record.js';

/** How far a ledger had come: a lower bound, kept where whoever can write the bucket cannot get. */
export interface LedgerHead {
  readonly environment: string;
  /** Number of the newest record; 0 before the first. */
  readonly count: number;
  /** Hash of that record. @default there is none yet */
  readonly hash?: string;
  /** Number of the first record that is signed: every later one is. */
  readonly signedFrom: number;
  /** Public halves of all keys that the environment ever signed with, by ARN: they hold after the keys are gone. */
  readonly keys: Readonly<Record<string, string>>;
  /** Number of the record at which heads were begun anew, as those before were lost. @default never */
  readonly restartedAt?: number;
  /** ISO 8601. */
  readonly at: string;
}

/** What the records of an environment are held against. */
export interface TrustedLedger {
  /** The key that signs now. @default the environment has none */
  readonly current?: PublicHalf;
  /** Public halves by the ARNs of keys whose signatures count. */
  readonly keys: Readonly<Record<string, string>>;
  /** Why the key cannot be used: what it signed is verified by the public half that the head keeps. @default it can */
  readonly unusable?: BacklotError;
  /** The newest head. @default there is none, see `lost` */
  readonly head?: LedgerHead;
  /** Why there is no head, in words that follow a colon. @default there is one, or none was needed yet */
  readonly lost?: string;
  /** The log of heads is there and shows none: a first one may have been written some seconds ago. @default it isn't so */
  readonly unshown?: true;
}

/** What a head is signed as, in place of the key of an object. */
export function headName(environment: string): string {
  return `${environment}/ledger-head`;
}

/**
 * Reads the key and the heads of an environment. Heads that the current key signed decide, and bring the keys of before; where
 * it signed none yet, the heads of its predecessor do: they lie where only who administers the environment could put them.
 *
 * @throws BacklotError `LedgerKeyDenied`, `LedgerKeyUnreachable`, `LedgerHeadDenied`, `LedgerHeadUnreachable`
 */
export async function readTrusted(signing: LedgerSigning, environment: string): Promise<TrustedLedger> {
  const [key, log] = await Promise.allSettled([signing.key.current(), signing.heads.read()]);
  const unusable = key.status === 'rejected' ? unusableKey(key.reason) : undefined;
  const current = key.status === 'fulfilled' ? key.value : undefined;
  if (log.status === 'rejected') {
    // Without a key nobody gave anybody a right to look.
    const denied = log.reason instanceof BacklotError && log.reason.code === 'LedgerHeadDenied';
    if (!current && !unusable && denied) return { keys: {} };
    throw log.reason;
  }
  const lines = log.value;
  const heads = (lines ?? []).flatMap((line) => {
    const head = readRecord<LedgerHead>(line);
    const signed = readSignature(line);
    if (head?.environment !== environment || !signed) return [];
    const by = signed.signature.key;
    const publicKey = by === current?.arn ? current.publicKey : (head as Partial<LedgerHead>).keys?.[by];
    return publicKey && isSignedBy(publicKey, headName(environment), signed) ? [{ head, by }] : [];
  });
  const own = heads.filter(({ by }) => by === current?.arn);
  const newest = (own.length > 0 ? own : heads).reduce<LedgerHead | undefined>(
    (best, { head }) => (best && best.count >= head.count ? best : head),
    undefined,
  );
  const keys = { ...newest?.keys, ...(current ? { [current.arn]: current.publicKey } : {}) };
  const known = { keys, ...(current ? { current } : {}), ...(unusable ? { unusable } : {}) };
  if (newest) return { ...known, head: newest };
  const lost =
    lines === undefined
      ? 'the log group that keeps it is gone'
      : lines.length === 0
        ? 'its log group holds none'
        : 'none in its log group is signed by the key of the environment';
  return { ...known, lost, ...(lines?.length === 0 ? { unshown: true } : {}) };
}

/** The error of a key that is there and switched off; whatever else went wrong is thrown. */
function unusableKey(error: unknown): BacklotError {
  if (error instanceof BacklotError && error.code === 'LedgerKeyUnusable') return error;
  throw error;
}
