import { type Interrupts, processInterrupts } from '../../kernel/interrupts.js';
import type { Progress } from '../../kernel/progress.js';

/** Turns requests to stop into signals for what runs, and tells the person what is going on. */
export class Interruption {
  private readonly stopping = new AbortController();
  private readonly killing = new AbortController();
  private readonly unsubscribe: () => void;

  constructor(
    private readonly progress: Progress,
    interrupts: Interrupts = processInterrupts,
  ) {
    this.unsubscribe = interrupts.subscribe((count) => {
      progress.emit({ type: 'note', level: 'warning', message: TOLD[Math.min(count, TOLD.length) - 1] ?? '' });
      this.stopping.abort();
      if (count >= 3) this.killing.abort();
    });
  }

  /** Stops for another reason than a person's wish. */
  request(reason: string): void {
    this.progress.emit({ type: 'note', level: 'warning', message: reason });
    this.stopping.abort();
  }

  /** Nothing new may start. */
  get requested(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Aborted by the first request: finish what is under way and save it. */
  get stop(): AbortSignal {
    return this.stopping.signal;
  }

  /** Aborted by the third: exit at once. */
  get kill(): AbortSignal {
    return this.killing.signal;
  }

  end(): void {
    this.unsubscribe();
  }
}

const TOLD = [
  'stopping: nothing new is started; Terraform finishes what is under way and saves the state',
  'still stopping: Terraform is saving the state; a third Ctrl-C ends it at once, and what it is making now may be lost',
  'ending Terraform at once; what it was making may be missing from the state: run a plan next',
];
