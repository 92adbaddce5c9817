import { createHash } from 'node:crypto';
import type { ApiObject, Attributes, Path, Template } from '../../handlers/contract.js';
import { pathSteps } from './shape.js';

/** Where a resource is: fills `{region}`, `{account}` and `{partition}`. */
export interface Place {
  readonly region: string;
  readonly account: string;
  readonly partition: string;
}

const PLACEHOLDER = /\{([a-z0-9_.]+)\}/g;

/**
 * Fills a template from a resource's attributes; see `Template` for its form.
 *
 * @returns undefined where a string is one placeholder and its attribute is null.
 */
export function fill(template: Template, state: Attributes, place: Place): unknown {
  if (typeof template === 'string') return fillText(template, state, place);
  if (Array.isArray(template)) {
    return template.map((inner: Template) => fill(inner, state, place)).filter((value) => value !== undefined);
  }
  if (typeof template !== 'object') return template;
  const filled: ApiObject = {};
  for (const [member, inner] of Object.entries(template)) {
    const value = fill(inner, state, place);
    if (value !== undefined) filled[member] = value;
  }
  return filled;
}

/** The attributes that a template reads: names of the top level. */
export function placeholdersOf(template: Template): readonly string[] {
  if (typeof template === 'string') {
    return [...template.matchAll(PLACEHOLDER)].map(([, name]) => (name as string).split('.')[0] as string);
  }
  if (typeof template !== 'object') return [];
  return Object.values(template).flatMap((inner: Template) => placeholdersOf(inner));
}

/**
 * Reads a text backwards through its template: `{role}:{name}` and `admin:read` give role and name. The last placeholder
 * takes what is left.
 *
 * @returns undefined when the text is not of that form.
 */
export function parseTemplate(template: string, text: string): Attributes | undefined {
  const names = placeholdersOf(template);
  const parts = template.split(PLACEHOLDER).filter((_, index) => index % 2 === 0);
  const pattern = parts
    .map(
      (part, index) => escapeText(part) + (index >= names.length ? '' : index === names.length - 1 ? '(.+)' : '(.+?)'),
    )
    .join('');
  const match = new RegExp(`^${pattern}$`).exec(text);
  if (!match) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, match[index + 1]]));
}

/** What stands at a path of an answer; undefined when nothing does. */
export function pickPath(answer: unknown, path: Path | undefined, state: Attributes, place: Place): unknown {
  let here: unknown = answer;
  for (const { member, index, selects } of path ? pathSteps(path) : []) {
    if (here === undefined || here === null) return undefined;
    if (selects) {
      const wanted = String(fill(selects.value, state, place) ?? '');
      here = (here as ApiObject[]).find((element) => String(element[selects.member]) === wanted);
    } else here = (here as ApiObject)[member ?? index ?? 0];
  }
  return here ?? undefined;
}

/** A short digest that stays the same for the same attributes: for what nobody assigns an id. */
export function digestOf(state: Attributes): string {
  const { id: _id, tags: _tags, tags_all: _all, ...rest } = state;
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex').slice(0, 17);
}

function fillText(template: string, state: Attributes, place: Place): unknown {
  const whole = /^\{([a-z0-9_.]+)\}$/.exec(template)?.[1];
  if (whole) return lookUp(whole, state, place) ?? undefined;
  return template.replace(PLACEHOLDER, (_, name: string) => String(lookUp(name, state, place) ?? ''));
}

function lookUp(name: string, state: Attributes, place: Place): unknown {
  if (name === 'account' || name === 'partition') return place[name];
  if (name === 'region') return state.region ?? place.region;
  if (name === 'hash') return digestOf(state);
  if (name === 'domain') return place.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return name.split('.').reduce<unknown>((here, key) => (here as ApiObject | undefined | null)?.[key], state);
}

function escapeText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
