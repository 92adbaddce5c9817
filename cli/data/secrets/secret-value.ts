import { BacklotError } from '../../../modules/values/backlot-error.js';

/** Secrets Manager takes values of at most so many bytes. https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
export const LONGEST_VALUE = 65_536;

/** A value as it was read, and as it is meant. */
export interface ReadValue {
  readonly value: string;
  /** A newline at its end was taken off. */
  readonly trimmed: boolean;
}

/**
 * Takes off the one newline that `echo` and editors leave at the end, and refuses what no consumer could use.
 *
 * @throws BacklotError `ValueEmpty`, `ValueTooLong`, `ValueNotText`; the value is in none of them.
 */
export function meantValue(read: string): ReadValue {
  const value = read.replace(/\r?\n$/, '');
  const bytes = Buffer.byteLength(value);
  if (value === '') throw invalid('ValueEmpty', 'the value that was read is empty; nothing was changed');
  if (bytes > LONGEST_VALUE) {
    throw invalid('ValueTooLong', `the value has ${bytes} bytes; Secrets Manager takes ${LONGEST_VALUE} (64 KiB)`);
  }
  if (value.includes('\0') || value.includes('\uFFFD')) {
    throw invalid('ValueNotText', 'the value is no UTF-8 text, and an environment variable can hold nothing else');
  }
  return { value, trimmed: value !== read };
}

/**
 * The whole value to store: the given one, or the current one with one of its fields changed.
 *
 * @throws BacklotError `ValueNotJson`, `UnknownKey`, `KeyMissing`, `NoKeys`.
 */
export function wholeValue(
  secret: string,
  fields: readonly string[],
  given: string,
  key: string | undefined,
  current: string | undefined,
): string {
  if (fields.length === 0) {
    if (key === undefined) return given;
    throw invalid(
      'NoKeys',
      `'${secret}' is plain text and has no fields: leave out --key ${key}, or declare secrets.${secret}.keys`,
    );
  }
  if (key !== undefined) {
    if (!fields.includes(key))
      throw invalid('UnknownKey', `'${secret}' has no field '${key}'; declared: ${fields.join(', ')}`);
    return JSON.stringify(
      complete(
        secret,
        fields,
        { ...(current === undefined ? {} : objectIn(secret, fields, current)), [key]: given },
        key,
      ),
    );
  }
  return JSON.stringify(complete(secret, fields, objectIn(secret, fields, given)));
}

function complete(secret: string, fields: readonly string[], value: Readonly<Record<string, unknown>>, key?: string) {
  const unknown = Object.keys(value).filter((each) => !fields.includes(each));
  if (unknown.length > 0)
    throw invalid('UnknownKey', `'${secret}' has no field '${unknown[0]}'; declared: ${fields.join(', ')}`);
  const missing = fields.filter((each) => value[each] === undefined);
  if (missing.length > 0) {
    const first = key === undefined ? '' : ': the first value must be given whole, as JSON without --key';
    throw invalid(
      'KeyMissing',
      `the value of '${secret}' lacks ${missing.map((each) => `'${each}'`).join(', ')}${first}`,
    );
  }
  const notText = fields.find((each) => typeof value[each] !== 'string' || value[each] === '');
  if (notText) throw invalid('KeyNotText', `field '${notText}' of '${secret}' must be text that is not empty`);
  // In the order of the declaration, so that the same fields are the same value.
  return Object.fromEntries(fields.map((each) => [each, value[each]]));
}

function objectIn(secret: string, fields: readonly string[], text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Said below: what the parser says quotes the value.
  }
  throw invalid(
    'ValueNotJson',
    `the value of '${secret}' must be a JSON object with ${fields.map((each) => `'${each}'`).join(', ')}; what was read is none`,
  );
}

function invalid(code: string, message: string): BacklotError {
  return new BacklotError({ code, message, exitCode: 3 });
}
