const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = 24 * 60;

/** A span of minutes, counted from midnight, or from Monday's midnight; may run past the end. */
export interface TimeWindow {
  readonly start: number;
  readonly length: number;
}

/** Reads `hh:mm-hh:mm`, UTC; undefined when it is none. */
export function dailyWindow(text: string): TimeWindow | undefined {
  const match = /^(\d{2}):(\d{2})-(\d{2}):(\d{2})$/.exec(text);
  const [start, end] = match ? [clock(match[1], match[2]), clock(match[3], match[4])] : [];
  return start === undefined || end === undefined ? undefined : { start, length: (end - start + DAY) % DAY };
}

/** Reads `ddd:hh:mm-ddd:hh:mm`, UTC; undefined when it is none. */
export function weeklyWindow(text: string): TimeWindow | undefined {
  const match = /^([a-z]{3}):(\d{2}):(\d{2})-([a-z]{3}):(\d{2}):(\d{2})$/.exec(text.toLowerCase());
  if (!match) return undefined;
  const [first, last] = [DAYS.indexOf(match[1] ?? ''), DAYS.indexOf(match[4] ?? '')];
  const [start, end] = [clock(match[2], match[3]), clock(match[5], match[6])];
  if (first < 0 || last < 0 || start === undefined || end === undefined) return undefined;
  const from = first * DAY + start;
  return { start: from, length: (last * DAY + end - from + 7 * DAY) % (7 * DAY) };
}

/** Whether a window of every day meets one of the week on some day. */
export function dailyMeetsWeekly(daily: TimeWindow, weekly: TimeWindow): boolean {
  // From the day before Monday to the Monday after, since both may run past midnight and past Sunday.
  return Array.from({ length: 9 }, (_, day) => (day - 1) * DAY + daily.start).some((start) =>
    [weekly.start, weekly.start - 7 * DAY].some((from) => start < from + weekly.length && from < start + daily.length),
  );
}

function clock(hours: string | undefined, minutes: string | undefined): number | undefined {
  const [h, m] = [Number(hours), Number(minutes)];
  return h < 24 && m < 60 ? h * 60 + m : undefined;
}
