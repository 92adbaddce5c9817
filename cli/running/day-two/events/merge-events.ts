import type { ServiceEvent } from './cluster-event.js';

/**
 * The same thing said of several objects of a service becomes one event, and all are sorted: warnings first, then by when
 * they were last seen, the newest last within each, so that the end of the screen is the present.
 */
export function mergeEvents(events: readonly ServiceEvent[]): ServiceEvent[] {
  const merged = new Map<string, ServiceEvent & { readonly names: Set<string> }>();
  for (const event of events) {
    const key = [event.service, event.kind, event.reason, event.warning, withoutNames(event)].join('\n');
    const before = merged.get(key);
    if (!before) {
      merged.set(key, { ...event, names: new Set([event.name]) });
      continue;
    }
    const newer = event.last >= before.last ? event : before;
    merged.set(key, {
      ...newer,
      names: before.names.add(event.name),
      count: before.count + event.count,
      first: [event.first, before.first].sort()[0] ?? '',
    });
  }
  return [...merged.values()]
    .map(({ names, ...event }) => ({ ...event, objects: names.size }))
    .sort((a, b) => Number(b.warning) - Number(a.warning) || (a.last < b.last ? -1 : a.last > b.last ? 1 : 0));
}

/** The message without what differs between pods of one version: names, hashes, addresses. */
function withoutNames({ message, name }: ServiceEvent): string {
  return message
    .replaceAll(name, '<name>')
    .replace(/\b[a-z0-9]([-a-z0-9]*[a-z0-9])?-[a-z0-9]{5}\b/g, '<pod>')
    .replace(/\d+(\.\d+){3}(:\d+)?/g, '<address>')
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, '<uid>');
}
