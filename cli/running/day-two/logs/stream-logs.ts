import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../../../../environments/model/index.js';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { silent } from '../../../kernel/progress.js';
import { type ServiceCluster, streamsOf, withServiceCluster } from '../service-cluster.js';
import {
  isSimulated,
  type Pod,
  podsOf,
  SERVICE_LABEL,
  type ServicePod,
  versionOf,
  versionsOf,
} from '../service-pods.js';
import { ContainerLog } from './container-log.js';
import type { LogLine } from './log-line.js';
import { type LogBounds, type LogsOptions, type LogsResult, logBounds, type SilentPod } from './log-options.js';

/** Pause before a log that ended while its pod goes on is asked for again. */
const AGAIN_MS = 1000;

/**
 * Reads the logs of services' pods as one: lines from before now by their time, and with `follow` all later ones as they
 * come, from pods that come too. A pod that has no log yet is told about and doesn't keep the others.
 *
 * @throws BacklotError `UnknownService`, `NoPods`, `ContainerMissing`, `InvalidPattern`, `InvalidDuration`, `LogsUnreadable`
 * when no pod gave any line and one failed.
 */
export async function streamLogs(environment: Environment, options: LogsOptions): Promise<LogsResult> {
  const bounds = logBounds(options);
  return withServiceCluster(environment, options.services ?? [], options, (meant) =>
    stream(environment, options, bounds, meant),
  );
}

async function stream(
  environment: Environment,
  options: LogsOptions,
  bounds: LogBounds,
  meant: ServiceCluster,
): Promise<LogsResult> {
  const streams = await streamsOf(meant.cluster, options);
  const pods = (await podsOf(meant.cluster, meant.namespace, meant.services)).filter((each) => isWanted(each, options));
  if (pods.length === 0 && !options.follow) throw noPods(environment, meant, options);
  const model = await isSimulated(
    meant.cluster,
    pods.map(({ pod }) => pod),
  );
  const progress = options.progress ?? silent;
  if (model) progress.emit({ type: 'note', level: 'info', message: MODEL_NOTE });
  const run = new LogRun(options, bounds, model);
  const logs = pods.map((each) => new ContainerLog(each, options.container, streams, model));
  await run.history(logs);
  if (options.follow) {
    const open = async (each: ServicePod) =>
      new ContainerLog(each, options.container, streams, model || (await isSimulated(meant.cluster, [each.pod])));
    await followPods(meant, options, run, logs, open);
  }
  if (run.lines === 0 && run.silent.length > 0 && !options.follow) throw unreadable(environment, run.silent);
  return {
    environment: environment.id,
    namespace: meant.namespace,
    services: meant.services,
    pods: [...run.pods].sort(),
    lines: run.lines,
    silent: run.silent,
    model,
  };
}

/** Said once before lines that no process wrote. */
export const MODEL_NOTE =
  'these pods are simulated: the lines are worked out by the traffic model, and no process wrote them';

/** Counts and hands on what is read. */
class LogRun {
  lines = 0;
  readonly pods = new Set<string>();
  readonly silent: SilentPod[] = [];

  constructor(
    private readonly options: LogsOptions,
    private readonly bounds: LogBounds,
    readonly model: boolean,
  ) {}

  /** Lines from before now, by their time. */
  async history(logs: readonly ContainerLog[]): Promise<void> {
    const { previous, signal } = this.options;
    const { sinceSeconds, tail } = this.bounds;
    const read = await Promise.all(
      logs.map(async (log) => {
        const lines: LogLine[] = [];
        try {
          for await (const line of log.read({ previous, sinceSeconds, tail, signal })) lines.push(line);
        } catch (error) {
          this.missed(log, error);
        }
        this.pods.add(log.pod);
        return lines;
      }),
    );
    for (const line of read.flat().sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))) this.give(line);
  }

  /** Later lines, until the pod is gone or nobody wants them any more. */
  async follow(log: ContainerLog, signal: AbortSignal, sinceTime?: string): Promise<void> {
    this.pods.add(log.pod);
    while (!signal.aborted) {
      try {
        for await (const line of log.read({ follow: true, signal, sinceTime })) this.give(line);
      } catch (error) {
        // It may not have started yet, be between two starts, or be gone: whether to go on, the watch knows.
        if (!(error instanceof BacklotError)) throw error;
      }
      await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private give(line: LogLine): void {
    if (!this.bounds.matches(line.text)) return;
    this.lines += 1;
    this.options.onLine(line);
  }

  private missed(log: ContainerLog, error: unknown): void {
    if (!(error instanceof BacklotError)) throw error;
    const { container, pod } = log;
    const reason = error.message;
    this.silent.push({ service: log.from.service, pod, container, reason });
    const message = `${pod}: ${reason}`;
    this.options.progress?.emit({ type: 'note', level: 'warning', message });
  }
}

/** Follows those that are there and those that come; ends with the signal. */
async function followPods(
  { cluster, namespace, services }: ServiceCluster,
  options: LogsOptions,
  run: LogRun,
  logs: readonly ContainerLog[],
  open: (pod: ServicePod) => Promise<ContainerLog>,
): Promise<void> {
  const { progress = silent, signal = new AbortController().signal } = options;
  const startedAt = new Date().toISOString();
  const known = new Map(logs.map((log) => [log.from.pod.metadata.uid ?? log.pod, log]));
  const running = new Map<string, AbortController>();
  const failed = new AbortController();
  const both = AbortSignal.any([signal, failed.signal]);
  const work: Promise<void>[] = [];
  let problem: unknown;
  const start = (uid: string, log: ContainerLog, sinceTime?: string) => {
    const end = new AbortController();
    running.set(uid, end);
    const followed = run.follow(log, AbortSignal.any([both, end.signal]), sinceTime).catch((error: unknown) => {
      problem ??= error;
      failed.abort();
    });
    work.push(followed);
  };
  // Of those that were read already, only what comes from now on; of those that come, all.
  for (const [uid, log] of known) start(uid, log, startedAt);
  const watchOne = async (service: string) => {
    const query = { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: `${SERVICE_LABEL}=${service}` };
    for await (const { object, type } of cluster.watch<Pod>(query, { signal: both })) {
      const uid = object.metadata.uid ?? object.metadata.name;
      if (type === 'DELETED') {
        if (running.has(uid))
          progress.emit({ type: 'note', level: 'info', message: `${object.metadata.name} is gone` });
        running.get(uid)?.abort();
        running.delete(uid);
        continue;
      }
      if (running.has(uid) || !hasStarted(object)) continue;
      const version = versionOf(object, await versionsOf(cluster, namespace, service));
      const each: ServicePod = { service, pod: object, version };
      if (!isWanted(each, options)) continue;
      progress.emit({ type: 'note', level: 'info', message: `${object.metadata.name} has come` });
      start(uid, await open(each));
    }
  };
  await Promise.all(
    services.map((service) =>
      watchOne(service).catch((error: unknown) => {
        problem ??= error;
        failed.abort();
      }),
    ),
  );
  await Promise.all(work);
  if (problem) throw problem;
}

function hasStarted({ status }: Pod): boolean {
  return status?.phase === 'Running' || Boolean(status?.containerStatuses?.some(({ state }) => state?.running));
}

function isWanted({ version }: ServicePod, { version: wanted }: LogsOptions): boolean {
  return wanted === undefined || version === wanted;
}

function noPods(environment: Environment, { namespace, services }: ServiceCluster, { version }: LogsOptions) {
  const whose = services.length === 1 ? `service '${services[0]}' has` : `the services ${services.join(', ')} have`;
  return new BacklotError({
    code: 'NoPods',
    message: `${whose} no ${version ? `pod of the ${version} version` : 'pod'} in namespace '${namespace}'`,
    actions: [`backlot events ${environment.id} ${services.join(' ')}`, `backlot deploy ${environment.id}`],
    details: { services, namespace, version },
  });
}

function unreadable(environment: Environment, pods: readonly SilentPod[]): BacklotError {
  const [first] = pods;
  return new BacklotError({
    code: 'LogsUnreadable',
    message: `no pod gave a line: ${first?.pod}: ${first?.reason}`,
    source: 'upstream',
    actions: [`backlot events ${environment.id} ${first?.service}`],
    details: { pods },
  });
}
