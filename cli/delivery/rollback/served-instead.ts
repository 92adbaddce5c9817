import { parseImage } from '../../../modules/values/image.js';
import type { LedgerEntry } from '../releases/index.js';
import type { ImageReference } from '../services/index.js';
import { standingOf, type ToldReleases } from './good-services.js';

/** What a release that is gone back to gives its services, where that isn't what it declared. */
export interface ServedInstead {
  /** What served, by service, where the canary of what was declared was aborted. */
  readonly images: ReadonlyMap<string, ImageReference>;
  /** Services whose version has not proven itself: they take the steps of their canary. */
  readonly unproven: ReadonlySet<string>;
  /** One line for each service that gets another version than was declared, or one that was given up. */
  readonly notes: readonly string[];
}

/** Looks at each service of a release by what served. */
export function servedInstead(told: ToldReleases, target: LedgerEntry): ServedInstead {
  const images = new Map<string, ImageReference>();
  const unproven = new Set<string>();
  const notes: string[] = [];
  for (const { service, image } of target.record.services) {
    const { stands, serving } = standingOf(told, target, service);
    if (stands === 'good' || stands === 'absent') continue;
    const parsed = stands === 'aborted' && serving ? parseImage(serving) : undefined;
    const { repository, tag = '', digest = '' } = parsed ?? {};
    if (repository) images.set(service, { repository, tag, digest });
    else unproven.add(service);
    if (stands !== 'aborted') continue;
    const release = `release ${target.record.number}`;
    notes.push(
      repository
        ? `${service}: ${image} was aborted; it gets what served in ${release}, ${serving}`
        : `${service}: ${image} was aborted, and nothing tells what served in ${release}: its canary begins again`,
    );
  }
  return { images, unproven, notes };
}
