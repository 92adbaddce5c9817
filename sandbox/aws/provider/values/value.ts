/** Stands for "known after apply". There is one: compare with {@link UNKNOWN} or {@link isUnknown}. */
export class Unknown {
  /** Tells the type from every other for the compiler. */
  readonly kind = 'unknown';

  /** How it prints in an error message. */
  toString(): string {
    return '(known after apply)';
  }
}

export const UNKNOWN = new Unknown();

/** What a Terraform value is in this process: sets are arrays, objects and maps are plain objects. */
export type Value = null | boolean | number | string | Unknown | Value[] | { [name: string]: Value };

/** An object of Terraform values: a resource's state, or one element of a block. */
export type ValueObject = { [name: string]: Value };

export function isUnknown(value: unknown): value is Unknown {
  return value instanceof Unknown;
}

export function isObject(value: unknown): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isUnknown(value);
}

/** Whether nothing in the tree is still to be known. */
export function isWhollyKnown(value: Value): boolean {
  if (isUnknown(value)) return false;
  if (Array.isArray(value)) return value.every(isWhollyKnown);
  return !isObject(value) || Object.values(value).every(isWhollyKnown);
}

/** Null, and what Terraform's older SDK does not tell from null: false, 0, "", [] and {}. */
export function isZero(value: Value | undefined): boolean {
  if (value === null || value === undefined || value === false || value === 0 || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** A copy without anything unknown: unknown becomes null. */
export function withoutUnknown(value: Value): Value {
  if (isUnknown(value)) return null;
  if (Array.isArray(value)) return value.filter((element) => !isUnknown(element)).map(withoutUnknown);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutUnknown(inner)]));
}
