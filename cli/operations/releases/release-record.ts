import { createHash } from 'node:crypto';

/** How a release ended. `partial`: some stacks are deferred, or a canary is held. */
export type ReleaseOutcome = 'complete' | 'partial' | 'failed' | 'interrupted';

/** What a release did to one stack. */
export interface ReleasedStack {
  readonly id: string;
  readonly status: string;
  /** SHA-256 of the synthesized configuration. */
  readonly configuration: string;
  /** Serial of the state afterwards. @default it has none */
  readonly serial?: number;
  /** Lineage of the state. @default it has none */
  readonly lineage?: string;
}

/** What a release did to one service. */
export interface ReleasedService {
  readonly service: string;
  readonly status: string;
  /** With its tag, and its digest where it is known. */
  readonly image: string;
  /** `service-0.1.0` */
  readonly chart?: string;
  /** SHA-256 of the chart's content. */
  readonly chartHash?: string;
  /** SHA-256 of the values in canonical form. */
  readonly valuesHash?: string;
  /** The values themselves: what a rollback applies again. They hold no secret. */
  readonly values?: unknown;
  /** What the canary's analysis decided, with its numbers. @default no canary ran */
  readonly verdict?: unknown;
}

/** One entry of the ledger: never changed once it is written. */
export interface ReleaseRecord {
  /** 1, 2, 3 … without gaps. */
  readonly number: number;
  readonly environment: string;
  /** Hash of the record before. @default it is the first */
  readonly previous?: string;
  /** `deploy`, `rollback`, `destroy`. */
  readonly operation: string;
  readonly outcome: ReleaseOutcome;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** `user@host`, and the identity in the cloud where it is known. */
  readonly actor: { readonly who: string; readonly identity?: string };
  /** Commit of the checkout. @default not in a Git checkout */
  readonly commit?: { readonly id: string; readonly clean: boolean };
  /** Fencing token of the lock that it was made under. */
  readonly token: number;
  /** Hash of the saved plan that was applied. @default planned in the same run */
  readonly plan?: string;
  readonly stacks: readonly ReleasedStack[];
  readonly services: readonly ReleasedService[];
  /** SHA-256 of the rendered baseline. @default it was not applied */
  readonly baseline?: string;
  /** SHA-256 of the archive of all synthesized stacks and the resolved environment. */
  readonly archive: string;
}

/** The hash that the next record names: over exactly the bytes that are stored. */
export function recordHash(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

/** The bytes of a record, closed with a hash of all that is before it: also the newest, which no record follows, shows a change. */
export function writeRecord(record: ReleaseRecord): string {
  const open = JSON.stringify(record, undefined, 2).slice(0, -2);
  return `${open},\n  "seal": "${recordHash(open)}"\n}\n`;
}

/** The record of stored bytes; undefined when they are not exactly what {@link writeRecord} gave. */
export function readRecord(body: string): ReleaseRecord | undefined {
  const sealed = /^(?<open>[\s\S]*),\n {2}"seal": "(?<seal>[0-9a-f]{64})"\n\}\n$/.exec(body)?.groups;
  if (!sealed?.open || recordHash(sealed.open) !== sealed.seal) return undefined;
  return JSON.parse(`${sealed.open}\n}`) as ReleaseRecord;
}

/** SHA-256 of a value in canonical form: keys sorted, nothing undefined. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(value)))
    .digest('hex');
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, canonical(each)]));
}
