import { BacklotError } from '../../../modules/values/backlot-error.js';
import { unknownName } from '../../kernel/unknown-name.js';

/**
 * The stores that are asked for, by name or identifier.
 *
 * @throws BacklotError `NoStores` when the environment has none, `UnknownStore` (exit code 3) naming those that there are.
 */
export function chooseStores<T extends { readonly name: string; readonly identifier: string }>(
  stores: readonly T[],
  wanted: readonly string[] | undefined,
  environment: string,
): readonly T[] {
  if (stores.length === 0) {
    throw new BacklotError({
      code: 'NoStores',
      message: `'${environment}' has no store: no state of it holds a database, a cache, a table or a bucket`,
      actions: [`backlot status ${environment}`, `backlot deploy ${environment}`],
    });
  }
  if (!wanted || wanted.length === 0) return stores;
  return wanted.map((word) => {
    const found = stores.find(({ name, identifier }) => name === word || identifier === word);
    if (found) return found;
    const names = stores.map(({ name }) => name);
    throw unknownName({
      code: 'UnknownStore',
      given: word,
      known: names,
      message: `'${environment}' has no store '${word}'; it has ${names.join(', ')}`,
      actions: [`backlot status ${environment}`],
      details: { stores: names },
    });
  });
}
