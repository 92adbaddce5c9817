import { setTimeout as sleep } from 'node:timers/promises';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { LedgerSigning } from '../../adapters/aws/index.js';
import type { LedgerFaultKind } from './ledger-fault.js';
import { headName, type LedgerHead, readTrusted, type TrustedLedger } from './ledger-head.js';
import { isSignedBy, signRecord } from './record-signature.js';
import { type RecordSignature, readSignature, writeRecord } from './sealed-record.js';

/** What a look at one object of the ledger showed. */
export interface Judgement {
  /** The key that signed it. @default it has no signature */
  readonly key?: string;
  /** Why it must not be relied on. @default it can be */
  readonly fault?: { readonly kind: LedgerFaultKind; readonly reason: string };
}

const NOTHING: TrustedLedger = { keys: {} };

/** For how long a head is waited for that must have been written, and how often it is looked for. */
const SHOWN_MS = 8_000;
const LOOK_MS = 500;

/**
 * Tells the environment's own records from forged ones, and signs new ones. The public key is asked for once: each record is
 * then verified in this process, without a call.
 */
export class LedgerTrust {
  private known: Promise<TrustedLedger> | undefined;
  private readonly elsewhere = new Map<string, Promise<boolean>>();
  private awaited = false;

  constructor(
    private readonly signing: LedgerSigning | undefined,
    private readonly environment: string,
    private readonly shownMs = SHOWN_MS,
  ) {}

  /** Whether records are signed where there is a key. */
  get signs(): boolean {
    return this.signing !== undefined;
  }

  /** Key and head, as they were when they were first asked for. @throws as {@link readTrusted} */
  trusted(): Promise<TrustedLedger> {
    this.known ??= this.signing ? readTrusted(this.signing, this.environment) : Promise.resolve(NOTHING);
    return this.known;
  }

  /** The same, read anew: before something is added. */
  renewed(): Promise<TrustedLedger> {
    this.known = undefined;
    return this.trusted();
  }

  /**
   * The same, where a record that is signed says that there must be a head: CloudWatch shows one only after some seconds, and
   * until then its log is as one that was emptied. It is waited for once.
   */
  async headShown(): Promise<TrustedLedger> {
    const until = Date.now() + (this.awaited ? 0 : this.shownMs);
    this.awaited = true;
    for (;;) {
      const trusted = await this.trusted();
      const left = until - Date.now();
      if (trusted.head || !trusted.unshown || left <= 0) return trusted;
      await sleep(Math.min(LOOK_MS, left));
      await this.renewed();
    }
  }

  /** Whether the object of a release may be relied on. */
  async judge(objectKey: string, body: string, number: number): Promise<Judgement> {
    if (!this.signing) return {};
    const { head, keys } = await this.trusted();
    const signed = readSignature(body);
    if (!signed) {
      if (!head || number < head.signedFrom) return {};
      return {
        fault: { kind: 'unsigned', reason: `it is not signed, and all from release ${head.signedFrom} on are` },
      };
    }
    const { key } = signed.signature;
    if (key === '')
      return { fault: { kind: 'forged', reason: 'its signature cannot be read: nobody who signs writes such a one' } };
    const publicKey = keys[key];
    if (publicKey === undefined) return { key, fault: await this.unknown(key) };
    if (isSignedBy(publicKey, objectKey, signed)) return { key };
    const reason = 'its signature is not over what it says: it was altered, or the signature is that of another object';
    return { key, fault: { kind: 'forged', reason } };
  }

  /** Signs a record with the key that there is now; undefined when there is none. */
  async sign(objectKey: string, record: object): Promise<RecordSignature | undefined> {
    const { current } = await this.trusted();
    return this.signing && current && signRecord(this.signing.key, current, objectKey, record);
  }

  /** Moves the head forward, never back. */
  async moveHead(head: Pick<LedgerHead, 'count' | 'hash' | 'signedFrom' | 'restartedAt'>): Promise<void> {
    const { keys, head: before } = await this.trusted();
    if (before && before.count > head.count) return;
    const { environment } = this;
    const moved: LedgerHead = { environment, ...head, keys, at: new Date().toISOString() };
    const signature = await this.sign(headName(environment), moved);
    if (!signature) return;
    await this.signing?.heads.append(writeRecord(moved, signature));
    // The log shows it after some seconds only.
    this.known = this.trusted().then(({ lost: _, unshown: __, ...trusted }) => ({ ...trusted, head: moved }));
  }

  private async unknown(key: string): Promise<NonNullable<Judgement['fault']>> {
    const found = this.elsewhere.get(key) ?? this.exists(key);
    this.elsewhere.set(key, found);
    if (await found) {
      return { kind: 'other-key', reason: `it is signed by a key that is not the environment's: ${key}` };
    }
    return { kind: 'unverifiable', reason: `not verifiable: key ${key} is gone` };
  }

  private async exists(key: string): Promise<boolean> {
    try {
      return (await this.signing?.key.exists(key)) ?? false;
    } catch (error) {
      // A key of another account, or one that is switched off: it is there.
      if (error instanceof BacklotError && ['LedgerKeyDenied', 'LedgerKeyUnusable'].includes(error.code)) return true;
      throw error;
    }
  }
}
