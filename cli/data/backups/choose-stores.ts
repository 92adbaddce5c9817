import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { isDataBearing } from '../../../resources/index.js';
import { lossName, nameToday, typeOf } from '../../delivery/losses/index.js';
import { unknownName } from '../../kernel/unknown-name.js';

/** A store as people name it. */
interface Named {
  readonly name: string;
  readonly identifier: string;
  /** `data/aws_db_instance.postgres-main`. @default not made by Terraform */
  readonly address?: string;
}

/**
 * The stores that are asked for: by name, by identifier, by path in the environment's file (`postgres.main`), or by the end of
 * that where it is the only one (`uploads`).
 *
 * @throws BacklotError `NoStores` when the environment has none, `UnknownStore` (exit code 3) naming those that there are.
 */
export function chooseStores<T extends Named>(
  stores: readonly T[],
  wanted: readonly string[] | undefined,
  environment: Environment,
): readonly T[] {
  const { id } = environment;
  if (stores.length === 0) {
    throw new BacklotError({
      code: 'NoStores',
      message: `'${id}' has no store: no state of it holds a database, a cache, a table or a bucket`,
      actions: [`backlot status ${id}`, `backlot deploy ${id}`],
    });
  }
  if (!wanted || wanted.length === 0) return stores;
  const paths = stores.map((store) => pathsOf(store, environment));
  return wanted.map((word) => {
    const named = stores.find(({ name, identifier }) => name === word || identifier === word);
    const pathed = stores.find((_, at) => paths[at]?.includes(word));
    const ending = stores.filter((_, at) => paths[at]?.some((path) => withoutKind(path) === word));
    const found = named ?? pathed ?? (ending.length === 1 ? ending[0] : undefined);
    if (found) return found;
    const names = stores.map(({ name }) => name);
    throw unknownName({
      code: 'UnknownStore',
      given: word,
      known: [...names, ...paths.flat(), ...paths.flat().map(withoutKind)],
      message: `'${id}' has no store '${word}'; it has ${names.join(', ')}`,
      actions: [`backlot status ${id}`],
      details: { stores: names },
    });
  });
}

/** `postgres.main`, by the name that it was made under and by the one that the file has today. */
function pathsOf({ address = '' }: Named, environment: Environment): string[] {
  const own = address.slice(address.indexOf('/') + 1);
  const type = typeOf(own);
  if (!isDataBearing(type)) return [];
  const first = lossName(type, own);
  return [...new Set([first, nameToday(environment, first)])];
}

/** `main` of `postgres.main`. */
function withoutKind(path: string): string {
  return path.slice(path.indexOf('.') + 1);
}
