import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseDocument } from 'yaml';
import { environmentsFolder } from '../../../environments/model/find-environments.js';
import { copyOfTheKit, loadEnvironment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { type Blueprint, environmentExists, type InitAnswers } from './answers.js';
import { environmentFile } from './environment-file.js';

export * from './answers.js';

/** Where a new environment goes. */
export interface InitOptions {
  /** Folder that holds `environments/`. @default the working folder, or the nearest one above it that has one */
  readonly root?: string;
}

/** What was made. */
export interface InitResult {
  readonly environment: string;
  /** Path of the file, relative to the root. */
  readonly file: string;
  readonly blueprint: string;
}

/** Blueprints that an environment can be made from. @throws BacklotError `NoBlueprints`, `NoEnvironments` */
export async function listBlueprints(options: InitOptions = {}): Promise<Blueprint[]> {
  const folder = join(environmentsFolder(options), 'blueprints');
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = entries.filter((file) => file.endsWith('.yaml')).sort();
  if (files.length === 0) {
    throw new BacklotError({
      code: 'NoBlueprints',
      message: `${folder} holds no blueprint that an environment could be made of`,
      exitCode: 3,
      hints: ['a new project begins with what the kit brings'],
      actions: copyOfTheKit(dirname(folder)),
    });
  }
  return Promise.all(
    files.map(async (file) => {
      const document = parseDocument(await readFile(join(folder, file), 'utf8'));
      return { name: basename(file, '.yaml'), signs: document.hasIn(['media', 'cdn', 'signedPaths']) };
    }),
  );
}

/**
 * Writes `environments/<name>.yaml`, after checking it in a copy of the folder: what isn't valid is never written.
 *
 * @throws BacklotError `EnvironmentExists` when there is one already, `InvalidEnvironment` when the answers don't fit.
 */
export async function initEnvironment(answers: InitAnswers, options: InitOptions = {}): Promise<InitResult> {
  const folder = environmentsFolder(options);
  const file = join(folder, `${answers.name}.yaml`);
  const text = environmentFile(answers);
  await validate(answers.name, text, folder);
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw environmentExists(answers.name);
  }
  return { environment: answers.name, file: `environments/${answers.name}.yaml`, blueprint: answers.blueprint };
}

async function validate(name: string, text: string, folder: string): Promise<void> {
  const copy = await mkdtemp(join(tmpdir(), 'backlot-init-'));
  try {
    await cp(folder, join(copy, 'environments'), {
      recursive: true,
      filter: (path) => !/^(model|test|\..*)$/.test(basename(path)),
    });
    await writeFile(join(copy, 'environments', `${name}.yaml`), text, { flag: 'wx' });
    await loadEnvironment(name, { root: copy });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw environmentExists(name);
    throw error;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
