import { Credentials } from '../../model/credentials.js';
import type { SecretMoment } from '../../secret-history.js';
import { Driven, EPOCH } from './driven.js';
import { FakeCluster, type FakePod } from './fake-cluster.js';

const SECRET = 'arn:token';

/** A service of two pods under load, and a secret that a test rotates step by step. */
export class Rotating {
  readonly cluster = new FakeCluster();
  readonly driven: Driven;
  private readonly retired = new Set<string>();
  private history: SecretMoment[] = [];

  constructor(startedBefore = false) {
    this.sync('v1', EPOCH - 60_000);
    const credentials = new Credentials(
      {
        history: (_namespace, name) => (name === 'api' ? this.history : []),
        retired: (secret, version) => secret === SECRET && this.retired.has(version),
      },
      startedBefore ? EPOCH : 0,
    );
    this.driven = new Driven(this.cluster, credentials);
    this.run('a', 'b');
  }

  /** The cluster's Secret holds this version from now on. */
  sync(version: string, at = this.driven?.now ?? EPOCH): this {
    this.history = [...this.history, { at, versions: { [SECRET]: version } }];
    return this;
  }

  /** Nobody takes the credential of this version any more. */
  retire(version: string): this {
    this.retired.add(version);
    return this;
  }

  /** Exactly these pods run. */
  run(...names: readonly (string | FakePod)[]): this {
    const pods = names.map((each) => (typeof each === 'string' ? { name: each } : each));
    this.cluster.have(...pods.map((pod) => ({ secrets: ['api'], ...pod })));
    this.cluster.sends.api = pods.map(({ name }) => name);
    return this;
  }
}
