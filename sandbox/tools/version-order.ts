/** Whether a version such as `1.12.6` or `v1.10` is `minimum` or newer; what stands behind `-` or `+` does not count. */
export function isAtLeast(version: string, minimum: string): boolean {
  const have = numbers(version);
  const want = numbers(minimum);
  for (let at = 0; at < Math.max(have.length, want.length); at += 1) {
    const difference = (have[at] ?? 0) - (want[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbers(version: string): number[] {
  return version.replace(/^v/, '').split(/[-+]/)[0]?.split('.').map(Number) ?? [];
}
