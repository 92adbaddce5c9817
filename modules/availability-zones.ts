/** Zones that new accounts see, where they are not the first letters. */
const LETTERS: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'acd',
  'ca-central-1': 'abd',
  'us-west-1': 'ac',
};

/** Names of availability zones: those given, or so many of the region's first. */
export function zoneNames(region: string, zones: number | readonly string[]): string[] {
  if (typeof zones !== 'number') return [...zones];
  return [...(LETTERS[region] ?? 'abc').slice(0, zones)].map((letter) => `${region}${letter}`);
}
