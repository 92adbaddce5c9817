import type { SqlAnswer } from '../sql.js';

interface Line {
  readonly run: string;
  readonly at: number;
  readonly stream: 'rows' | 'error' | 'end';
  readonly data: string;
}

/** What a log says: answers by statement, or why nobody could connect; undefined when it ends too early. */
export type JobAnswers = { readonly answers: readonly SqlAnswer[] } | { readonly refused: string } | undefined;

/** Reads the lines that {@link SCRIPT} writes. @param lines each perhaps with its time in front */
export function readAnswers(lines: readonly string[], run: string, statements: number): JobAnswers {
  const texts = new Map<number, { stream: Line['stream']; data: string }>();
  let ended = false;
  for (const line of lines) {
    const parsed = parseLine(line);
    if (parsed?.run !== run) continue;
    const { at, data, stream } = parsed;
    if (stream === 'end') ended = true;
    else texts.set(at, { stream, data: (texts.get(at)?.data ?? '') + data });
  }
  const decode = (data: string) => Buffer.from(data, 'base64').toString('utf8');
  const refused = texts.get(-1);
  if (refused) return { refused: worded(decode(refused.data)) };
  if (!ended || texts.size < statements) return undefined;
  return {
    answers: Array.from({ length: statements }, (_, at): SqlAnswer => {
      const { stream, data } = texts.get(at) ?? { stream: 'rows', data: '' };
      return stream === 'error' ? { error: worded(decode(data)) } : { rows: parseCsv(decode(data), run) };
    }),
  };
}

function parseLine(line: string): Line | undefined {
  const start = line.indexOf('{');
  if (start < 0) return undefined;
  try {
    return JSON.parse(line.slice(start)) as Line;
  } catch {
    return undefined; // a line of somebody else
  }
}

/** psql's own words without its prefixes: `ERROR:  relation "films" does not exist`. */
function worded(text: string): string {
  return text
    .replace(/^psql: (error: )?/gm, '')
    .replace(/^ERROR:\s+/gm, '')
    .trim();
}

/** CSV as psql writes it (RFC 4180). @param none what stands for NULL */
export function parseCsv(text: string, none: string): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/y;
  while (field.lastIndex < text.length) {
    const [, quoted, plain = '', end] = field.exec(text) ?? [];
    if (end === undefined) throw new Error('psql wrote no CSV');
    row.push(quoted !== undefined ? quoted.replaceAll('""', '"') : plain === none ? null : plain);
    if (end === ',' && field.lastIndex < text.length) continue;
    if (end === ',') row.push('');
    rows.push(row);
    row = [];
  }
  return rows;
}
