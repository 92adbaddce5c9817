import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentsFolder, listFiles } from '../../../../environments/model/find-environments.js';
import { type Environment, loadEnvironment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { formatPath } from '../../../kernel/diff/attribute-diff.js';
import type { Tooling } from '../../../session/open/tooling.js';
import { equal } from '../noise/index.js';

/** One leaf of a synthesized configuration that an edit changes. */
export interface ConfigurationLeaf {
  readonly stack: string;
  /** `aws_db_instance.main`; for what is no resource, its section: `output.endpoint`. */
  readonly address: string;
  /** Without the indices of blocks, which a plan has and a configuration hasn't always. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What an edited environment comes to. */
export type TrialResult =
  | { readonly environment: Environment; readonly changes: readonly ConfigurationLeaf[] }
  | { readonly refused: string };

type Configs = ReadonlyMap<string, unknown>;

/** Tries edits of an environment's file on copies: loads, checks and synthesizes them as a deploy would. */
export class Trial {
  private constructor(
    private readonly id: string,
    private readonly folder: string,
    private readonly synthesize: Tooling['synthesize'],
    private base: Configs,
  ) {}

  /** Copies the environments below `root`, and synthesizes the one that is to be edited as it is. */
  static async start(id: string, root: string | undefined, synthesize: Tooling['synthesize']): Promise<Trial> {
    const folder = await mkdtemp(join(tmpdir(), 'backlot-adopt-'));
    const source = environmentsFolder(root === undefined ? {} : { root });
    for (const name of await listFiles(source)) {
      const file = join(folder, 'environments', `${name}.yaml`);
      await mkdir(dirname(file), { recursive: true });
      await cp(join(source, `${name}.yaml`), file);
    }
    const trial = new Trial(id, folder, synthesize, new Map());
    trial.base = await trial.configs((await loadEnvironment(id, { root: folder })).environment);
    return trial;
  }

  /** Makes what was tried last what the next one is compared with. */
  async keep(text: string): Promise<void> {
    await writeFile(this.file, text);
    this.base = await this.configs((await loadEnvironment(this.id, { root: this.folder })).environment);
  }

  /** What the file with this text would change in the synthesized stacks; refused when it is no valid environment. */
  async attempt(text: string): Promise<TrialResult> {
    const kept = await readFile(this.file, 'utf8');
    try {
      await writeFile(this.file, text);
      const { environment } = await loadEnvironment(this.id, { root: this.folder });
      return { environment, changes: difference(this.base, await this.configs(environment)) };
    } catch (error) {
      if (error instanceof BacklotError) return { refused: error.message };
      throw error;
    } finally {
      await writeFile(this.file, kept);
    }
  }

  async end(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private get file(): string {
    return join(this.folder, 'environments', `${this.id}.yaml`);
  }

  private async configs(environment: Environment): Promise<Configs> {
    const { stacks } = await this.synthesize(environment, { outdir: join(this.folder, 'synthesized') });
    const read = stacks.map(
      async ({ id, path }) => [id, JSON.parse(await readFile(join(path, 'cdk.tf.json'), 'utf8'))] as const,
    );
    return new Map(await Promise.all(read));
  }
}

function difference(base: Configs, other: Configs): ConfigurationLeaf[] {
  const stacks = new Set([...base.keys(), ...other.keys()]);
  return [...stacks].flatMap((stack) => {
    const [one, two] = [flatten(base.get(stack)), flatten(other.get(stack))];
    return [...new Set([...one.keys(), ...two.keys()])].flatMap((address) => {
      const [before, after] = [one.get(address), two.get(address)];
      return leaves([], before, after).map((leaf) => ({ stack, address, ...leaf }));
    });
  });
}

/** Blocks by address. */
function flatten(config: unknown): Map<string, unknown> {
  const sections = Object.entries((config ?? {}) as Record<string, Record<string, unknown>>);
  return new Map(
    sections.flatMap(([section, content]) =>
      Object.entries(content ?? {}).flatMap(([type, named]) =>
        section === 'resource'
          ? Object.entries(named as object).map(([name, block]) => [`${type}.${name}`, block] as const)
          : [[`${section}.${type}`, named] as const],
      ),
    ),
  );
}

function leaves(
  path: readonly (string | number)[],
  before: unknown,
  after: unknown,
): Pick<ConfigurationLeaf, 'path' | 'before' | 'after'>[] {
  if (equal(before, after)) return [];
  const maps = [before, after].every((each) => typeof each === 'object' && each !== null);
  const lists = [before, after].map((each) => Array.isArray(each));
  const scalars = [before, after].some((each) => Array.isArray(each) && each.some((one) => typeof one !== 'object'));
  const alike = lists[0] === lists[1] && (!lists[0] || (before as unknown[]).length === (after as unknown[]).length);
  if (maps && alike && !scalars) {
    const keys = new Set([...Object.keys(before as object), ...Object.keys(after as object)]);
    return [...keys].flatMap((key) =>
      leaves([...path, key], (before as Record<string, unknown>)[key], (after as Record<string, unknown>)[key]),
    );
  }
  const named = path.filter((part) => !/^\d+$/.test(String(part)));
  return [{ path: formatPath(named), before, after }];
}
