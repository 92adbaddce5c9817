import type { ProgressEvent, StepStatus } from '../../kernel/progress.js';
import { oneLine } from '../cells.js';

/** One step as it is known now. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly parent?: string;
  readonly depth: number;
  readonly startedAt: number;
  status: StepStatus | 'running';
  /** The last thing that it said. */
  message: string;
  durationMs?: number;
}

/** What all steps of a run add up to; it is fed with events and read by whoever draws. */
export class TaskTree {
  private readonly tasks = new Map<string, Task>();
  private readonly children = new Map<string | undefined, string[]>();

  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** Takes an event in; events of steps that were never started are ignored. */
  apply(event: ProgressEvent): void {
    if (event.type === 'step-started') this.start(event);
    if (event.type === 'step-progress') this.say(event.id, event.message);
    if (event.type === 'step-finished') {
      this.update(event.id, (task) =>
        Object.assign(task, {
          status: event.status,
          message: oneLine(event.message ?? ''),
          durationMs: event.durationMs,
        }),
      );
    }
  }

  get(id: string): Task | undefined {
    return this.tasks.get(id);
  }

  /** Steps in the order of drawing: each below its parent, in the order of starting. */
  list(parent?: string): Task[] {
    return (this.children.get(parent) ?? []).flatMap((id) => {
      const task = this.tasks.get(id);
      return task ? [task, ...this.list(id)] : [];
    });
  }

  /** Steps below one that are over, of those known. */
  count(parent?: string): { readonly over: number; readonly total: number } {
    const leaves = this.list(parent).filter((task) => !this.children.has(task.id));
    return { over: leaves.filter((task) => task.status !== 'running').length, total: leaves.length };
  }

  private start({ id, title, parent }: Extract<ProgressEvent, { type: 'step-started' }>): void {
    const above = parent === undefined ? undefined : this.tasks.get(parent);
    const known = this.tasks.get(id);
    const task: Task = {
      id,
      title: oneLine(title),
      parent: above?.id,
      depth: above ? above.depth + 1 : 0,
      startedAt: this.clock(),
      status: 'running',
      message: '',
    };
    this.tasks.set(id, task);
    if (known) return;
    const siblings = this.children.get(above?.id);
    if (siblings) siblings.push(id);
    else this.children.set(above?.id, [id]);
  }

  /** What comes late, from a step that is over, must not hide how it ended. */
  private say(id: string, message: string): void {
    this.update(id, (task) => {
      if (task.status === 'running') task.message = oneLine(message);
    });
  }

  private update(id: string, change: (task: Task) => void): void {
    const task = this.tasks.get(id);
    if (task) change(task);
  }
}
