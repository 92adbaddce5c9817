import { BacklotError } from './backlot-error.js';

/** An IPv4 network whose address has no bits set behind its prefix. */
export class Cidr {
  private constructor(
    private readonly first: number,
    /** Prefix length, 0 to 32. */
    readonly prefix: number,
  ) {}

  /**
   * Reads `10.20.0.0/16`.
   *
   * @throws BacklotError `InvalidCidr` when it is no IPv4 network or has host bits set.
   */
  static parse(text: string): Cidr {
    const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
    const octets = match?.slice(1, 5).map(Number) ?? [];
    const prefix = Number(match?.[5]);
    if (!match || octets.some((octet) => octet > 255) || prefix > 32) {
      throw new BacklotError({
        code: 'InvalidCidr',
        message: `'${text}' is not an IPv4 network such as 10.20.0.0/16`,
        exitCode: 3,
      });
    }
    const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
    const first = address - (address % 2 ** (32 - prefix));
    if (first !== address) {
      throw new BacklotError({
        code: 'InvalidCidr',
        message: `'${text}' has bits set behind its prefix; the network is ${new Cidr(first, prefix)}`,
        exitCode: 3,
      });
    }
    return new Cidr(first, prefix);
  }

  /** Number of addresses. */
  get size(): number {
    return 2 ** (32 - this.prefix);
  }

  overlaps(other: Cidr): boolean {
    return this.first < other.first + other.size && other.first < this.first + this.size;
  }

  contains(other: Cidr): boolean {
    return this.first <= other.first && other.first + other.size <= this.first + this.size;
  }

  /**
   * Lays networks of the given prefix lengths side by side, largest first so that none is split, answers in the order asked.
   *
   * @throws BacklotError `CidrTooSmall` when they do not fit.
   */
  divide(prefixes: readonly number[]): Cidr[] {
    const order = prefixes
      .map((prefix, index) => ({ prefix, index }))
      .sort((a, b) => a.prefix - b.prefix || a.index - b.index);
    const parts: Cidr[] = new Array(prefixes.length);
    let next = this.first;
    for (const { prefix, index } of order) {
      const part = new Cidr(next, prefix);
      if (prefix < this.prefix || !this.contains(part)) {
        throw new BacklotError({
          code: 'CidrTooSmall',
          message: `${this} has no room for networks of prefix length ${prefixes.join(', ')}: they need ${prefixes.reduce((sum, each) => sum + 2 ** (32 - each), 0)} addresses, it has ${this.size}`,
          exitCode: 3,
        });
      }
      parts[index] = part;
      next += part.size;
    }
    return parts;
  }

  toString(): string {
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(this.first / 2 ** shift) % 256);
    return `${octets.join('.')}/${this.prefix}`;
  }
}
