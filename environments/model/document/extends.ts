import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeText } from './decode-text.js';
import { meantName } from './environment-name.js';
import { visibleText } from './invisible-characters.js';
import { merge } from './merge.js';
import { suggestion } from './nearest-word.js';
import type { Problem } from './problem.js';
import { type ParsedSource, readSource, unreadable } from './read-source.js';
import { type Position, SourceFile } from './source-file.js';
import type { MapNode, SourceNode } from './source-node.js';

/** A document with everything that it extends merged in. */
export interface MergedDocument {
  readonly root: SourceNode;
  readonly problems: readonly Problem[];
  /** Every file that took part, bases first. */
  readonly files: readonly SourceFile[];
  /** Whether every file could be read, so that what is absent is really absent. */
  readonly readable: boolean;
}

/** Names of all files that can be extended: `base`, `blueprints/movie-store`. */
export type KnownFiles = readonly string[];

/** Files that were read, by their names, for callers that read several documents of the same bases. */
export type ReadFiles = Map<string, Promise<ReadFile>>;

interface ReadFile {
  readonly source: SourceFile;
  readonly parsed: ParsedSource;
}

/**
 * Reads a file and what it extends, depth first; the later one wins, and the file itself over all that it extends.
 *
 * @param files what was read before, and is added to
 */
export async function readWithBases(
  folder: string,
  name: string,
  known: KnownFiles,
  files: ReadFiles = new Map(),
): Promise<MergedDocument> {
  const reader = new BaseReader(folder, known, files);
  const root = await reader.read(name, []);
  return { root, problems: reader.problems, files: reader.files, readable: reader.readable };
}

class BaseReader {
  readonly problems: Problem[] = [];
  readonly files: SourceFile[] = [];
  readable = true;

  constructor(
    private readonly folder: string,
    private readonly known: KnownFiles,
    private readonly before: ReadFiles,
  ) {}

  async read(name: string, chain: readonly string[]): Promise<SourceNode> {
    const { root, bases } = splitExtends((await this.parse(name)).root);
    let below: SourceNode | undefined;
    for (const base of this.valid(bases, [...chain, name])) {
      const document = await this.read(base, [...chain, name]);
      below = below ? merge(below, document) : document;
    }
    this.remember(name);
    return below ? merge(below, root) : root;
  }

  /** The bases that exist and do not lead back. */
  private valid(bases: SourceNode | undefined, chain: readonly string[]): string[] {
    if (!bases) return [];
    const nodes = bases.kind === 'list' ? bases.items : [bases];
    return nodes.flatMap((node) => {
      if (node.kind !== 'scalar' || typeof node.value !== 'string') {
        this.report(
          node.at,
          'must be the name of a file, or a list of names',
          'such as [base, blueprints/movie-store]',
        );
        return [];
      }
      const name = node.value.replace(/\.yaml$/, '').replace(/^\.\//, '');
      if (chain.includes(name)) {
        const circle = [...chain.slice(chain.indexOf(name)), name].map((each) => `${each}.yaml`).join(' -> ');
        this.report(node.at, `the files extend each other in a circle: ${circle}`, 'remove one of these extends');
        return [];
      }
      if (!this.known.includes(name)) {
        const meant = meantName(node.value, this.known);
        const hint = meant ? `write '${meant}': names stand without folder and ending` : suggestion(name, this.known);
        this.report(node.at, `there is no file environments/${name}.yaml`, hint);
        return [];
      }
      return [name];
    });
  }

  private async parse(name: string): Promise<ParsedSource> {
    const seen = this.sources.has(name);
    const reading = this.before.get(name) ?? parseFile(this.folder, name);
    this.before.set(name, reading);
    const { source, parsed } = await reading;
    if (seen) return parsed;
    this.sources.set(name, source);
    this.problems.push(...parsed.problems);
    this.readable &&= parsed.readable;
    return parsed;
  }

  private readonly sources = new Map<string, SourceFile>();

  private remember(name: string): void {
    const source = this.sources.get(name);
    if (source && !this.files.includes(source)) this.files.push(source);
  }

  /** What is not extended is missing, so nothing can be said about what is absent. */
  private report(at: Position, message: string, hint: string | undefined): void {
    this.problems.push({ at, path: ['extends'], message, hint });
    this.readable = false;
  }
}

async function parseFile(folder: string, name: string): Promise<ReadFile> {
  const file = `environments/${name}.yaml`;
  const decoded = decodeText(await readFile(join(folder, `${name}.yaml`)), file);
  const visible = visibleText(decoded.text, file);
  const source = new SourceFile(file, visible.text);
  const unseen = [...decoded.problems, ...visible.problems];
  const parsed = decoded.readable ? withProblems(readSource(source), unseen) : unreadable(source, unseen);
  return { source, parsed };
}

function withProblems(parsed: ParsedSource, more: readonly Problem[]): ParsedSource {
  return { ...parsed, problems: [...more, ...parsed.problems] };
}

function splitExtends(root: SourceNode): { root: SourceNode; bases: SourceNode | undefined } {
  if (root.kind !== 'map') return { root, bases: undefined };
  const entries = new Map(root.entries);
  const bases = entries.get('extends')?.value;
  entries.delete('extends');
  return { root: { ...root, entries } satisfies MapNode, bases: bases?.kind === 'removal' ? undefined : bases };
}
