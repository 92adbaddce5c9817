/** What tells versions of one state apart: serials grow within a lineage. */
export interface StateVersion {
  readonly lineage: string;
  readonly serial: number;
  /** When it was written. @default not known */
  readonly lastModified?: Date;
  /** Addresses of what it holds. @default not looked at */
  readonly resources?: readonly { readonly address: string }[];
}

/**
 * - `successor`: comes right after what is stored, which may be replaced by it,
 * - `stored`: is stored already,
 * - `refused`: storing it may lose what somebody else has stored since.
 */
export type UnsavedVerdict =
  | { readonly kind: 'successor' }
  | { readonly kind: 'stored' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Judges a state that an apply could not store against what is stored now.
 *
 * @param base what the apply went on from. @default not known: what was written last tells
 */
export function judgeUnsaved(
  unsaved: StateVersion,
  stored: StateVersion | undefined,
  base?: StateVersion | 'none',
): UnsavedVerdict {
  if (!stored) {
    if (base === undefined || base === 'none') return { kind: 'successor' };
    return refused(`the state that it comes after (serial ${base.serial}) is stored no more`);
  }
  if (stored.lineage !== unsaved.lineage) {
    return refused(`what is stored is another state (lineage ${stored.lineage}, not ${unsaved.lineage})`);
  }
  if (stored.serial === unsaved.serial && sameResources(stored, unsaved)) return { kind: 'stored' };
  if (stored.serial >= unsaved.serial) {
    return refused(`what is stored is newer (serial ${stored.serial}, the kept one has ${unsaved.serial})`);
  }
  // An older one than it went on from is an ancestor too: a store that was killed may have lost the newest.
  if (base !== undefined && base !== 'none' && stored.serial <= base.serial) return { kind: 'successor' };
  // The apply itself stores now and then what it has so far, and counts up with each try.
  const [then, last] = [stored.lastModified, unsaved.lastModified];
  if (then && last && then.getTime() <= last.getTime()) return { kind: 'successor' };
  const since = then ? ` at ${then.toISOString()}, after the kept one was written` : '';
  return refused(`somebody has stored another state since (serial ${stored.serial}${since})`);
}

function sameResources(left: StateVersion, right: StateVersion): boolean {
  const addresses = ({ resources = [] }: StateVersion) =>
    JSON.stringify(resources.map(({ address }) => address).sort());
  return addresses(left) === addresses(right);
}

function refused(reason: string): UnsavedVerdict {
  return { kind: 'refused', reason };
}
