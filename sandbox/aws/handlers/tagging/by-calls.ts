import { fill, pickPath } from '../../provider/mapping/template.js';
import type { ApiObject, Attributes, Context, Tagging, Template } from '../contract.js';

/** How one service's tagging calls are named. */
export interface TagCalls {
  /** What names the resource in all of them: `{ ResourceArn: '{arn}' }`. */
  readonly key: { readonly [member: string]: Template };
  /** @default list: `[{ Key, Value }]` */
  readonly form?: 'list' | 'map';
  /** Names of the two members of a listed tag. @default Key and Value */
  readonly pair?: readonly [string, string];
  /** @default TagResource */
  readonly tag?: string;
  /** @default Tags */
  readonly tagMember?: string;
  /** A struct between the member and the list: CloudFront's `Items`. @default none */
  readonly wrap?: string;
  /** @default UntagResource */
  readonly untag?: string;
  /** @default TagKeys, or the tag member when `untagTakes` is 'tags' */
  readonly untagMember?: string;
  /** What untagging takes. @default keys */
  readonly untagTakes?: 'keys' | 'tags';
  /** The call that lists them. @default none: they stand in the described object */
  readonly list?: string;
  /** Where in its answer. @default the tag member */
  readonly listMember?: string;
}

/** Tagging by a pair of calls, the form that nearly all services have. */
export function byCalls(calls: TagCalls): Tagging {
  const { tag = 'TagResource', tagMember = 'Tags', untag = 'UntagResource', untagTakes = 'keys', list } = calls;
  const untagMember = calls.untagMember ?? (untagTakes === 'tags' ? tagMember : 'TagKeys');
  const write: Tagging['write'] = async ({ set, remove }, state, context) => {
    const key = fill(calls.key, state, context) as ApiObject;
    if (Object.keys(set).length > 0) await context.call(tag, { ...key, [tagMember]: written(set, calls) });
    if (remove.length > 0) await context.call(untag, { ...key, [untagMember]: removed(remove, calls, context) });
  };
  if (!list) return { write };
  return {
    write,
    read: async (state, context) => {
      const answer = await context.call(list, fill(calls.key, state, context) as ApiObject);
      return read(pickPath(answer, calls.listMember ?? tagMember, {}, context), calls);
    },
  };
}

function written(tags: Readonly<Record<string, string>>, calls: TagCalls): unknown {
  if (calls.form === 'map') return tags;
  const [key, value] = calls.pair ?? ['Key', 'Value'];
  const items = Object.entries(tags).map(([name, text]) => ({ [key]: name, [value]: text }));
  return calls.wrap ? { [calls.wrap]: items } : items;
}

function removed(keys: readonly string[], calls: TagCalls, context: Context): unknown {
  if (calls.untagTakes === 'tags') {
    const before = (context.prior.tags_all ?? {}) as Attributes;
    return written(Object.fromEntries(keys.map((key) => [key, String(before[key] ?? '')])), calls);
  }
  return calls.wrap ? { [calls.wrap]: keys } : keys;
}

function read(answer: unknown, calls: TagCalls): Record<string, string> {
  if (answer === undefined) return {};
  const [key, value] = calls.pair ?? ['Key', 'Value'];
  const inner = calls.wrap ? (answer as ApiObject)[calls.wrap] : answer;
  if (calls.form === 'map') return inner as Record<string, string>;
  const items = (inner ?? []) as ApiObject[];
  return Object.fromEntries(items.map((item) => [item[key], item[value] ?? '']));
}
