import type { Tagging } from '../contract.js';

/**
 * Tags of what hangs on a cluster. They are listed, as the emulator describes a resource with the tags that it was
 * created with; and taken off one by one, as it sees only the first key of a request.
 *
 * @param arn the attribute that names the resource. @default arn
 */
export function eksTags(arn = 'arn'): Tagging {
  return {
    read: async (state, { call }) => (await call('ListTagsForResource', { resourceArn: state[arn] })).tags ?? {},
    write: async ({ set, remove }, state, { call }) => {
      const resourceArn = state[arn];
      if (Object.keys(set).length > 0) await call('TagResource', { resourceArn, tags: set });
      for (const key of remove) await call('UntagResource', { resourceArn, tagKeys: [key] });
    },
  };
}
