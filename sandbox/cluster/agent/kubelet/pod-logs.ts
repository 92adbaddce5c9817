import type { PodState } from '../model/pod-state.js';

/** What a line says beside its time. */
type Fields = Readonly<Record<string, string | number | boolean>>;

/** A line of the log of a pod that the model plays. */
export interface ModelLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

/** Lines that are kept of each pod. */
const KEPT = 2000;
/** Pods that are gone and are still kept. */
const GONE_KEPT = 50;

/**
 * Logs of pods without processes: what the model worked out for a pod, one line for each second in which something
 * happened, each marked with `"model":true`. No line stands for a single request, for the model counts and does not serve.
 */
export class PodLogs {
  private readonly pods = new Map<string, { lines: ModelLine[]; seen: Counts; told: string; here: boolean }>();
  private readonly listeners = new Set<() => void>();

  /** Looks at all pods after a tick that ended at `now`. */
  note(now: number, states: Iterable<PodState>): void {
    const here = new Set<string>();
    for (const state of states) {
      const { facts } = state;
      const key = keyOf(facts.namespace, facts.name, facts.uid);
      here.add(key);
      const known = this.pods.get(key);
      const counts = countsOf(state);
      if (!known) {
        const log = { lines: [] as ModelLine[], seen: counts, told: '', here: true };
        this.pods.set(key, log);
        this.add(log.lines, now, 'info', 'started', { version: facts.version, node: facts.node ?? '' });
      }
      const log = this.pods.get(key);
      if (!log) continue;
      const word = facts.terminating ? 'terminating' : facts.ready ? 'ready' : 'not ready';
      if (word !== log.told) {
        log.told = word;
        this.add(log.lines, now, word === 'not ready' ? 'warn' : 'info', word, { version: facts.version });
      }
      this.traffic(log.lines, now, state, log.seen, counts);
      log.seen = counts;
      log.lines.splice(0, Math.max(0, log.lines.length - KEPT));
    }
    for (const [key, log] of this.pods) log.here = here.has(key);
    const gone = [...this.pods].filter(([, log]) => !log.here);
    for (const [key] of gone.slice(0, Math.max(0, gone.length - GONE_KEPT))) this.pods.delete(key);
    for (const listener of this.listeners) listener();
  }

  /** Lines of the newest pod with that name; undefined when the model knows none. */
  of(namespace: string, name: string): readonly ModelLine[] | undefined {
    const start = `${namespace}/${name}/`;
    return [...this.pods].findLast(([key]) => key.startsWith(start))?.[1].lines;
  }

  /** Calls back after each tick, until what is returned is called. */
  onTick(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private traffic(lines: ModelLine[], now: number, state: PodState, before: Counts, after: Counts): void {
    const done = after.ok - before.ok;
    const failed = after.failed - before.failed;
    const refused = after.refused - before.refused;
    if (done + failed + refused <= 0) return;
    const worker = state.kind === 'worker';
    const what = worker ? 'messages' : 'requests';
    const p95 = state.latency && { p95Ms: Math.round(state.latency.p95 * 1000) };
    const fields = { [what]: done + failed + refused, failed, ...(refused > 0 && { refused }), ...p95 };
    const level = failed + refused > 0 ? 'error' : 'info';
    const word = level === 'error' ? `${failed + refused} ${what} failed` : `${what} served`;
    this.add(lines, now, level, word, { ...fields, version: state.facts.version });
  }

  private add(lines: ModelLine[], at: number, level: string, msg: string, fields: Fields): void {
    lines.push({ at, text: JSON.stringify({ time: new Date(at).toISOString(), level, msg, ...fields, model: true }) });
  }
}

interface Counts {
  readonly ok: number;
  readonly failed: number;
  readonly refused: number;
}

function countsOf({ kind, web, worker }: PodState): Counts {
  return kind === 'worker'
    ? { ok: worker.ok, failed: worker.failed, refused: 0 }
    : { ok: web.ok, failed: web.failed, refused: web.saturated };
}

function keyOf(namespace: string, name: string, uid: string): string {
  return `${namespace}/${name}/${uid}`;
}
