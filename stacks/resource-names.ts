import { type Environment, fullName, nameRelation } from '../environments/model/index.js';

/** Names of resources: `<platform>-<environment>[-<part>…]`. */
export class ResourceNames {
  private readonly prefix: string;
  private readonly folder: string;
  private readonly account: string;
  private readonly longer: readonly string[];

  constructor(environment: Environment) {
    this.prefix = fullName(environment);
    this.longer = longerNeighbours(environment);
    this.folder = `/${environment.platform}/${environment.id}`;
    this.account = environment.aws.accountId;
  }

  /** Name inside the account and region: `backlot-dev-api`. */
  of(...parts: readonly string[]): string {
    return [this.prefix, ...parts].join('-');
  }

  /** S3 bucket name, unique over all accounts: ends with the account id. */
  bucket(...parts: readonly string[]): string {
    return this.of(...parts, this.account);
  }

  /** Path-like name, for secrets and log groups: `/backlot/dev/api`. */
  path(...parts: readonly string[]): string {
    return [this.folder, ...parts].join('/');
  }

  /** Whether something of the account has a name of ours, and not one of an environment whose name extends ours. */
  own(name: string): boolean {
    const begins = (start: string) => name.startsWith(`${start}-`);
    return begins(this.prefix) && !this.longer.some(begins);
  }
}

/** Full names of the known environments of the account that extend the name of this one. */
export function longerNeighbours(environment: Environment): string[] {
  const known = Object.keys(environment.foundation?.neighbours ?? {});
  return known.filter((name) => nameRelation(name, fullName(environment)) === 'longer');
}
