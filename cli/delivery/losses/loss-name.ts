import { type DataBearingType, heldData } from '../../../resources/index.js';

/**
 * The name that people call a thing by: its path in the environment's file without the outer section, such as
 * `postgres.main`; where it has none, its kind and what the stack calls it, such as `keys.data`.
 */
export function lossName(type: DataBearingType, address: string): string {
  const { section, affix } = heldData(type);
  const [, id = address] = /^(?:.*\.)?[^.]+\.(?<id>[^.[]+(?:\[.*\])?)$/.exec(address) ?? [];
  // Ids of parts of a construct end with a hash of their path.
  const parts = id
    .replace(/_[0-9A-F]{8}(?=$|\[)/, '')
    .split('_')
    .filter((part) => part !== 'log')
    .map((part) => part.replace(/^log-/, ''));
  const joined = parts
    .join('.')
    .replaceAll(/["[\]]+/g, '.')
    .replace(/\.$/, '');
  return `${section}.${(affix ? joined.replace(affix, '') : joined) || 'main'}`;
}
