/** Reads which parts and layers the repository has: scripts/structure/parts.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A part or a layer, and what belongs there. */
export interface Place {
  readonly name: string;
  readonly what: string;
}

/** A part at the top of the repository. */
export interface Part extends Place {
  /** The other parts that it may import. */
  readonly imports: readonly string[];
}

/** A folder inside a part, or one file. */
export interface Layer extends Place {
  /**
   * The other parts that it may import.
   * @default those of the part that it is in
   */
  readonly outside?: readonly string[];
}

/** Layers from the lowest row to the highest: each may import the rows below, no neighbour. */
export type Rows = readonly (readonly Layer[])[];

/** All that is drawn. */
export interface Structure {
  readonly parts: readonly Part[];
  readonly inside: Readonly<Record<string, Rows>>;
}

/** The structure that rules, pictures and tables are made from. */
export const structure: Structure = JSON.parse(readFileSync(join(import.meta.dirname, 'parts.json'), 'utf8'));

/** The part of a file, or undefined outside of all. The innermost wins: `modules/values` before `modules`. */
export function partOf(file: string): string | undefined {
  const holders = structure.parts.map(({ name }) => name).filter((name) => file.startsWith(`${name}/`));
  return holders.toSorted((one, other) => other.length - one.length)[0];
}

/** The layer of a file inside `folder`, or undefined when it is elsewhere. A layer may be one file: `main.ts`. */
export function layerOf(folder: string, file: string): string | undefined {
  if (!file.startsWith(`${folder}/`)) return undefined;
  const name = (file.slice(folder.length + 1).split('/')[0] ?? '').replace(/\.[^.]+$/, '');
  return structure.inside[folder]?.flat().some((layer) => layer.name === name) ? name : undefined;
}
