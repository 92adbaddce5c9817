import { isDataBearing } from '../../../resources/index.js';
import { STORES } from './stores/index.js';
import { typeOf } from './type-of.js';

/** Length of `-last-20261130t215300`. */
const SUFFIX = 21;

/** A name that no other last copy has: with the time, to the second, as people read it. */
export function copyName(physical: string, longest: number, now = new Date()): string {
  const time = now
    .toISOString()
    .replace(/[-:]|\.\d+Z$/g, '')
    .toLowerCase();
  return `${cut(physical, longest)}-last-${time}`;
}

/** How the name of a last copy of a store begins; undefined when there is no way to make one. */
export function copyNameBegins(address: string, physical: string): string | undefined {
  const type = typeOf(address);
  const longest = isDataBearing(type) ? STORES[type].lastCopy?.longestName : undefined;
  return longest === undefined ? undefined : cut(physical, longest);
}

function cut(physical: string, longest: number): string {
  return physical.slice(0, longest - SUFFIX).replace(/-+$/, '');
}
