import { isObject, isUnknown, type Value } from '../values/value.js';

/** What the `provider "aws"` block says, as far as the sandbox acts on it. */
export interface ProviderSettings {
  /** @default us-east-1 */
  readonly region: string;
  /** The first of `allowed_account_ids`; the emulator keeps a separate cloud for each. @default 000000000000 */
  readonly account: string;
  readonly partition: string;
  readonly defaultTags: Readonly<Record<string, string>>;
  /** Tags that are neither read nor removed. */
  readonly ignoredTags: { readonly keys: readonly string[]; readonly prefixes: readonly string[] };
}

/** Reads the provider's configuration; what is not yet known counts as not set. */
export function providerSettings(config: Value): ProviderSettings {
  const block = isObject(config) ? config : {};
  const region = text(block.region) ?? 'us-east-1';
  const ignored = first(block.ignore_tags);
  return {
    region,
    account: texts(block.allowed_account_ids)[0] ?? '000000000000',
    partition: region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws',
    defaultTags: textMap(first(block.default_tags)?.tags),
    ignoredTags: { keys: texts(ignored?.keys), prefixes: texts(ignored?.key_prefixes) },
  };
}

function first(value: Value | undefined): { [name: string]: Value } | undefined {
  const element = Array.isArray(value) ? value[0] : undefined;
  return element !== undefined && isObject(element) ? element : undefined;
}

function text(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}

function textMap(value: Value | undefined): Record<string, string> {
  if (value === undefined || !isObject(value)) return {};
  const known = Object.entries(value).filter(([, inner]) => inner !== null && !isUnknown(inner));
  return Object.fromEntries(known.map(([key, inner]) => [key, String(inner)]));
}
