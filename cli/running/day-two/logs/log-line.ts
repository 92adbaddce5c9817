import type { PodVersion } from '../service-pods.js';

/** One line of a pod's log. */
export interface LogLine {
  readonly service: string;
  readonly pod: string;
  readonly container: string;
  readonly version: PodVersion;
  /** When the container wrote it, RFC 3339 with nanoseconds, by the node's clock. */
  readonly time: string;
  /** As it was written. */
  readonly text: string;
  /** The line as an object, where it is JSON. @default it is plain text */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** From a pod that a simulator plays: worked out by a model, written by no process. */
  readonly model: boolean;
}

/** A line as the API server sends it, cut at the time. */
export interface StampedText {
  readonly time: string;
  readonly text: string;
}

/** Cuts `2026-11-21T10:00:00.123Z text`; undefined when there is no time in front. */
export function stamped(line: string): StampedText | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d) ?(.*)$/s.exec(line);
  if (!match) return undefined;
  const [, seconds = '', fraction = '', zone = 'Z', text = ''] = match;
  // Of one width, so that times can be compared as text.
  const utc = zone === 'Z' ? seconds : new Date(`${seconds}${zone}`).toISOString().slice(0, 19);
  return { time: `${utc}.${fraction.padEnd(9, '0').slice(0, 9)}Z`, text };
}

/** The object of a line that is JSON; undefined for any other. */
export function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
