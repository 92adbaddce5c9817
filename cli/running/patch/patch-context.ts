import type { Environment, Origin } from '../../../environments/model/index.js';
import type { PatchChange, PatchItem } from './patch-result.js';
import type { PatchSources } from './patch-sources.js';
import { stateOf } from './patch-state.js';

/** What every look at versions works with. */
export interface PatchContext {
  readonly environment: Environment;
  readonly origins: ReadonlyMap<string, Origin>;
  /** Today, `2026-11-21`. */
  readonly on: string;
  /** Undefined where the cloud cannot be asked: then only what is declared is compared, with tables. */
  readonly sources: PatchSources | undefined;
}

/** Something with a version, before it is said how urgent it is. */
export type Found = Omit<PatchItem, 'state'> & { readonly state?: PatchItem['state'] };

/** Adds how urgent it is. */
export function itemOf(found: Found, on: string): PatchItem {
  return { ...found, state: found.state ?? stateOf(found, on) };
}

/** The line to change; nothing when the environment says nowhere where that would be. */
export function changeOf(
  { origins }: Pick<PatchContext, 'origins'>,
  path: string,
  to: string | undefined,
): { readonly change?: PatchChange } {
  const origin = to === undefined ? undefined : (origins.get(path) ?? nearest(origins, path));
  if (!origin || to === undefined) return {};
  const kind = origins.has(path) ? origin.kind : 'default';
  return { change: { path, file: origin.file, line: origin.line, kind, to } };
}

/** The line of the section that a key which isn't there would be written in. */
function nearest(origins: ReadonlyMap<string, Origin>, path: string): Origin | undefined {
  for (let parent = path; parent.includes('.'); ) {
    parent = parent.slice(0, parent.lastIndexOf('.'));
    const below = [...origins].find(([each]) => each === parent || each.startsWith(`${parent}.`));
    if (below) return below[1];
  }
  return undefined;
}
