import type { Environment } from '../../../../environments/model/index.js';
import { Duration } from '../../../../modules/values/duration.js';
import { type ServiceCluster, type ServiceClusterOptions, withServiceCluster } from '../service-cluster.js';
import { type EventObject, type ServiceEvent, serviceEvent } from './cluster-event.js';
import { mergeEvents } from './merge-events.js';

/** Which events are wanted. */
export interface EventsOptions extends ServiceClusterOptions {
  /** @default all of the environment that run on Kubernetes */
  readonly services?: readonly string[];
  /** `30m`: last seen since then. @default as long as the cluster keeps them, which is an hour on EKS */
  readonly since?: string;
  /** Warnings only. @default false */
  readonly warnings?: boolean;
  /** Go on until the signal, and call this for each that comes. @default what there is */
  readonly onEvent?: (event: ServiceEvent) => void;
  readonly signal?: AbortSignal;
}

/** What happened. */
export interface EventsResult {
  readonly environment: string;
  readonly namespace: string;
  readonly services: readonly string[];
  /** Warnings first; the same of several pods is one. */
  readonly events: readonly ServiceEvent[];
}

/**
 * Reads the Kubernetes events of services' objects: Rollouts, ReplicaSets, pods, autoscalers, ingresses, jobs, secrets.
 * With `onEvent` it then goes on, and calls it for each event that comes, unmerged.
 *
 * @throws BacklotError `UnknownService`, `InvalidDuration`, `NoCluster`.
 */
export async function readEvents(environment: Environment, options: EventsOptions): Promise<EventsResult> {
  const { since } = options;
  const oldest =
    since === undefined ? '' : new Date(Date.now() - Duration.parse(since).toSeconds() * 1000).toISOString();
  return withServiceCluster(environment, options.services ?? [], options, (meant) =>
    read(environment, options, oldest, meant),
  );
}

async function read(
  environment: Environment,
  { onEvent, signal, warnings = false }: EventsOptions,
  oldest: string,
  { cluster, known, namespace, services }: ServiceCluster,
): Promise<EventsResult> {
  const wanted = (object: EventObject): ServiceEvent | undefined => {
    const event = serviceEvent(object, known);
    if (!event || !services.includes(event.service) || event.last < oldest) return undefined;
    return warnings && !event.warning ? undefined : event;
  };
  const query = { apiVersion: 'v1', kind: 'Event', namespace };
  const found = await cluster.list<EventObject>(query);
  const events = mergeEvents(found.flatMap((object) => wanted(object) ?? []));
  if (onEvent) {
    for (const event of events) onEvent(event);
    const seen = new Set(found.map(versionOf));
    const stop = signal ?? new AbortController().signal;
    for await (const { object, type } of cluster.watch<EventObject>(query, { signal: stop })) {
      if (type === 'DELETED' || seen.delete(versionOf(object))) continue;
      const event = wanted(object);
      if (event) onEvent(event);
    }
  }
  return { environment: environment.id, namespace, services, events };
}

function versionOf({ metadata }: EventObject): string {
  return `${metadata.uid ?? metadata.name} ${metadata.resourceVersion}`;
}
