import type { ModelLine, PodLogs } from './pod-logs.js';

/** Which lines the API server asks for, as a kubelet is asked. */
export interface LogQuery {
  readonly follow: boolean;
  readonly timestamps: boolean;
  /** @default all */
  readonly tail?: number;
  /** Milliseconds since 1970. @default all */
  readonly since?: number;
  readonly previous: boolean;
}

/** Reads the query of `/containerLogs/<namespace>/<pod>/<container>`. */
export function logQuery(query: URLSearchParams, now: number): LogQuery {
  const flag = (name: string) => query.get(name) === 'true' || query.get(name) === '1';
  const seconds = Number(query.get('sinceSeconds'));
  const time = Date.parse(query.get('sinceTime') ?? '');
  const tail = query.get('tailLines');
  const since = Number.isNaN(time) ? (seconds > 0 ? now - seconds * 1000 : undefined) : time;
  return {
    follow: flag('follow'),
    timestamps: flag('timestamps'),
    previous: flag('previous'),
    ...(tail !== null && tail !== '' && { tail: Math.max(0, Number(tail)) }),
    ...(since !== undefined && { since }),
  };
}

/** Writes the lines that are there and, when they are followed, those that come; what it returns ends that. */
export function writeLogs(
  logs: PodLogs,
  pod: { readonly namespace: string; readonly name: string },
  { follow, since, tail, timestamps }: LogQuery,
  to: { readonly write: (text: string) => void; readonly end: () => void },
): () => void {
  const write = (line: ModelLine) => {
    const stamp = new Date(line.at).toISOString().replace('Z', '000000Z');
    to.write(`${timestamps ? `${stamp} ` : ''}${line.text}\n`);
  };
  const present = (logs.of(pod.namespace, pod.name) ?? []).filter(({ at }) => since === undefined || at >= since);
  for (const line of tail === undefined ? present : present.slice(present.length - Math.min(tail, present.length)))
    write(line);
  if (!follow) {
    to.end();
    return () => {};
  }
  const written = new WeakSet<ModelLine>(logs.of(pod.namespace, pod.name) ?? []);
  const stop = logs.onTick(() => {
    const lines = logs.of(pod.namespace, pod.name);
    if (!lines) {
      stop();
      to.end();
      return;
    }
    for (const line of lines) {
      if (written.has(line)) continue;
      written.add(line);
      write(line);
    }
  });
  return stop;
}
