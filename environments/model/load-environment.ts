import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { BacklotError } from '../../modules/values/backlot-error.js';
import { meantName } from './document/environment-name.js';
import { type ReadFiles, readWithBases } from './document/extends.js';
import { nearestWord } from './document/nearest-word.js';
import { problemDetails } from './document/problem.js';
import { renderProblems, sortProblems } from './document/render-problems.js';

import { type EnvironmentOptions, environmentsFolder, listEnvironments, listFiles } from './find-environments.js';
import { neighbourProblems } from './neighbour-files.js';
import { type Origin, originsOf } from './origins.js';
import type { Environment } from './schema/environment.js';
import { validate } from './validate.js';

/** An environment and where everything in it comes from. */
export interface LoadedEnvironment {
  readonly environment: Environment;
  /** Files that it was made of, bases first, relative to the root. */
  readonly files: string[];
  /** Where each leaf of the document comes from, by its path: `network.cidr`, `services.api.needs.0`. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/**
 * Reads an environment with everything that it extends, fills in defaults and checks all of it.
 *
 * @throws BacklotError `InvalidEnvironment` with every problem of every file, `UnknownEnvironment`, `NoEnvironments`.
 */
export async function loadEnvironment(id: string, options: EnvironmentOptions = {}): Promise<LoadedEnvironment> {
  const folder = environmentsFolder(options);
  await requireKnown(id, options);
  const known = await listFiles(folder);
  const read: ReadFiles = new Map();
  const merged = await readWithBases(folder, id, known, read);
  const names = merged.files.map((file) => file.name);
  const checked = validate(id, merged);
  const neighbours = (environment: Environment) => neighbourProblems({ environment, merged, folder, known, read });
  const own = [...merged.problems, ...checked.problems];
  // What it is called is only compared once it is known to be right.
  const beside = checked.environment && own.length === 0 ? neighbours(checked.environment) : [];
  const problems = sortProblems([...own, ...(await beside)], names);
  if (!checked.environment || problems.length > 0) {
    throw new BacklotError({
      code: 'InvalidEnvironment',
      message: renderProblems(id, problems, merged.files),
      exitCode: 3,
      details: { environment: id, problems: problems.map(problemDetails) },
    });
  }
  const { environment } = checked;
  return { environment, files: names, origins: originsOf(environment, merged.root) };
}

async function requireKnown(id: string, options: EnvironmentOptions): Promise<void> {
  const known = await listEnvironments(options);
  if (known.includes(id)) return;
  const meant = meantName(id, known);
  const near = nearestWord(id, known);
  const misnamed = await misnamedFile(environmentsFolder(options), id);
  const hint =
    misnamed ??
    (meant
      ? `write '${meant}': an environment is named without folder and ending. `
      : near && `did you mean '${near}'? `);
  const list = known.length > 0 ? `known: ${known.join(', ')}` : 'environments/ holds no environment';
  throw new BacklotError({
    code: 'UnknownEnvironment',
    message: `there is no environment '${id}'; ${hint ?? ''}${list}`,
    exitCode: 3,
    details: { environment: id, known },
  });
}

/** What stands in the folder under the name, and is no file that ends in .yaml. */
async function misnamedFile(folder: string, id: string): Promise<string | undefined> {
  const name = basename(id).replace(/\.ya?ml$/i, '');
  const entries = await readdir(folder, { withFileTypes: true });
  const ends = (entry: Dirent) => /^\.ya?ml$/i.test(extname(entry.name));
  const found = entries.find((entry) => ends(entry) && basename(entry.name, extname(entry.name)) === name);
  if (!found) return undefined;
  const place = `environments/${found.name}`;
  if (found.isDirectory()) return `${place} is a folder; `;
  if (found.isSymbolicLink()) return `${place} is a link to nothing; `;
  return found.name === `${name}.yaml` ? undefined : `rename ${place} to ${name}.yaml; `;
}
