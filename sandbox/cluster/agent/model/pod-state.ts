import type { PodFacts } from '../watch/pod.js';
import { bounds, Histogram } from './histogram.js';
import type { LogNormal } from './log-normal.js';

/** Seconds that usage is a mean of: the window of the resource metrics. */
export const windowSeconds = 10;
/** Seconds that rates are means of: shorter, so that live figures follow. */
const RATE_SECONDS = 5;

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
  /** Requests per second that saturation is worked out from: a queue levels out what comes in single seconds. */
  demand: number | undefined;
  /** It uses a credential that was retired: whoever it asks refuses it, so it can answer nothing. */
  refused = false;
  /** Bytes, now. */
  memory = 0;
  private recent: PodTick[] = [];

  constructor(public facts: PodFacts) {}

  /** Notes what arrives in a tick. @returns the smoothed rate, over about five seconds */
  arrive(requests: number, seconds: number): number {
    const rate = requests / seconds;
    const weight = 1 - Math.exp(-seconds / RATE_SECONDS);
    this.demand = this.demand === undefined ? rate : this.demand + weight * (rate - this.demand);
    return this.demand;
  }

  /** Ends a tick. */
  record(tick: PodTick): void {
    this.recent = lastOf([...this.recent, tick], windowSeconds);
  }

  /** Cores, mean of the window. */
  get cpu(): number {
    return mean(this.recent, ({ cpu, seconds }) => cpu * seconds);
  }

  /** Requests per second, and those that failed, over the last seconds; the time before it was there counts as idle. */
  get rates(): { readonly requests: number; readonly failed: number } {
    const last = lastOf(this.recent, RATE_SECONDS);
    const span = Math.max(
      RATE_SECONDS,
      total(last, ({ seconds }) => seconds),
    );
    return {
      requests: total(last, ({ requests }) => requests) / span,
      failed: total(last, ({ failed }) => failed) / span,
    };
  }
}

/** The last ticks that make up `seconds`. */
function lastOf(ticks: readonly PodTick[], seconds: number): PodTick[] {
  let span = 0;
  let first = ticks.length;
  while (first > 0 && span < seconds - 0.5) {
    first -= 1;
    span += ticks[first]?.seconds ?? 0;
  }
  return ticks.slice(first);
}

function mean(ticks: readonly PodTick[], amount: (tick: PodTick) => number): number {
  const span = total(ticks, ({ seconds }) => seconds);
  return span > 0 ? total(ticks, amount) / span : 0;
}

function total(ticks: readonly PodTick[], amount: (tick: PodTick) => number): number {
  return ticks.reduce((sum, tick) => sum + amount(tick), 0);
}
