import { stringify } from 'yaml';
import type { LoadedEnvironment } from './load-environment.js';

/** The whole environment as one YAML document: nothing inherited, every default written out. Loads to the same again. */
export function renderResolved({ environment }: LoadedEnvironment): string {
  const { id: _id, ...document } = environment;
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}
