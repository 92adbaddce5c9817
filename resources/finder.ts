import type { ApiObject, AwsCalls } from './aws-calls.js';

/** A resource that a plan would create: what is known of it before it exists. */
export interface Sought {
  readonly address: string;
  readonly type: string;
  /** Its attributes under Terraform's names; unknown ones are missing. */
  readonly values: ApiObject;
}

/**
 * Finds what a plan would create but exists already. Import ids of the resources that fit, the newest or only one first;
 * an empty list when there is none, or too little is known to tell (an upstream resource has no id yet).
 */
export type Finder = (sought: Sought, calls: AwsCalls) => Promise<readonly string[]>;

/** Creating it again is writing it again: nothing of it can be left behind beside what it belongs to. */
export const WRITTEN_AGAIN: Finder = async () => [];

/** How to ask for one resource by its name. */
export interface Named {
  /** `iam:GetRole` */
  readonly ask: string;
  /** Input, with `{attribute}` placeholders. */
  readonly by: ApiObject;
  /** The import id, with placeholders. */
  readonly id: string;
  /** Where in the answer it must be for the resource to exist. @default an answer is enough */
  readonly at?: string;
  /** Says no to an answer. @default none does */
  readonly unless?: (described: ApiObject) => boolean;
}

/** A resource that is asked for by its name. */
export function named({ ask, by, id, at, unless }: Named): Finder {
  return async ({ values }, calls) => {
    const known = { ...values, account: calls.accountId, partition: calls.partition };
    const [input, importId] = [fill(by, known), fill(id, known)];
    if (input === undefined || importId === undefined) return [];
    const answer = await calls.ask(ask, input as ApiObject, { region: values.region });
    const described = answer && at ? pick(answer, at) : answer;
    if (!described || unless?.(described)) return [];
    return [importId as string];
  };
}

/** How to pick a resource out of a list. */
export interface Listed {
  readonly ask: string;
  /** Input, with `{attribute}` placeholders. @default {} */
  readonly by?: ApiObject;
  /** Where in the answer the list is. */
  readonly at: string;
  /** Path in the element → attribute that must be known and equal. */
  readonly same: Readonly<Record<string, string>>;
  /** Path of the tags in the element: all that are planned must be there. @default tags aren't looked at */
  readonly tags?: string;
  /** Path of the import id, or a template of it: `{BackupPlanId}`. */
  readonly id: string;
  /** Says no to an element. @default none does */
  readonly unless?: (element: ApiObject) => boolean;
}

/** A resource that is recognized in a list. */
export function listed({ ask, by = {}, at, same, tags, id, unless }: Listed): Finder {
  return async ({ values }, calls) => {
    const input = fill(by, values);
    if (input === undefined || Object.values(same).some((name) => values[name] === undefined)) return [];
    // Without a name or a tag of ours everything would fit.
    if (Object.keys(same).length === 0 && !ownTags(values)) return [];
    const answer = await calls.ask(ask, input as ApiObject, { region: values.region });
    const elements: ApiObject[] = (answer && pick(answer, at)) ?? [];
    return elements
      .filter((element) => !unless?.(element))
      .filter((element) => Object.entries(same).every(([path, name]) => pick(element, path) === values[name]))
      .filter((element) => !tags || carries(pick(element, tags), values))
      .flatMap((element) => (fill(id.includes('{') ? id : `{${id}}`, { ...values, ...element }) as string) ?? []);
  };
}

/**
 * Whether a list of tags, or a map, has those that tell ours apart: the name and our marks. Others, such as the owner, may
 * have been changed in the file since.
 */
export function carries(tags: unknown, values: ApiObject): boolean {
  const all = Object.entries(ownTags(values) ?? {});
  const telling = all.filter(([key]) => key === 'Name' || (key.startsWith('backlot:') && key !== 'backlot:owner'));
  const planned = telling.length > 0 ? telling : all;
  const found = tagMap(tags);
  return planned.length > 0 && planned.every(([key, value]) => found[key] === value);
}

/** Tags of AWS' lists as a map. */
export function tagMap(tags: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(tags)) return (tags ?? {}) as Record<string, string>;
  return Object.fromEntries(
    tags.map((tag: ApiObject) => [tag.Key ?? tag.TagKey ?? tag.key, tag.Value ?? tag.TagValue ?? tag.value]),
  );
}

function ownTags(values: ApiObject): Record<string, string> | undefined {
  return values.tags_all ?? values.tags ?? undefined;
}

/** `Distribution.Config.Comment` */
export function pick(object: ApiObject, path: string): ApiObject[string] {
  return path.split('.').reduce<ApiObject[string]>((value, member) => value?.[member], object);
}

/** Fills placeholders at any depth; undefined when one of them is not known. */
function fill(template: unknown, values: ApiObject): unknown {
  if (typeof template === 'string') {
    let complete = true;
    const text = template.replaceAll(/\{([\w.]+)\}/g, (_, path: string) => {
      const value = pick(values, path);
      if (value === undefined || value === null || value === '') complete = false;
      return String(value);
    });
    return complete ? text : undefined;
  }
  if (Array.isArray(template)) {
    const filled = template.map((each) => fill(each, values));
    return filled.includes(undefined) ? undefined : filled;
  }
  if (template && typeof template === 'object') {
    const filled = Object.entries(template).map(([name, each]) => [name, fill(each, values)] as const);
    return filled.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(filled);
  }
  return template;
}
