import type { Pod } from '../../delivery/workloads/workload-objects.js';

/** Annotation of pods that were rolled out for a version of a secret: `secrets.backlot.dev/<secret>`. */
export function versionAnnotation(secret: string): string {
  return `secrets.backlot.dev/${secret}`;
}

/** Which version of a secret a pod runs with. */
export type PodVersion = 'current' | 'old' | 'unknown';

/** What is known of the current version. */
export interface VersionFacts {
  /** As declared: the annotation's name. */
  readonly secret: string;
  /** Id of the current version. */
  readonly version: string;
  /** When it was made, in milliseconds since 1970. @default the store doesn't say */
  readonly createdAt?: number;
  /** The cluster's copy holds the current version. */
  readonly synced: boolean;
  /** When the copy changed last, in milliseconds since 1970. @default the server doesn't say */
  readonly syncedAt?: number;
}

/**
 * Judges by the annotation of the pod, which a rollout gives it once the copy holds the version, else by time: a container
 * reads its variables when it starts. One that started before the version was made can't have it; one that started after
 * the copy came to hold it must have it.
 */
export function podVersion(pod: Pod, facts: VersionFacts): PodVersion {
  if (pod.metadata.annotations?.[versionAnnotation(facts.secret)] === facts.version) return 'current';
  const started = (pod.status?.containerStatuses ?? []).flatMap(({ state }) =>
    state?.running?.startedAt ? [Date.parse(state.running.startedAt)] : [],
  );
  // Nothing runs in it yet: it will read what the copy holds then.
  if (started.length === 0) return facts.synced ? 'current' : 'old';
  if (facts.createdAt !== undefined && Math.min(...started) < facts.createdAt) return 'old';
  if (facts.synced && facts.syncedAt !== undefined && Math.min(...started) > facts.syncedAt) return 'current';
  return facts.synced ? 'unknown' : 'old';
}
