import { BacklotError } from '../../../../modules/values/backlot-error.js';
import type { PodLogOptions, PodStreams } from '../../../adapters/kubernetes/index.js';
import { containersOf, mainContainer, type ServicePod } from '../service-pods.js';
import { fieldsOf, type LogLine, stamped } from './log-line.js';

/** One container's log, and how far it was read. */
export class ContainerLog {
  readonly container: string;
  /** Time of the newest line that was read. */
  private last = '';
  /** Texts with that time: a server that is asked for what came since sends them again. */
  private atLast = new Set<string>();

  constructor(
    readonly from: ServicePod,
    wanted: string | undefined,
    private readonly streams: PodStreams,
    private readonly model: boolean,
  ) {
    this.container = wanted ?? mainContainer(from.pod, from.service);
    const there = containersOf(from.pod);
    if (wanted !== undefined && there.length > 0 && !there.includes(wanted)) {
      throw new BacklotError({
        code: 'ContainerMissing',
        message: `pod '${from.pod.metadata.name}' of '${from.service}' has no container '${wanted}'; it has: ${there.join(', ')}`,
        exitCode: 3,
        details: { container: wanted, known: there },
      });
    }
  }

  get pod(): string {
    return this.from.pod.metadata.name;
  }

  /** Lines that were not read before. Ends when the container does, or with the signal. */
  async *read(options: PodLogOptions): AsyncGenerator<LogLine> {
    const { metadata } = this.from.pod;
    const where = { namespace: metadata.namespace ?? '', pod: metadata.name, container: this.container };
    // The server looks at whole seconds of it; what is sent again is left out below.
    const resumed = this.last ? { ...options, tail: undefined, sinceTime: this.last } : options;
    for await (const raw of this.streams.logs(where, resumed)) {
      if (raw === '') continue;
      // A line without a time is none of the container's, such as an error of its runtime.
      const { time, text } = stamped(raw) ?? { time: this.last || stampNow(), text: raw };
      if (this.known(time, text)) continue;
      const { service, version } = this.from;
      const { container, model } = this;
      const fields = fieldsOf(text);
      yield { service, pod: metadata.name, container, version, time, text, ...(fields && { fields }), model };
    }
  }

  private known(time: string, text: string): boolean {
    if (time < this.last || (time === this.last && this.atLast.has(text))) return true;
    if (time > this.last) {
      this.last = time;
      this.atLast = new Set();
    }
    this.atLast.add(text);
    return false;
  }
}

function stampNow(): string {
  return `${new Date().toISOString().slice(0, -1)}000000Z`;
}
