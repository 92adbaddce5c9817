import { BacklotError } from './backlot-error.js';

interface Bound {
  readonly comparison: '>=' | '>' | '<=' | '<' | '=';
  readonly version: number;
}

const BOUND = /^(>=|<=|>|<|=)?(\d{1,9})$/;

/**
 * A range of whole version numbers: bounds that must all hold, such as `>=12 <15`, or just `14`. Schemas are numbered by
 * their migrations, so there is no minor and no pre-release.
 */
export class VersionRange {
  private constructor(
    private readonly text: string,
    private readonly bounds: readonly Bound[],
  ) {}

  /** @throws BacklotError `InvalidVersionRange` (exit code 3) also for a range that no version is in. */
  static parse(text: string): VersionRange {
    const words = text
      .trim()
      .replace(/(>=|<=|>|<|=)\s+/g, '$1')
      .split(/\s+/);
    const bounds = words.map((word) => {
      const [, comparison = '=', version] = BOUND.exec(word) ?? [];
      if (version === undefined) throw invalid(text, `'${word}' is no bound: write >=12, >11, <=14, <15 or 14`);
      return { comparison: comparison as Bound['comparison'], version: Number(version) };
    });
    const range = new VersionRange(words.join(' '), bounds);
    // If any version is in it, one at or beside a bound is.
    const beside = bounds
      .flatMap(({ version }) => [version - 1, version, version + 1])
      .filter((version) => version >= 0);
    if (!beside.some((version) => range.includes(version))) throw invalid(text, 'no version is in it');
    return range;
  }

  includes(version: number): boolean {
    return this.bounds.every((bound) => HOLDS[bound.comparison](version, bound.version));
  }

  toString(): string {
    return this.text;
  }
}

const HOLDS: Readonly<Record<Bound['comparison'], (version: number, bound: number) => boolean>> = {
  '>=': (version, bound) => version >= bound,
  '>': (version, bound) => version > bound,
  '<=': (version, bound) => version <= bound,
  '<': (version, bound) => version < bound,
  '=': (version, bound) => version === bound,
};

function invalid(text: string, reason: string): BacklotError {
  return new BacklotError({
    code: 'InvalidVersionRange',
    message: `'${text}' is no range of schema versions: ${reason}`,
    exitCode: 3,
    details: { range: text },
  });
}
