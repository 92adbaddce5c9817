interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Words that stand for numbers, from `least` on. */
  readonly words?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day', least: 1, most: 31 },
  {
    name: 'month',
    least: 1,
    most: 12,
    words: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  },
  { name: 'day of week', least: 0, most: 6, words: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/**
 * What is wrong with a schedule of Kubernetes, or undefined.
 * https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function cronProblem(text: string): string | undefined {
  const parts = text.split(' ');
  if (parts.length !== FIELDS.length || parts.includes('')) {
    return `a schedule has five fields with a space between: ${FIELDS.map(({ name }) => name).join(', ')}`;
  }
  const bad = FIELDS.findIndex((field, index) => !fits(field, parts[index] ?? ''));
  return bad < 0 ? undefined : `'${parts[bad]}' does not fit the field ${FIELDS[bad]?.name}`;
}

function fits(field: Field, text: string): boolean {
  return text.split(',').every((item) => {
    const [range = '', step, ...more] = item.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === '*') return true;
    const ends = range.split('-').map((end) => numberOf(field, end));
    const [first = Number.NaN, last = first] = ends;
    return ends.length <= 2 && first >= field.least && last <= field.most && first <= last;
  });
}

function numberOf({ words = [], least }: Field, text: string): number {
  const index = words.indexOf(text.toLowerCase());
  if (index >= 0) return index + least;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
