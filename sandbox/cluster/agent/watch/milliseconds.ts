/** Reads `8ms`, `1.5s` or a bare number of milliseconds; undefined for anything else. */
export function milliseconds(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text ?? '');
  return match ? Number(match[1]) * (match[2] === 's' ? 1000 : 1) : undefined;
}
