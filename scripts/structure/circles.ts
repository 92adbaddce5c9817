/** Finds files that import each other in a circle. Types and `import()` count: they couple readers all the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arrow } from './read-graph.js';

/** Two or three files may form a circle when it is listed in circles.json with its reason. More never may. */
const MOST_FILES = 3;

/** A circle that is kept on purpose. */
export interface KnownCircle {
  readonly files: readonly string[];
  readonly reason: string;
}

/** The circles of circles.json. */
export function knownCircles(): readonly KnownCircle[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'circles.json'), 'utf8')).known;
}

/** The circles of a graph, the largest first: each set of files that all reach each other (Tarjan, 1972). */
export function findCircles(arrows: readonly Arrow[]): readonly (readonly string[])[] {
  const targets = Map.groupBy(arrows, ({ from }) => from);
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];

  const visit = (file: string) => {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    open.push(file);
    for (const { to } of targets.get(file) ?? []) {
      if (!order.has(to)) visit(to);
      if (open.includes(to)) lowest.set(file, Math.min(at(lowest, file), at(lowest, to)));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) circles.push(circle.toSorted());
  };
  for (const file of targets.keys()) if (!order.has(file)) visit(file);
  return circles.toSorted((one, other) => other.length - one.length);
}

/** What is wrong with the circles of a graph, a sentence or a list of files each. Empty when nothing is. */
export function circleErrors(arrows: readonly Arrow[], known: readonly KnownCircle[]): readonly string[] {
  const found = findCircles(arrows);
  const names = new Set(found.map(nameOf));
  const listed = new Set(known.map(({ files }) => nameOf(files.toSorted())));
  return [
    ...found
      .filter((circle) => circle.length > MOST_FILES || !listed.has(nameOf(circle)))
      .map((circle) => drawn(circle, arrows)),
    ...known
      .filter(({ files }) => !names.has(nameOf(files.toSorted())))
      .map(({ files }) => `circle-gone: take it out of scripts/structure/circles.json: ${files.join(', ')}`),
    ...known
      .filter(({ reason }) => reason.trim() === '')
      .map(({ files }) => `circle-without-reason: scripts/structure/circles.json: ${files.join(', ')}`),
  ];
}

/** A circle with every import that is part of it, so that whoever opens it sees which one to turn. */
function drawn(circle: readonly string[], arrows: readonly Arrow[]): string {
  const inside = arrows.filter(({ from, to }) => circle.includes(from) && circle.includes(to));
  const lines = circle.map((file) => {
    const targets = inside.filter(({ from }) => from === file).map(({ to }) => to);
    return `    ${file} -> ${targets.join(', ')}`;
  });
  return [`circle: ${circle.length} files import each other`, ...lines].join('\n');
}

const nameOf = (files: readonly string[]) => files.join(' ');

const at = (numbers: ReadonlyMap<string, number>, file: string) => numbers.get(file) ?? Number.POSITIVE_INFINITY;
