import type { ApiObject, Attributes, Context } from '../../handlers/contract.js';
import { taggingFor } from '../../handlers/tagging/index.js';
import { pairMembers } from '../mapping/field-names.js';
import type { Shape } from '../mapping/shape.js';
import type { ProviderSettings } from './provider-settings.js';
import type { ResourceType } from './resource-type.js';

type Tags = Record<string, string>;

/** The members that carry tags in the AWS APIs. */
const TAG_MEMBERS = [
  ...['Tags', 'tags', 'TagList', 'TagSet', 'HostedZoneTags'],
  ...['BackupPlanTags', 'BackupVaultTags', 'ResourceTags'],
];

/** Whether a type has tags at all. */
export function isTaggable(resource: ResourceType): boolean {
  return 'tags_all' in resource.schema.block.attributes;
}

/**
 * Reads the tags of a resource: `tags_all` is everything it carries, `tags` what does not come from the provider's
 * default tags. A default tag that was changed outside is thus seen in both.
 */
export async function tagsOf(
  resource: ResourceType,
  state: Attributes,
  context: Context,
  first: { readonly described: ApiObject; readonly shape?: Shape },
): Promise<Attributes> {
  if (!isTaggable(resource) || resource.handler.recorded) return {};
  const tagging = resource.handler.tags ?? taggingFor(resource.handler.service);
  const all = tagging?.read
    ? await tagging.read(state, context, first.described)
    : inlineTags(first.described, first.shape);
  if (!all) return {};
  return splitTags(all, (state.tags ?? null) as Tags | null, resource.run.settings);
}

/** Divides what a resource carries into what it was given itself and everything. */
export function splitTags(carried: Tags, own: Tags | null, settings: ProviderSettings): Attributes {
  const all = Object.fromEntries(Object.entries(carried).filter(([key]) => !isIgnored(key, settings)));
  const tags = Object.fromEntries(
    Object.entries(all).filter(([key, value]) => settings.defaultTags[key] !== value || (own !== null && key in own)),
  );
  return { tags: Object.keys(tags).length === 0 && own === null ? null : tags, tags_all: all };
}

/** Puts tags into a creating call's input; false when the call cannot take them. */
export function addTags(resource: ResourceType, shape: Shape, state: Attributes, input: ApiObject): boolean {
  const tags = (state.tags_all ?? {}) as Tags;
  const tagging = resource.handler.tags ?? taggingFor(resource.handler.service);
  if (tagging?.create) {
    if (Object.keys(tags).length > 0) Object.assign(input, tagging.create(tags, state));
    return true;
  }
  const member = TAG_MEMBERS.find((name) => shape.has(name));
  if (!member) return false;
  if (Object.keys(tags).length > 0) input[member] = asMember(tags, shape.member(member));
  return true;
}

/** Writes what differs between the tags that a resource had and shall have. */
export async function writeTags(
  resource: ResourceType,
  before: Tags,
  state: Attributes,
  context: Context,
): Promise<void> {
  const after = (state.tags_all ?? {}) as Tags;
  const tagging = resource.handler.tags ?? taggingFor(resource.handler.service);
  const set = Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key] !== value));
  const remove = Object.keys(before).filter((key) => !(key in after) && !isIgnored(key, resource.run.settings));
  if (Object.keys(set).length === 0 && remove.length === 0) return;
  await tagging?.write({ all: after, set, remove }, state, context);
}

function isIgnored(key: string, { ignoredTags }: ProviderSettings): boolean {
  return (
    key.startsWith('aws:') ||
    ignoredTags.keys.includes(key) ||
    ignoredTags.prefixes.some((prefix) => key.startsWith(prefix))
  );
}

function inlineTags(described: ApiObject, shape: Shape | undefined): Tags | undefined {
  const member = TAG_MEMBERS.find((name) => shape?.has(name));
  if (!member) return undefined;
  const value = described[member] ?? {};
  if (!Array.isArray(value)) return value as Tags;
  const pair = pairMembers(shape?.member(member)?.element) ?? { key: 'Key', value: 'Value' };
  return Object.fromEntries(value.map((tag: ApiObject) => [tag[pair.key], tag[pair.value] ?? '']));
}

function asMember(tags: Tags, shape: Shape | undefined): unknown {
  if (shape?.kind === 'map') return tags;
  if (shape?.kind === 'struct') return { Items: pairs(tags, shape.member('Items')) };
  return pairs(tags, shape);
}

function pairs(tags: Tags, shape: Shape | undefined): ApiObject[] {
  const { key, value } = pairMembers(shape?.element) ?? { key: 'Key', value: 'Value' };
  return Object.entries(tags).map(([name, text]) => ({ [key]: name, [value]: text }));
}
