/** Numbers of a version: `v1.20.3` is 1, 20, 3. */
export function numbersOf(version: string): number[] {
  return version
    .replace(/^v/, '')
    .split(/[.+-]/)
    .map(Number)
    .filter((each) => !Number.isNaN(each));
}

/** Below zero when `a` is older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What is newer than a version. */
export interface Newer {
  /** Newest with the same first number. @default the version itself is that */
  readonly newest?: string;
  /** Newest with the next first number that there is. @default there is none */
  readonly next?: string;
}

/** Picks among versions that are no pre-releases. */
export function newerThan(current: string, offered: readonly string[]): Newer {
  const [major = 0] = numbersOf(current);
  const stable = offered.filter((each) => /^v?\d+(\.\d+)*(-eks[\w.-]*)?$/.test(each)).sort(compareVersions);
  const majorOf = (version: string) => numbersOf(version)[0] ?? 0;
  const newest = stable.filter((each) => majorOf(each) === major).at(-1);
  const nextMajor = stable.map(majorOf).find((each) => each > major);
  const next = stable.filter((each) => majorOf(each) === nextMajor).at(-1);
  return {
    ...(newest && compareVersions(newest, current) > 0 ? { newest } : {}),
    ...(next ? { next } : {}),
  };
}
