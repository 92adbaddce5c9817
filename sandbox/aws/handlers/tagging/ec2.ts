import type { Tagging } from '../contract.js';

/**
 * EC2's tagging.
 *
 * @param resourceType what `TagSpecifications` of the creating call names: `vpc`. Without it, tags are written after creation.
 * @param id the attribute that holds the resource's id. @default id
 */
export function ec2Tagging(resourceType?: string, id = 'id'): Tagging {
  const asList = (tags: Readonly<Record<string, string>>) =>
    Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const write: Tagging['write'] = async ({ set, remove }, state, context) => {
    const Resources = [state[id]];
    if (Object.keys(set).length > 0) await context.call('CreateTags', { Resources, Tags: asList(set) });
    if (remove.length > 0) await context.call('DeleteTags', { Resources, Tags: remove.map((Key) => ({ Key })) });
  };
  if (!resourceType) return { write };
  return {
    write,
    create: (tags) => ({ TagSpecifications: [{ ResourceType: resourceType, Tags: asList(tags) }] }),
  };
}
