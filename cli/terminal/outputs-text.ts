import { unknownName } from '../kernel/unknown-name.js';
import type { OutputsResult } from '../session/outputs/index.js';
import { cells, pad } from './cells.js';
import type { Paint } from './paint.js';
import { valueText } from './plan/attribute-lines.js';

/** One output of one stack. */
export interface OneOutput {
  readonly stack: string;
  readonly name: string;
  readonly value: unknown;
  /** As a script takes it: text as it is, everything else as JSON. */
  readonly text: string;
}

/** A line for each output, by the key that `outputs ENV KEY` takes. Values are copied from here, so they are never cut. */
export function outputsText(outputs: OutputsResult, paint: Paint): string {
  const rows = all(outputs);
  const width = Math.max(0, ...rows.map(({ key }) => cells(key)));
  return rows
    .map(
      ({ key, value }) => `${paint('dim', pad(key, width))}  ${typeof value === 'string' ? value : valueText(value)}`,
    )
    .join('\n');
}

/** The output that a key names. @throws BacklotError `UnknownOutput` (exit code 3) naming those that there are */
export function oneOutput(outputs: OutputsResult, key: string, environment: string): OneOutput {
  const rows = all(outputs);
  const found = rows.filter((row) => row.key === key || row.name === key);
  const [only] = found;
  if (only && found.length === 1) {
    const { value } = only;
    return { ...only, text: typeof value === 'string' ? value : JSON.stringify(value, null, 2) };
  }
  const keys = found.length > 0 ? found.map((row) => row.key) : nearKeys(key, rows);
  const more = found.length > 0 ? 0 : rows.length - keys.length;
  const what = found.length > 0 ? `more than one output '${key}'` : `no output '${key}'`;
  throw unknownName({
    code: 'UnknownOutput',
    given: key,
    known: keys,
    message: `'${environment}' has ${what}; it has ${keys.join(', ') || 'none yet'}${more > 0 ? ` and ${more} more` : ''}`,
    actions:
      found.length > 0
        ? keys.map((output) => `backlot outputs ${environment} ${output}`)
        : [`backlot outputs ${environment}`],
    details: { known: (found.length > 0 ? found : rows).map((row) => row.key) },
  });
}

/** So many are named. */
const NAMED = 8;

/** The keys that begin most like a wrong one: `data.postgress` is near all of `data.postgres_…`. */
function nearKeys(wrong: string, rows: readonly { readonly key: string; readonly name: string }[]): string[] {
  const alike = (text: string) => {
    const at = [...wrong].findIndex((letter, index) => text[index] !== letter);
    return at === -1 ? wrong.length : at;
  };
  return rows
    .map(({ key, name }) => ({ key, score: Math.max(alike(key), alike(name)) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, NAMED)
    .map(({ key }) => key);
}

function all(outputs: OutputsResult) {
  return Object.entries(outputs).flatMap(([stack, values]) =>
    Object.entries(values).map(([name, value]) => ({ stack, name, value, key: `${stack}.${name}` })),
  );
}
