import { z } from 'zod';
import { storedJsonOrNone } from '../../kernel/stored-json.js';

/** Who holds the lock of a state. */
export interface StateLock {
  readonly id: string;
  /** `OperationTypeApply` and the like. */
  readonly operation: string;
  /** `user@host`. */
  readonly who: string;
  /** ISO 8601. */
  readonly since: string;
}

/** Reads the lock out of the message that Terraform gives when it can't take it. */
export function readLockMessage(text: string): StateLock | undefined {
  const field = (name: string) => new RegExp(`^\\s*${name}:\\s+(.+?)\\s*$`, 'm').exec(text)?.[1] ?? '';
  if (!/Lock Info:/.test(text)) return undefined;
  return { id: field('ID'), operation: field('Operation'), who: field('Who'), since: isoTime(field('Created')) };
}

/** Reads the lock object that the S3 backend writes beside the state. */
export function readLockObject(text: string): StateLock | undefined {
  const lock = storedJsonOrNone(text, shape);
  return (
    lock && {
      id: lock.ID ?? '',
      operation: lock.Operation ?? '',
      who: lock.Who ?? '',
      since: isoTime(lock.Created ?? ''),
    }
  );
}

const field = z.string().max(1_000).optional();
const shape = z.looseObject({ ID: field, Operation: field, Who: field, Created: field });

/** Go prints `2026-11-21 04:10:00.123456789 +0000 UTC`. */
function isoTime(text: string): string {
  const time = Date.parse(text.replace(/^([\d-]{10}) ([\d:]{8})(\.\d{1,3})?\d* ([+-]\d{4}) \w+$/, '$1T$2$3$4'));
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}
