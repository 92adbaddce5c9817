/** A small repository in a temporary folder, made of nothing but imports, and the check run on it. */
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { execa } from 'execa';

const REPOSITORY = join(import.meta.dirname, '../../..');

/** Every way in which one file can import another one. */
export const KINDS = {
  value: (to: string) => `import { x } from '${to}';\nexport const y = x;\n`,
  'side effect': (to: string) => `import '${to}';\n`,
  type: (to: string) => `import type { X } from '${to}';\nexport type Y = X;\n`,
  'type in a list': (to: string) => `import { type X } from '${to}';\nexport type Y = X;\n`,
  'type by name': (to: string) => `export type Y = import('${to}').X;\n`,
  'type of a module': (to: string) => `export type Y = typeof import('${to}');\n`,
  'import()': (to: string) => `export const y = () => import('${to}');\n`,
  're-export': (to: string) => `export { x } from '${to}';\n`,
  're-export of a type': (to: string) => `export type { X } from '${to}';\n`,
  're-export of all': (to: string) => `export * from '${to}';\n`,
} as const;

/** A kind of import. */
export type Kind = keyof typeof KINDS;

/** A temporary tree. */
export class PlantedTree {
  private constructor(readonly root: string) {}

  /** A tree without sources, with the pages of this repository. */
  static async create(): Promise<PlantedTree> {
    const root = await mkdtemp(join(tmpdir(), 'backlot-structure-'));
    for (const page of ['CONTRIBUTING.md', 'docs/concepts/architecture.md'])
      await cp(join(REPOSITORY, page), join(root, page));
    return new PlantedTree(root);
  }

  /** Writes `from` so that it imports `to`, and `to` unless it is there. */
  async arrow(from: string, to: string, kind: Kind = 'value'): Promise<void> {
    const path = relative(dirname(from), to).replace(/\.ts$/, '.js');
    await this.write(to, 'export const x = 1;\nexport type X = number;\n', 'a');
    await this.write(from, KINDS[kind](path.startsWith('.') ? path : `./${path}`), 'a');
  }

  private async write(path: string, text: string, flag: 'a' | 'w'): Promise<void> {
    await mkdir(dirname(join(this.root, path)), { recursive: true });
    await writeFile(join(this.root, path), text, { flag });
  }

  /** Runs the check on the tree. */
  async check(...flags: string[]): Promise<{ exitCode: number | undefined; errors: readonly string[]; text: string }> {
    const program = [join(REPOSITORY, 'node_modules/tsx/dist/cli.mjs'), join(REPOSITORY, 'scripts/structure/check.ts')];
    const { exitCode, all } = await execa(process.execPath, [...program, ...flags, this.root], {
      reject: false,
      all: true,
    });
    return { exitCode, errors: [...all.matchAll(/^ {2}error (.*)$/gm)].map(([, error]) => error ?? ''), text: all };
  }
}
