import { equal } from '../noise/index.js';

/** A `cdk.tf.json`, as far as it is compared. */
export interface StackConfiguration {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
}

/** What can be said of an attribute between two configurations; `unknown` where a value comes from another stack. */
export type ConfigurationChange = 'same' | 'changed' | 'unknown';

/**
 * Whether what a resource's attribute is made of is the same in two configurations of its stack: the attribute itself, and
 * everything in the configuration that it refers to.
 */
export function configurationChange(
  then: StackConfiguration,
  now: StackConfiguration,
  { address, attribute }: { readonly address: string; readonly attribute: string },
): ConfigurationChange {
  const [before, after] = [blockOf(then, address), blockOf(now, address)];
  if (!before || !after) return before || after ? 'changed' : 'same';
  if (attribute.startsWith('tags') && !equal(then.provider, now.provider)) return 'changed';
  const key = attribute === 'tags_all' ? 'tags' : attribute;
  return compare(then, now, [before[key], after[key]], new Set());
}

/** The addresses of the resources that a configuration declares, without indices. */
export function declaredAddresses({ resource = {} }: StackConfiguration): { address: string; type: string }[] {
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.keys(named).map((name) => ({ address: `${type}.${name}`, type })),
  );
}

/** The block of a resource or data source: `aws_vpc.vpc`, `aws_subnet.a[0]`, `data.aws_iam_policy_document.x`. */
export function blockOf(config: StackConfiguration, address: string): Readonly<Record<string, unknown>> | undefined {
  const [, data, type = '', name = ''] = /^(data\.)?([\w-]+)\.([\w-]+)/.exec(address) ?? [];
  return (data ? config.data : config.resource)?.[type]?.[name];
}

function compare(
  then: StackConfiguration,
  now: StackConfiguration,
  [before, after]: readonly [unknown, unknown],
  seen: Set<string>,
): ConfigurationChange {
  if (!equal(before, after)) return 'changed';
  const text = JSON.stringify(after ?? null);
  if (/data\.terraform_remote_state\./.test(text)) return 'unknown';
  let result: ConfigurationChange = 'same';
  for (const reference of references(text)) {
    if (seen.has(reference)) continue;
    seen.add(reference);
    const local = /^local\.(.+)$/.exec(reference)?.[1];
    const pair = local
      ? ([then.locals?.[local], now.locals?.[local]] as const)
      : ([blockOf(then, reference), blockOf(now, reference)] as const);
    const inner = compare(then, now, pair, seen);
    if (inner === 'changed') return 'changed';
    if (inner === 'unknown') result = 'unknown';
  }
  return result;
}

/** What an expression names: `aws_vpc.vpc`, `data.aws_region.current`, `local.name`. */
function references(text: string): string[] {
  const expressions = [...text.matchAll(/\$\{((?:[^{}]|\{[^{}]*\})*)\}/g)].map(([, expression = '']) => expression);
  return expressions.flatMap((expression) =>
    [...expression.matchAll(/\b(?:data\.)?(?:[a-z]+_[a-z0-9_]+|local)\.[\w-]+/g)].map(([name]) => name),
  );
}
