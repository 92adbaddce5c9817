import type { z } from 'zod';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { shell } from '../../modules/values/shell-quoted.js';

/** Where a stored object is. */
export interface StoredAt {
  readonly bucket: string;
  readonly key: string;
}

/** `s3://bucket/key`: how an object is named to people. */
export function objectName({ bucket, key }: StoredAt): string {
  return `s3://${bucket}/${key}`;
}

/**
 * The value of a stored object, which somebody else may have written: of exactly the shape that is asked for, else refused.
 * Fields that the shape doesn't know stay, so that what later versions add is not lost when it is written again.
 *
 * @throws BacklotError `ObjectDamaged` naming the object and what is wrong with it.
 */
export function storedJson<T>(text: string, at: StoredAt, shape: z.ZodType<T>): T {
  const fault = (reason: string, cause?: unknown) => objectDamaged(at, reason, cause);
  const { value, wrong, cause } = foreignJson(text);
  if (wrong) throw fault(wrong, cause);
  const parsed = shape.safeParse(value);
  if (parsed.success) return value as T;
  const [issue] = parsed.error.issues;
  throw fault(`${issue?.path.join('.') || 'it'}: ${issue?.message}`, parsed.error);
}

/** The same, where what is damaged counts as none: a lock or a journal that somebody broke must not block for ever. */
export function storedJsonOrNone<T>(text: string, shape: z.ZodType<T>): T | undefined {
  try {
    return storedJson(text, { bucket: '', key: '' }, shape);
  } catch (error) {
    if (error instanceof BacklotError) return undefined;
    throw error;
  }
}

/** The error of an object that isn't what this program writes. */
export function objectDamaged(at: StoredAt, reason: string, cause?: unknown): BacklotError {
  return new BacklotError({
    code: 'ObjectDamaged',
    message: `${objectName(at)} is not what was written: ${reason.replace(/\p{Cc}/gu, '?').slice(0, 300)}; nothing of it is used`,
    source: 'platform',
    hints: ['the bucket keeps earlier versions: look who wrote the newest, then remove it or put an earlier one back'],
    actions: [shell`aws s3api list-object-versions --bucket ${at.bucket} --prefix ${at.key}`],
    details: { bucket: at.bucket, key: at.key, reason },
    cause,
  });
}

/** Objects and lists within each other: no more than this is written by anybody, and what walks a value recursively can take it. */
const DEEPEST = 500;

/** A JSON text of somebody else: its value, or what is wrong with it whatever shape it should have. */
export interface ForeignJson {
  readonly value?: unknown;
  /** @default it can be looked at */
  readonly wrong?: string;
  readonly cause?: unknown;
}

/** The value of a text that somebody else may have written. It never throws. */
export function foreignJson(text: string): ForeignJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return { wrong: text.trim() === '' ? 'it is empty' : 'it is no JSON, or cut off', cause };
  }
  const wrong = faultWithin(value, /__proto__|\\u/i.test(text));
  return wrong ? { wrong } : { value };
}

/** A key that assignments take for a prototype, or a depth at which recursion ends. */
function faultWithin(value: unknown, mayHoldPrototype: boolean): string | undefined {
  let level = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return `it has more than ${DEEPEST} levels`;
    const below: unknown[] = [];
    for (const each of level) {
      if (each === null || typeof each !== 'object') continue;
      if (mayHoldPrototype && Object.hasOwn(each, '__proto__')) return "it holds the key '__proto__'";
      for (const inner of Object.values(each)) if (typeof inner === 'object' && inner !== null) below.push(inner);
    }
    level = below;
  }
  return undefined;
}
