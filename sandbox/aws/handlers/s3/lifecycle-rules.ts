import type { ApiObject, Attributes } from '../contract.js';

/** Lifecycle rules as S3 takes them. */
export function toRules(rules: readonly Attributes[]): ApiObject[] {
  return rules.map((rule) => ({
    ID: rule.id,
    Status: rule.status,
    Filter: toFilter(rule.filter?.[0]),
    Expiration: one(rule.expiration, ({ date, days, expired_object_delete_marker: marker }) => ({
      Date: date ? new Date(date) : undefined,
      Days: days || undefined,
      ExpiredObjectDeleteMarker: days || date ? undefined : (marker ?? undefined),
    })),
    NoncurrentVersionExpiration: one(rule.noncurrent_version_expiration, (block) => ({
      NoncurrentDays: block.noncurrent_days,
      NewerNoncurrentVersions: block.newer_noncurrent_versions || undefined,
    })),
    AbortIncompleteMultipartUpload: one(rule.abort_incomplete_multipart_upload, (block) => ({
      DaysAfterInitiation: block.days_after_initiation,
    })),
    Transitions: many(rule.transition, ({ date, days, storage_class }) => ({
      Date: date ? new Date(date) : undefined,
      Days: date ? undefined : (days ?? 0),
      StorageClass: storage_class,
    })),
    NoncurrentVersionTransitions: many(rule.noncurrent_version_transition, (block) => ({
      NoncurrentDays: block.noncurrent_days,
      NewerNoncurrentVersions: block.newer_noncurrent_versions || undefined,
      StorageClass: block.storage_class,
    })),
  }));
}

/** Lifecycle rules as Terraform knows them. */
export function fromRules(rules: readonly ApiObject[]): Attributes[] {
  return rules.map((rule) => ({
    id: rule.ID,
    status: rule.Status,
    prefix: '',
    filter: rule.Filter ? [fromFilter(rule.Filter)] : [],
    expiration: blocks(rule.Expiration, (block) => ({
      date: toText(block.Date),
      days: block.Days ?? 0,
      expired_object_delete_marker: block.ExpiredObjectDeleteMarker ?? false,
    })),
    noncurrent_version_expiration: blocks(rule.NoncurrentVersionExpiration, (block) => ({
      noncurrent_days: block.NoncurrentDays ?? null,
      newer_noncurrent_versions: block.NewerNoncurrentVersions ?? null,
    })),
    abort_incomplete_multipart_upload: blocks(rule.AbortIncompleteMultipartUpload, (block) => ({
      days_after_initiation: block.DaysAfterInitiation ?? null,
    })),
    transition: (rule.Transitions ?? []).map((block: ApiObject) => ({
      date: toText(block.Date),
      days: block.Days ?? null,
      storage_class: block.StorageClass,
    })),
    noncurrent_version_transition: (rule.NoncurrentVersionTransitions ?? []).map((block: ApiObject) => ({
      noncurrent_days: block.NoncurrentDays ?? null,
      newer_noncurrent_versions: block.NewerNoncurrentVersions ?? null,
      storage_class: block.StorageClass,
    })),
  }));
}

function toFilter(filter: Attributes | undefined): ApiObject {
  const and = filter?.and?.[0];
  const tag = filter?.tag?.[0];
  if (and) {
    return {
      And: {
        Prefix: and.prefix || undefined,
        ObjectSizeGreaterThan: and.object_size_greater_than || undefined,
        ObjectSizeLessThan: and.object_size_less_than || undefined,
        Tags: Object.entries(and.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      },
    };
  }
  if (tag) return { Tag: { Key: tag.key, Value: tag.value } };
  if (filter?.object_size_greater_than) return { ObjectSizeGreaterThan: Number(filter.object_size_greater_than) };
  if (filter?.object_size_less_than) return { ObjectSizeLessThan: Number(filter.object_size_less_than) };
  return { Prefix: filter?.prefix ?? '' };
}

function fromFilter(filter: ApiObject): Attributes {
  const and = filter.And;
  return {
    prefix: filter.Prefix ?? '',
    object_size_greater_than: filter.ObjectSizeGreaterThan === undefined ? null : filter.ObjectSizeGreaterThan,
    object_size_less_than: filter.ObjectSizeLessThan === undefined ? null : filter.ObjectSizeLessThan,
    tag: filter.Tag ? [{ key: filter.Tag.Key, value: filter.Tag.Value }] : [],
    and: and
      ? [
          {
            prefix: and.Prefix ?? '',
            object_size_greater_than: and.ObjectSizeGreaterThan ?? 0,
            object_size_less_than: and.ObjectSizeLessThan ?? 0,
            tags: and.Tags ? Object.fromEntries(and.Tags.map(({ Key, Value }: ApiObject) => [Key, Value])) : null,
          },
        ]
      : [],
  };
}

function one(
  block: readonly Attributes[] | undefined,
  convert: (block: Attributes) => ApiObject,
): ApiObject | undefined {
  return block?.[0] && convert(block[0]);
}

function many(
  block: readonly Attributes[] | undefined,
  convert: (block: Attributes) => ApiObject,
): ApiObject[] | undefined {
  return block?.length ? block.map(convert) : undefined;
}

function blocks(described: ApiObject | undefined, convert: (described: ApiObject) => Attributes): Attributes[] {
  return described ? [convert(described)] : [];
}

function toText(date: unknown): string | null {
  return date instanceof Date ? date.toISOString() : null;
}
