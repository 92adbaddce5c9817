import type { LoadRun, VersionFigures } from '../../../sandbox/cluster/agent/load-api.js';
import { modelNote } from '../../../sandbox/cluster/agent/load-api.js';
import type { Progress } from '../../kernel/progress.js';

/** Live figures of a run as steps: the run, and below it one per version. */
export class LoadProgress {
  private readonly id: string;
  private readonly began = performance.now();
  private readonly versions = new Map<string, { readonly since: number; last: string }>();

  constructor(
    private readonly progress: Progress,
    run: LoadRun,
  ) {
    this.id = `load/${run.service}`;
    progress.emit({ type: 'note', level: 'info', message: `load on ${run.service}: ${modelNote}` });
    progress.emit({ type: 'step-started', id: this.id, title: run.service });
  }

  show(run: LoadRun): void {
    const { current } = run;
    this.say(this.id, `${totalsLine(run)}, ${Math.max(0, Math.ceil(run.durationSeconds - run.elapsedSeconds))} s left`);
    const seen = new Set<string>();
    for (const figures of current.versions) {
      const id = `${this.id}/${figures.hash || figures.version}`;
      seen.add(id);
      if (!this.versions.has(id)) {
        this.versions.set(id, { since: performance.now(), last: '' });
        this.progress.emit({ type: 'step-started', id, title: `${figures.version} ${figures.role}`, parent: this.id });
      }
      const line = versionLine(figures);
      this.versions.set(id, { since: this.versions.get(id)?.since ?? 0, last: line });
      this.say(id, line);
    }
    for (const id of this.versions.keys()) if (!seen.has(id)) this.finish(id, 'is gone');
  }

  end(run: LoadRun): void {
    this.show(run);
    for (const [id, { last }] of this.versions) this.finish(id, last);
    this.progress.emit({
      type: 'step-finished',
      id: this.id,
      status: run.state === 'stopped' ? 'interrupted' : 'done',
      message: totalsLine(run),
      durationMs: performance.now() - this.began,
    });
  }

  fail(error: unknown): void {
    for (const [id, { last }] of this.versions) this.finish(id, last, 'interrupted');
    const message = error instanceof Error ? error.message : String(error);
    const durationMs = performance.now() - this.began;
    this.progress.emit({ type: 'step-finished', id: this.id, status: 'failed', message, durationMs });
  }

  private say(id: string, message: string): void {
    this.progress.emit({ type: 'step-progress', id, message });
  }

  private finish(id: string, message: string, status: 'done' | 'interrupted' = 'done'): void {
    const since = this.versions.get(id)?.since ?? this.began;
    this.versions.delete(id);
    this.progress.emit({ type: 'step-finished', id, status, message, durationMs: performance.now() - since });
  }
}

function totalsLine({ kind, current, totals }: LoadRun): string {
  const noun = kind === 'web' ? 'requests' : 'messages';
  const waiting = current.backlog === undefined ? '' : `, ${current.backlog} wait`;
  return `${current.offeredRps}/s, ${totals.requests} ${noun}, ${totals.failed} failed${waiting}`;
}

function versionLine(figures: VersionFigures): string {
  const { rps, errorPercent, p95Ms, ready, replicas, cpuMillicores, cpuPercent } = figures;
  return [
    `${rps}/s`,
    `${errorPercent} % errors`,
    `p95 ${p95Ms === undefined ? '-' : `${p95Ms} ms`}`,
    `${ready}/${replicas} ready`,
    `cpu ${cpuMillicores}m${cpuPercent === undefined ? '' : ` (${cpuPercent} %)`}`,
  ].join(', ');
}
