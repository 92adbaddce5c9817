import { BacklotError } from '../../modules/values/backlot-error.js';
import { readWithBases } from './document/extends.js';
import { nearestWord } from './document/nearest-word.js';
import { problemDetails } from './document/problem.js';
import { renderProblems, sortProblems } from './document/render-problems.js';

import { type EnvironmentOptions, environmentsFolder, listEnvironments, listFiles } from './find-environments.js';
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
  const merged = await readWithBases(folder, id, await listFiles(folder));
  const names = merged.files.map((file) => file.name);
  const checked = validate(id, merged);
  const problems = sortProblems([...merged.problems, ...checked.problems], names);
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
  const near = nearestWord(id, known);
  const list = known.length > 0 ? `known: ${known.join(', ')}` : 'environments/ holds no environment';
  throw new BacklotError({
    code: 'UnknownEnvironment',
    message: `there is no environment '${id}'; ${near ? `did you mean '${near}'? ` : ''}${list}`,
    exitCode: 3,
    details: { environment: id, known },
  });
}
