import type { Histogram } from './model/histogram.js';
import type { PodState } from './model/pod-state.js';
import { PROFILE_LABEL, type SpokenProfile, spokenNames } from './model/spoken-profile.js';

/** Labels of a series. */
export type Labels = Readonly<Record<string, string>>;

/** Content type of the text format. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** What is exposed. */
export interface ExpositionProps {
  readonly pods: Iterable<PodState>;
  /** Requests that found no ready pod, per `<namespace>/<service>`. */
  readonly unrouted: ReadonlyMap<string, number>;
  /** Messages in a queue. */
  readonly queueDepth: (queue: string) => number;
}

/** Label of every series: none of it was measured on packets. */
const MODEL: Labels = { model: 'backlot-sandbox' };

/**
 * The series that services would expose themselves, with the labels that a PodMonitor adds, in the text format of
 * Prometheus.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function exposition({ pods, unrouted, queueDepth }: ExpositionProps): string {
  const families = {
    http_requests_total: new Family('counter', 'Requests by status code'),
    http_request_duration_seconds: new Family('histogram', 'Time to answer a request'),
    messages_processed_total: new Family('counter', 'Messages by outcome'),
    message_processing_duration_seconds: new Family('histogram', 'Time to process a message'),
    queue_messages_visible: new Family('gauge', 'Messages that wait in a queue'),
    playback_startup_seconds: new Family('histogram', 'Time from the press of play to the first picture'),
    playback_watch_seconds_total: new Family('counter', 'Seconds watched'),
    playback_rebuffer_seconds_total: new Family('counter', 'Seconds of standstill while watching'),
  };
  const libraries = new Map<string, Family>();
  const library = (profile: SpokenProfile, labels: Labels, web: PodState['web']) => {
    const { latency, requests, status } = spokenNames(profile);
    const own = { ...labels, [PROFILE_LABEL]: profile };
    const counter = familyOf(requests, 'counter', 'Requests by class of status');
    counter.add({ ...own, [status]: '2xx' }, web.ok);
    counter.add({ ...own, [status]: '5xx' }, web.failed + web.saturated);
    familyOf(latency, 'histogram', 'Time to answer a request').histogram(own, web.duration);
  };
  const familyOf = (name: string, type: 'counter' | 'histogram', help: string): Family => {
    // A metric is told once, whichever pods have it.
    const known = name === 'http_requests_total' ? families[name] : libraries.get(name);
    if (known) return known;
    const made = new Family(type, help);
    libraries.set(name, made);
    return made;
  };
  for (const { facts, kind, web, worker, playback } of pods) {
    if (!facts.service || !facts.replicated) continue;
    const labels = {
      namespace: facts.namespace,
      pod: facts.name,
      app_kubernetes_io_name: facts.service,
      ...(facts.hash ? { rollouts_pod_template_hash: facts.hash } : {}),
    };
    if (kind === 'web' && facts.profile) {
      library(facts.profile, labels, web);
    } else if (kind === 'web') {
      families.http_requests_total.add({ ...labels, code: '200' }, web.ok);
      families.http_requests_total.add({ ...labels, code: '500' }, web.failed);
      families.http_requests_total.add({ ...labels, code: '503' }, web.saturated);
      families.http_request_duration_seconds.histogram(labels, web.duration);
    } else {
      families.messages_processed_total.add({ ...labels, outcome: 'ok' }, worker.ok);
      families.messages_processed_total.add({ ...labels, outcome: 'error' }, worker.failed);
      families.message_processing_duration_seconds.histogram(labels, worker.duration);
      if (facts.queue) {
        families.queue_messages_visible.add({ ...labels, queue: facts.queue }, queueDepth(facts.queue));
      }
    }
    if (!facts.playback) continue;
    families.playback_startup_seconds.histogram(labels, playback.startup);
    families.playback_watch_seconds_total.add(labels, playback.watchedSeconds);
    families.playback_rebuffer_seconds_total.add(labels, playback.rebufferedSeconds);
  }
  // Nobody answered these, so no pod is named: a load balancer would have counted them.
  for (const [key, count] of unrouted) {
    const [namespace = '', service = ''] = key.split('/');
    families.http_requests_total.add({ namespace, app_kubernetes_io_name: service, code: '503' }, count);
  }
  return [...Object.entries(families), ...libraries].map(([name, family]) => family.text(name)).join('');
}

/** One metric with all its series. */
class Family {
  private readonly lines: { readonly suffix: string; readonly labels: Labels; readonly value: number }[] = [];

  constructor(
    private readonly type: 'counter' | 'gauge' | 'histogram',
    private readonly help: string,
  ) {}

  add(labels: Labels, value: number, suffix = ''): void {
    this.lines.push({ suffix, labels, value });
  }

  histogram(labels: Labels, histogram: Histogram): void {
    let below = 0;
    for (const [index, count] of histogram.counts.entries()) {
      below += count;
      const bound = histogram.bounds[index];
      this.add({ ...labels, le: bound === undefined ? '+Inf' : String(bound) }, below, '_bucket');
    }
    this.add(labels, histogram.sum, '_sum');
    this.add(labels, below, '_count');
  }

  text(name: string): string {
    if (this.lines.length === 0) return '';
    const head = `# HELP ${name} ${this.help} (the sandbox's model: no packets are sent).\n# TYPE ${name} ${this.type}\n`;
    return (
      head + this.lines.map(({ suffix, labels, value }) => `${name}${suffix}${labelText(labels)} ${value}\n`).join('')
    );
  }
}

function labelText(labels: Labels): string {
  const pairs = Object.entries({ ...labels, ...MODEL }).map(([name, value]) => `${name}="${escaped(value)}"`);
  return `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
