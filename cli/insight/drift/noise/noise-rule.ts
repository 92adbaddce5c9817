/** Two values of one attribute that differ as written. */
export interface ValuePair {
  /** `aws_s3_bucket_policy`. */
  readonly type: string;
  /** Name of the attribute, without indices: `rule.apply_server_side_encryption_by_default.kms_master_key_id`. */
  readonly path: string;
  readonly one: unknown;
  readonly other: unknown;
}

/** A way in which two values can differ and mean the same. */
export interface NoiseRule {
  readonly id: string;
  /** Said to people: why it is no change. */
  readonly reason: string;
  /** Whether the difference is of this kind. */
  matches(pair: ValuePair): boolean;
}

/** Last name of a path: `kms_master_key_id`. */
export function attributeOf({ path }: Pick<ValuePair, 'path'>): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
