import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MergedDocument, type ReadFiles, readWithBases } from './document/extends.js';
import type { Problem } from './document/problem.js';
import { nodeAt, positionOf } from './document/source-node.js';
import { environmentsAmong } from './find-environments.js';
import { fullName, type NameRelation, nameRelation } from './full-name.js';
import type { Environment } from './schema/environment.js';

/** What {@link neighbourProblems} looks at. */
export interface NeighbourFiles {
  readonly environment: Environment;
  /** Its own document. */
  readonly merged: MergedDocument;
  /** The folder `environments/`. */
  readonly folder: string;
  /** Every file below it, without the ending. */
  readonly known: readonly string[];
  /** Files that were read already. */
  readonly read: ReadFiles;
}

/**
 * Other environments of the folder that live in the same account and whose names extend ours, or the other way round: rights
 * in AWS are given to beginnings of names, so the shorter one's would reach all that the longer one has. A file that can't be
 * read is left out; it is compared when it is loaded itself. A sandbox is an account of its own.
 */
export async function neighbourProblems(files: NeighbourFiles): Promise<Problem[]> {
  const { environment, folder, known, read } = files;
  if (environment.target === 'sandbox') return [];
  const { id } = environment;
  const all = environmentsAmong(known).filter((name) => name !== id);
  const one = await onePlatform(folder, known);
  // Where all have one platform, the names of the files say enough, and few are read.
  const others = one ? all.filter((name) => nameRelation(name, id) !== 'apart') : all;
  const found = await Promise.all(
    others.map(async (name) => {
      const other = await readWithBases(folder, name, known, read).catch(() => undefined); // went, or may not be read
      return other?.readable ? problemWith(files, name, other) : [];
    }),
  );
  return found.flat();
}

/** Whether the platform is written in one file only; escapes may hide it. */
async function onePlatform(folder: string, known: readonly string[]): Promise<boolean> {
  const texts = await Promise.all(
    known.map((name) => readFile(join(folder, `${name}.yaml`), 'latin1').catch(() => '')),
  );
  return texts.filter((text) => /platform["']?\s*:|\\[xuU]/.test(text.replaceAll('\0', ''))).length <= 1;
}

const ACCOUNT = ['aws', 'accountId'];

function problemWith({ environment, merged }: NeighbourFiles, name: string, other: MergedDocument): Problem[] {
  const { platform, id, aws, foundation } = environment;
  if (textAt(other, ['target']) === 'sandbox' || textAt(other, ACCOUNT) !== aws.accountId) return [];
  const ours = fullName({ platform, id });
  const theirs = fullName({ platform: textAt(other, ['platform']) ?? '', id: name });
  const relation = nameRelation(theirs, ours);
  if (relation === 'apart') return [];
  // Only the file of the shorter name can keep its roles out of the longer one.
  const acknowledged = {
    same: undefined,
    longer: foundation.neighbours?.[theirs],
    shorter: textAt(other, ['foundation', 'neighbours', ours]),
  };
  if (acknowledged[relation] !== undefined) return [];
  const there = positionOf(other.root, ACCOUNT);
  const file = `environments/${name}.yaml`;
  const place = there.file === file ? `${file}:${there.line}` : `${file}, by ${there.file}:${there.line}`;
  return [
    {
      at: positionOf(merged.root, ACCOUNT),
      path: ACCOUNT,
      message: `${MESSAGES[relation](ours, theirs)}: both are in account ${aws.accountId} (${place})`,
      hint: hintFor(relation, { ours, theirs, id, name }),
    },
  ];
}

function textAt({ root }: MergedDocument, path: readonly string[]): string | undefined {
  const node = nodeAt(root, [...path]);
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}

const MESSAGES: Readonly<Record<Exclude<NameRelation, 'apart'>, (ours: string, theirs: string) => string>> = {
  same: (ours) => `'${ours}' begins the names of another environment, too`,
  longer: (ours, theirs) => `whoever may change '${ours}-…' may change '${theirs}-…', another environment`,
  shorter: (ours, theirs) => `whoever may change '${theirs}-…', another environment, may change '${ours}-…'`,
};

interface Pair {
  readonly ours: string;
  readonly theirs: string;
  readonly id: string;
  readonly name: string;
}

function hintFor(relation: NameRelation, { ours, theirs, id, name }: Pair): string {
  if (relation === 'same') return 'give one of them another name or another account';
  const [short, long] = relation === 'longer' ? [id, theirs] : [name, ours];
  return (
    'give the one that is not deployed yet another name, such as eu-dev beside dev, or another account; ' +
    `where both live already, write in environments/${short}.yaml 'foundation: { neighbours: { ${long}: "<why>" } }' ` +
    `and run 'backlot bootstrap ${short}', which keeps its roles out of the other`
  );
}
