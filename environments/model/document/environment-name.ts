import { nearestWord } from './nearest-word.js';

/**
 * The name that was meant by a path or an ending: `prod` of `environments/prod.yaml`, `./prod.yml`, `/srv/films/environments/prod`.
 * Undefined where it has neither, or is near nothing that is known.
 */
export function meantName(text: string, known: readonly string[]): string | undefined {
  const plain = text
    .replaceAll('\\', '/')
    .replace(/^(.*\/)?environments\//, '')
    .replace(/^(\.{1,2}\/)+/, '');
  const name = plain.replace(/\.ya?ml$/i, '');
  return name === text ? undefined : nearestWord(name, known);
}
