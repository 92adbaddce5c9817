import type { Environment } from '../environments/model/index.js';

/** Names of resources: `<platform>-<environment>[-<part>…]`. */
export class ResourceNames {
  private readonly prefix: string;
  private readonly folder: string;
  private readonly account: string;

  constructor(environment: Environment) {
    this.prefix = `${environment.platform}-${environment.id}`;
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
}
