import type { KubernetesObject } from '../../../adapters/kubernetes/kubernetes.js';

/** An Event of the core API, as old and new reporters write them. */
export interface EventObject extends KubernetesObject {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string } | null;
  readonly involvedObject?: { readonly kind?: string; readonly name?: string; readonly namespace?: string };
  readonly source?: { readonly component?: string };
  readonly reportingComponent?: string;
}

/** What happened to an object of a service, however often. */
export interface ServiceEvent {
  readonly service: string;
  /** `Pod`, `Rollout`, `HorizontalPodAutoscaler`, … */
  readonly kind: string;
  /** The object that it last happened to. */
  readonly name: string;
  /** Objects of the same kind that the same happened to. */
  readonly objects: number;
  readonly warning: boolean;
  readonly reason: string;
  readonly message: string;
  /** How often it was seen. */
  readonly count: number;
  /** ISO 8601. */
  readonly first: string;
  readonly last: string;
  /** Who says so: `kubelet`, `rollouts-controller`. @default unknown */
  readonly by?: string;
}

/**
 * The service that an object belongs to, by its name: what a service's chart and its controllers make is called like it, or
 * starts with its name and a dash; of several the longest, so that `api-admin-1` is of `api-admin` and not of `api`.
 */
export function serviceOf(name: string, known: readonly string[]): string | undefined {
  const fitting = known.filter((service) => name === service || name.startsWith(`${service}-`));
  return fitting.sort((a, b) => b.length - a.length)[0];
}

/** Turns an Event into what is told; undefined when it is about no service. */
export function serviceEvent(object: EventObject, known: readonly string[]): ServiceEvent | undefined {
  const { involvedObject, message = '', metadata, reason = '', reportingComponent, series, source } = object;
  const name = involvedObject?.name ?? '';
  const service = serviceOf(name, known);
  if (!service) return undefined;
  const made = metadata.creationTimestamp ?? '';
  const last = series?.lastObservedTime ?? object.lastTimestamp ?? object.eventTime ?? made;
  const first = object.firstTimestamp ?? object.eventTime ?? made;
  const by = reportingComponent || source?.component;
  return {
    service,
    kind: involvedObject?.kind ?? '',
    name,
    objects: 1,
    warning: object.type === 'Warning',
    reason,
    message: message.trim(),
    count: series?.count ?? object.count ?? 1,
    first: isoOf(first),
    last: isoOf(last),
    ...(by && { by }),
  };
}

function isoOf(time: string): string {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
