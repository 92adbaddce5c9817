import type { LogLine } from '../../running/day-two/index.js';
import type { Paint, Style } from '../paint.js';

/** How log lines are shown. */
export interface LogTextOptions {
  readonly paint: Paint;
  /** As they were written. @default JSON is made readable */
  readonly raw?: boolean;
  /** Name the service too. @default false: there is one */
  readonly services?: boolean;
}

const COLOURS: readonly Style[] = ['cyan', 'green', 'magenta', 'blue', 'yellow'];
const LEVELS: Readonly<Record<string, Style>> = {
  error: 'red',
  fatal: 'red',
  critical: 'red',
  warn: 'yellow',
  warning: 'yellow',
};
/** What loggers call the parts of a line. */
const NAMES = {
  level: ['level', 'severity', 'lvl'],
  message: ['msg', 'message'],
  time: ['time', 'ts', 'timestamp', '@timestamp'],
};

/** A line for people: whose it is, when, and what, in one colour for each pod. */
export function logText(line: LogLine, { paint, raw = false, services = false }: LogTextOptions): string {
  const { pod, service, text, version } = line;
  // Pods of one service differ in what follows its name.
  const short = services || !pod.startsWith(`${service}-`) ? pod : pod.slice(service.length + 1);
  const track = version === 'canary' ? ' canary' : '';
  const prefix = paint(colourOf(pod), `${short}${track}`);
  return `${prefix} ${raw ? text : readable(line, paint)}`;
}

/** The same colour for a pod in every run. */
export function colourOf(pod: string): Style {
  let hash = 0;
  for (const letter of pod) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return COLOURS[hash % COLOURS.length] as Style;
}

function readable({ fields, text, time }: LogLine, paint: Paint): string {
  const at = paint('dim', time.slice(11, 23));
  if (!fields) return `${at} ${text}`;
  const rest = new Map(Object.entries(fields));
  const take = (names: readonly string[]) => {
    const name = names.find((each) => rest.has(each));
    const value = name === undefined ? undefined : rest.get(name);
    if (name !== undefined) rest.delete(name);
    return value === undefined ? undefined : String(value);
  };
  take(NAMES.time);
  const level = take(NAMES.level);
  const message = take(NAMES.message) ?? '';
  const style = LEVELS[level?.toLowerCase() ?? ''];
  const word = level?.toUpperCase().padEnd(5) ?? '';
  const pairs = [...rest].map(([key, value]) => paint('dim', `${key}=${valueText(value)}`));
  return [at, style ? paint(style, word) : word, furtherLinesIndented(message), ...pairs].filter(Boolean).join(' ');
}

/** A stack trace stays readable, and no line of it can pass for one of another pod. */
function furtherLinesIndented(message: string): string {
  return message.replaceAll(/\r?\n/g, '\n    ');
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
