import { type SecretMoment, type SecretVersions, versionsAt } from '../secret-history.js';
import type { PodFacts } from '../watch/pod.js';

/** Where the model learns of secrets; tests put their own here. */
export interface SecretsView {
  /** What a Secret of the cluster held since when, the oldest first. */
  history(namespace: string, name: string): readonly SecretMoment[];
  /** Whether the credential of a version was retired: nobody takes it any more. */
  retired(secret: string, version: string): boolean;
}

/**
 * Which version of each secret a pod started with, and whether all of them are still good. A pod reads its Secrets when it
 * starts and never again, as containers do with variables.
 */
export class Credentials {
  private readonly held = new Map<string, SecretVersions>();

  /** @param since milliseconds since 1970: pods that started before were not seen starting */
  constructor(
    private readonly view: SecretsView,
    private readonly since: number,
  ) {}

  /** Notes what pods that are seen for the first time read, and forgets those that are gone. */
  follow(pods: Iterable<PodFacts>): void {
    const seen = new Set<string>();
    for (const facts of pods) {
      if (!facts.running || facts.secrets.length === 0) continue;
      seen.add(facts.uid);
      if (!this.held.has(facts.uid)) this.held.set(facts.uid, this.readBy(facts));
    }
    for (const uid of this.held.keys()) if (!seen.has(uid)) this.held.delete(uid);
  }

  /** Names of secrets that the pod uses a retired credential of. */
  invalid(uid: string): string[] {
    const versions = Object.entries(this.held.get(uid) ?? {});
    return versions.flatMap(([secret, version]) => (this.view.retired(secret, version) ? [secret] : []));
  }

  /** Secrets that pods use, by name or ARN. */
  used(): ReadonlySet<string> {
    return new Set([...this.held.values()].flatMap((versions) => Object.keys(versions)));
  }

  private readBy({ namespace, secrets, startedAt = this.since }: PodFacts): SecretVersions {
    const at = startedAt < this.since ? startedAt : Number.POSITIVE_INFINITY;
    return Object.assign({}, ...secrets.map((name) => versionsAt(this.view.history(namespace, name), at)));
  }
}
