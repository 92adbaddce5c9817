/** How long ago, in the largest unit that says it: `40 s`, `12 m`, `5 h`, `9 days`. */
export function age(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 2 * 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

/** How long ago a time was. */
export function ageOf(time: string, now = Date.now()): string {
  return age((now - Date.parse(time)) / 1_000);
}
