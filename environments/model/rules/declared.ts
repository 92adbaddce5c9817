import type { Environment } from '../schema/environment.js';

/** What a service can need, by kind. */
export type ResourceKind = 'postgres' | 'redis' | 'bucket' | 'queue' | 'topic' | 'secret';

/** Names of everything that a service can need. */
export function declaredResources(environment: Environment): Readonly<Record<ResourceKind, readonly string[]>> {
  const { data, media, messaging, secrets } = environment;
  return {
    postgres: Object.keys(data?.postgres ?? {}),
    redis: Object.keys(data?.redis ?? {}),
    bucket: Object.keys(media?.buckets ?? {}),
    queue: Object.keys(messaging?.queues ?? {}),
    topic: Object.keys(messaging?.topics ?? {}),
    secret: Object.keys(secrets ?? {}),
  };
}

/** The maps that {@link declaredResources} reads: a verdict about a missing name rests on all of them. */
export const DECLARED_AT = [['data'], ['media', 'buckets'], ['messaging'], ['secrets']] as const;
