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
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw fault(text.trim() === '' ? 'it is empty' : 'it is no JSON, or cut off', cause);
  }
  if (/__proto__|\\u/i.test(text) && holdsPrototype(value)) throw fault("it holds the key '__proto__'");
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

/** Whether some object in it has a key that assignments take for its prototype. */
function holdsPrototype(value: unknown): boolean {
  const open = [value];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (each === null || typeof each !== 'object') continue;
    if (Object.hasOwn(each, '__proto__')) return true;
    for (const inner of Object.values(each)) if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
  return false;
}
