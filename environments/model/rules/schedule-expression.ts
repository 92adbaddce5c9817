const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Words that stand for numbers, from `least` on. */
  readonly words?: readonly string[];
  /** Other words that the field takes, beside `*`. */
  readonly special?: RegExp;
}

const FIELDS: readonly Field[] = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  { name: 'day of month', least: 1, most: 31, special: /^(\?|L|LW|\d{1,2}W)$/ },
  { name: 'month', least: 1, most: 12, words: MONTHS },
  { name: 'day of week', least: 1, most: 7, words: WEEKDAYS, special: /^(\?|L|[1-7]L|[1-7]#[1-5])$/ },
  { name: 'year', least: 1970, most: 2199 },
];

/** What is wrong with `cron(…)` of AWS, or undefined. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
export function scheduleProblem(text: string): string | undefined {
  const [, content = ''] = /^cron\((.*)\)$/.exec(text) ?? [];
  return cronProblem(content);
}

/** Minutes of the hour at which a valid `cron(…)` runs, in order. */
export function minutesOf(text: string): number[] {
  const [minutes] = FIELDS;
  const [written = ''] = text.replace(/^cron\(\s*/, '').split(/\s+/);
  return minutes ? numbersOf(minutes, written) : [];
}

function cronProblem(content: string): string | undefined {
  const parts = content.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return `cron of AWS has six fields (${FIELDS.map((field) => field.name).join(', ')}), not ${parts.length}`;
  }
  const bad = FIELDS.findIndex((field, index) => !fits(field, parts[index] ?? ''));
  if (bad >= 0) return `'${parts[bad]}' does not fit the field ${FIELDS[bad]?.name}`;
  const [day, weekday] = [parts[2], parts[4]];
  if ((day === '?') === (weekday === '?')) return 'exactly one of day of month and day of week must be ?';
  return undefined;
}

function fits(field: Field, text: string): boolean {
  if (text === '*' || field.special?.test(text)) return true;
  return text.split(',').every((item) => {
    const [range = '', step, ...more] = item.split('/');
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === '*') return step !== undefined;
    const ends = range.split('-').map((end) => numberOf(field, end));
    return ends.length <= 2 && ends.every((end) => end >= field.least && end <= field.most);
  });
}

function numberOf({ words = [], least }: Field, text: string): number {
  const index = words.indexOf(text.toUpperCase());
  if (index >= 0) return index + least;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

/** The numbers that a field stands for. */
function numbersOf(field: Field, text: string): number[] {
  const found = text.split(',').flatMap((item) => {
    const [range = '', step] = item.split('/');
    const [from = '', to] = range.split('-');
    const first = range === '*' ? field.least : numberOf(field, from);
    const last = to === undefined ? (range === '*' || step !== undefined ? field.most : first) : numberOf(field, to);
    const all = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    return all.filter((_number, index) => index % Number(step ?? 1) === 0);
  });
  return [...new Set(found)].sort((a, b) => a - b);
}
