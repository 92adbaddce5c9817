import type { Part } from '../../insight/status/index.js';
import type { Paint, Style } from '../paint.js';

/** How a status is drawn. */
export interface StatusViewOptions {
  readonly width: number;
  readonly paint: Paint;
}

/** Text with how it is to be taken. */
export type Said = readonly [Style, string];

/** The text of a part, of nothing, or of why nobody can tell. */
export function told<T>(part: Part<T> | undefined, text: (value: T) => Said, none: Said): Said {
  if (part?.unknown !== undefined) return ['yellow', `unknown: ${part.unknown}`];
  return part?.value === undefined ? none : text(part.value);
}
