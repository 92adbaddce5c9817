import { BacklotError } from './backlot-error.js';

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** A span of time of whole seconds, longer than zero. */
export class Duration {
  private constructor(private readonly total: number) {
    if (!Number.isInteger(total) || total <= 0) {
      throw new BacklotError({
        code: 'InvalidDuration',
        message: `a duration must be a whole number of seconds above 0, not ${total}`,
        exitCode: 3,
      });
    }
  }

  static seconds(amount: number): Duration {
    return new Duration(amount);
  }

  static minutes(amount: number): Duration {
    return new Duration(amount * SECONDS.m);
  }

  static hours(amount: number): Duration {
    return new Duration(amount * SECONDS.h);
  }

  static days(amount: number): Duration {
    return new Duration(amount * SECONDS.d);
  }

  /**
   * Reads `90s`, `15m`, `12h`, `30d` or `2w`.
   *
   * @throws BacklotError `InvalidDuration` for anything else.
   */
  static parse(text: string): Duration {
    const match = /^([1-9]\d*)([smhdw])$/.exec(text);
    if (!match) {
      throw new BacklotError({
        code: 'InvalidDuration',
        message: `'${text}' is not a duration: write a whole number and s, m, h, d or w, such as 30d`,
        exitCode: 3,
      });
    }
    return new Duration(Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS]);
  }

  toSeconds(): number {
    return this.total;
  }

  /** Whole days, rounded up: AWS retention periods are days. */
  toDays(): number {
    return Math.ceil(this.total / SECONDS.d);
  }

  /** The largest unit that divides it: `90s`, `2h`, `30d`. */
  toString(): string {
    const unit = (['d', 'h', 'm'] as const).find((candidate) => this.total % SECONDS[candidate] === 0) ?? 's';
    return `${this.total / SECONDS[unit]}${unit}`;
  }
}
