import type { PodFacts } from '../watch/pod.js';
import { bounds, Histogram } from './histogram.js';
import type { LogNormal } from './log-normal.js';

/** Seconds that live figures and usage are means of; the window of the resource metrics. */
export const windowSeconds = 10;

/** What happened in one tick. */
export interface PodTick {
  readonly seconds: number;
  readonly requests: number;
  readonly failed: number;
  /** Cores. */
  readonly cpu: number;
}

/** Counters of one pod since it was first seen, as its own process would keep them. */
export class PodState {
  readonly web = { ok: 0, failed: 0, saturated: 0, duration: new Histogram(bounds.request) };
  readonly worker = { ok: 0, failed: 0, duration: new Histogram(bounds.message) };
  readonly playback = { startup: new Histogram(bounds.startup), watchedSeconds: 0, rebufferedSeconds: 0 };
  kind: 'web' | 'worker' = 'web';
  /** Latencies of the last tick with traffic. */
  latency: LogNormal | undefined;
  /** Bytes, now. */
  memory = 0;
  private recent: PodTick[] = [];

  constructor(public facts: PodFacts) {}

  /** Ends a tick. */
  record(tick: PodTick): void {
    this.recent.push(tick);
    let span = this.recent.reduce((sum, { seconds }) => sum + seconds, 0);
    while (this.recent.length > 1 && span - (this.recent[0]?.seconds ?? 0) >= windowSeconds) {
      span -= this.recent.shift()?.seconds ?? 0;
    }
  }

  /** Cores, mean of the window. */
  get cpu(): number {
    return this.mean(({ cpu, seconds }) => cpu * seconds);
  }

  /** Requests per second, and those that failed, mean of the window. */
  get rates(): { readonly requests: number; readonly failed: number } {
    return { requests: this.mean(({ requests }) => requests), failed: this.mean(({ failed }) => failed) };
  }

  private mean(amount: (tick: PodTick) => number): number {
    const span = this.recent.reduce((sum, { seconds }) => sum + seconds, 0);
    return span > 0 ? this.recent.reduce((sum, tick) => sum + amount(tick), 0) / span : 0;
  }
}
