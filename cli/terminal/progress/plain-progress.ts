import { withoutCredentialsIn } from '../../../modules/values/without-credentials.js';
import type { ProgressEvent } from '../../kernel/progress.js';
import { oneLine, pad } from '../cells.js';
import { elapsed } from '../elapsed.js';
import type { Paint } from '../paint.js';
import type { Terminal } from '../terminal.js';
import type { ProgressView } from './progress-view.js';
import { TaskTree } from './task-tree.js';

/** CI systems end a job that says nothing for long. */
const HEARTBEAT_MS = 30_000;

/** One line per step that ends: `14:03:11 network       done  +27 in 3.1 s`. */
export class PlainProgress implements ProgressView {
  private readonly tree = new TaskTree();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly terminal: Terminal,
    private readonly paint: Paint,
    private readonly clock: () => Date = () => new Date(),
  ) {
    this.timer = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.timer.unref();
  }

  emit(told: ProgressEvent): void {
    const event = withoutCredentialsIn(told);
    this.tree.apply(event);
    if (event.type === 'note') {
      const warning = event.level === 'warning';
      this.line(`${warning ? this.paint('yellow', 'warning: ') : ''}${oneLine(event.message)}`);
    }
    if (event.type !== 'step-finished') return;
    const task = this.tree.get(event.id);
    const word = event.status === 'failed' ? this.paint('red', event.status) : event.status;
    const message = event.message ? `${oneLine(event.message)} ` : '';
    this.line(`${pad(task?.title ?? event.id, 16)} ${word}  ${message}in ${elapsed(event.durationMs)}`);
  }

  say(text: string): void {
    this.terminal.stderr.write(`${text}\n`);
  }

  pause(): void {}

  resume(): void {}

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    const now = performance.now();
    const running = this.tree.list().filter((task) => task.status === 'running');
    if (running.length === 0) return;
    this.line(`still running: ${running.map((task) => `${task.title} (${elapsed(now - task.startedAt)})`).join(', ')}`);
  }

  private line(text: string): void {
    const time = this.clock().toTimeString().slice(0, 8);
    this.terminal.stderr.write(`${this.paint('dim', time)} ${text}\n`);
  }
}
