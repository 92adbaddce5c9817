/** Draws places and the imports between them as Mermaid, every arrow pointing down. */
import type { Arrow } from './read-graph.js';

/** From how many imports on an arrow is thick. */
const THICK = 50;

/** What one picture shows. */
export interface PictureProps {
  /** The place of a file, or undefined when the picture doesn't show it. */
  readonly placeOf: (file: string) => string | undefined;
  /** No circle among the places. */
  readonly arrows: readonly Arrow[];
  /** Every place, in the order of the data. One that no file is in isn't drawn. */
  readonly places: readonly string[];
  readonly files: readonly string[];
}

/**
 * A Mermaid flow chart. An arrow that a longer way already shows is left out, and the number of imports is given only
 * as thin or thick: so the picture changes when the structure does, and not with every import.
 */
export function picture({ placeOf, arrows, places, files }: PictureProps): string {
  const present = new Set(files.map(placeOf));
  const rank = (place: string) => places.indexOf(place);
  const lines = withoutDetours(linesBetween(placeOf, arrows)).toSorted(
    (one, other) => rank(one.from) - rank(other.from) || rank(one.to) - rank(other.to),
  );
  return [
    'flowchart TB',
    ...places.filter((place) => present.has(place)).map((place) => `  ${idOf(place)}["${place}"]`),
    ...lines.map(({ from, to, count }) => `  ${idOf(from)} ${lineOf(count)} ${idOf(to)}`),
    '',
  ].join('\n');
}

/** Imports from place to place. */
interface Line extends Arrow {
  readonly count: number;
}

function linesBetween(placeOf: PictureProps['placeOf'], arrows: readonly Arrow[]): readonly Line[] {
  const lines = new Map<string, Line>();
  for (const arrow of arrows) {
    const from = placeOf(arrow.from);
    const to = placeOf(arrow.to);
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from} ${to}`;
    lines.set(key, { from, to, count: (lines.get(key)?.count ?? 0) + 1 });
  }
  return [...lines.values()];
}

/** The same reach with the fewest lines. Without a circle there is one such set only. */
function withoutDetours(lines: readonly Line[]): readonly Line[] {
  const targets = Map.groupBy(lines, ({ from }) => from);
  const reaches = (from: string, to: string, seen = new Set([from])): boolean =>
    (targets.get(from) ?? []).some(
      (line) => line.to === to || (!seen.has(line.to) && reaches(line.to, to, seen.add(line.to))),
    );
  return lines.filter(
    ({ from, to }) => !(targets.get(from) ?? []).some((first) => first.to !== to && reaches(first.to, to)),
  );
}

const lineOf = (count: number) => (count >= THICK ? '==>' : '-->');

/** Mermaid has words of its own, `graph` and `end`: a prefix keeps clear of them. */
const idOf = (place: string) => `p_${place.replace(/\W/g, '_')}`;
