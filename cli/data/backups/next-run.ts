const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY_MS = 86_400_000;
const FURTHEST_DAYS = 5 * 366;

/**
 * When a schedule of AWS runs next, in UTC; undefined for `rate(…)` that never ran, and for a year that is over.
 *
 * @param lastRun when it ran last: what `rate(…)` counts from
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function nextRun(schedule: string, after: Date, lastRun?: Date): Date | undefined {
  const [, kind, content = ''] = /^(cron|rate)\((.*)\)$/.exec(schedule) ?? [];
  if (kind === 'rate') return nextOfRate(content, after, lastRun);
  const [minutes = '', hours = '', day = '', month = '', weekday = '', year = ''] = content.trim().split(/\s+/);
  const first = Math.floor(after.getTime() / 60_000) * 60_000 + 60_000;
  const midnight = Math.floor(first / DAY_MS) * DAY_MS;
  for (let offset = 0; offset <= FURTHEST_DAYS; offset++) {
    const date = new Date(midnight + offset * DAY_MS);
    const fits =
      matches(year, date.getUTCFullYear(), 1970) &&
      matches(month, date.getUTCMonth() + 1, 1, MONTHS) &&
      matchesDay(day, date) &&
      matchesWeekday(weekday, date);
    if (!fits) continue;
    for (let minute = 0; minute < 1440; minute++) {
      const time = date.getTime() + minute * 60_000;
      if (time < first) continue;
      if (matches(hours, Math.floor(minute / 60), 0) && matches(minutes, minute % 60, 0)) return new Date(time);
    }
  }
  return undefined;
}

const UNITS = { minute: 60_000, hour: 3_600_000, day: DAY_MS } as const;

function nextOfRate(content: string, after: Date, lastRun: Date | undefined): Date | undefined {
  const [, amount, unit] = /^(\d+) (minute|hour|day)s?$/.exec(content) ?? [];
  if (!amount || !unit || !lastRun) return undefined;
  const every = Number(amount) * UNITS[unit as keyof typeof UNITS];
  const passed = Math.max(0, Math.floor((after.getTime() - lastRun.getTime()) / every));
  return new Date(lastRun.getTime() + (passed + 1) * every);
}

function matches(field: string, value: number, least: number, words: readonly string[] = []): boolean {
  if (field === '*' || field === '?') return true;
  const numberOf = (text: string) => {
    const index = words.indexOf(text.toUpperCase());
    return index >= 0 ? index + least : Number(text);
  };
  return field.split(',').some((item) => {
    const [range = '', step] = item.split('/');
    const [from = '', to] = range.split('-');
    const start = from === '*' ? least : numberOf(from);
    const end = to === undefined ? (step === undefined ? start : Number.POSITIVE_INFINITY) : numberOf(to);
    return value >= start && value <= end && (value - start) % Number(step ?? 1) === 0;
  });
}

/** `L` is the last day, `LW` the last weekday, `15W` the weekday nearest to the 15th in the same month. */
function matchesDay(field: string, date: Date): boolean {
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const day = date.getUTCDate();
  if (field === 'L') return day === last;
  const [, near] = /^(\d{1,2}|L)W$/.exec(field) ?? [];
  if (near === undefined) return matches(field, day, 1);
  const wanted = Math.min(near === 'L' ? last : Number(near), last);
  const of = (each: number) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), each)).getUTCDay();
  const shift = { 6: wanted > 1 ? -1 : 2, 0: wanted < last ? 1 : -2 }[of(wanted)] ?? 0;
  return day === wanted + shift;
}

/** `6L` is the last Friday, `3#2` the second Tuesday. */
function matchesWeekday(field: string, date: Date): boolean {
  const weekday = date.getUTCDay() + 1;
  if (field === 'L') return weekday === 7;
  const [, lastOf] = /^([1-7])L$/.exec(field) ?? [];
  if (lastOf) {
    const nextWeek = new Date(date.getTime() + 7 * DAY_MS);
    return weekday === Number(lastOf) && nextWeek.getUTCMonth() !== date.getUTCMonth();
  }
  const [, which, nth] = /^([1-7])#([1-5])$/.exec(field) ?? [];
  if (which) return weekday === Number(which) && Math.ceil(date.getUTCDate() / 7) === Number(nth);
  return matches(field, weekday, 1, WEEKDAYS);
}
