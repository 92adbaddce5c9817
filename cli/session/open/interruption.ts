import { type Interrupts, processInterrupts } from '../../kernel/interrupts.js';
import type { Progress } from '../../kernel/progress.js';

/** Why running work is asked to stop. */
export type StopReason = 'interrupted' | 'lock-lost' | 'sibling-failed' | 'timed-out';

/** Settings of an {@link Interruption}. */
export interface InterruptionOptions {
  /** @default SIGINT and SIGTERM of this process */
  readonly interrupts?: Interrupts;
  /** Told with the first, second and third request of a person. @default nothing is told */
  readonly told?: readonly string[];
}

/**
 * The one signal that all steps of a session share: a person's Ctrl-C, a lost lock, a failed sibling and the end of the
 * time reach them through it. The first reason is kept.
 */
export class Interruption {
  private readonly stopping = new AbortController();
  private readonly killing = new AbortController();
  private unsubscribe: (() => void) | undefined;
  private why: StopReason | undefined;
  private silentStore: Error | undefined;

  constructor(
    private readonly progress: Progress,
    private readonly options: InterruptionOptions = {},
  ) {}

  /** From here on Ctrl-C no longer ends the process, it asks the work to stop. Calling it again changes nothing. */
  listen(): void {
    const { interrupts = processInterrupts, told = [] } = this.options;
    if (this.unsubscribe) return;
    this.unsubscribe = interrupts.subscribe((count) => {
      const message = told[Math.min(count, told.length) - 1];
      if (message !== undefined) this.progress.emit({ type: 'note', level: 'warning', message });
      this.request('interrupted');
      if (count >= 3) this.killing.abort();
    });
  }

  /**
   * Asks everything to stop.
   *
   * @param message said once, with the first reason. @default nothing is said
   * @param silence of what keeps the lock, where that is why it was lost. @default it is somebody else's
   */
  request(reason: StopReason, message?: string, silence?: Error): void {
    if (message !== undefined && !this.requested) this.progress.emit({ type: 'note', level: 'warning', message });
    if (this.why === undefined) this.silentStore = silence;
    this.why ??= reason;
    this.stopping.abort();
  }

  /** Nothing new may start. */
  get requested(): boolean {
    return this.stopping.signal.aborted;
  }

  /** What asked first. @default nothing did */
  get reason(): StopReason | undefined {
    return this.why;
  }

  /** How the store of the lock fell silent, where that asked first. @default something else did */
  get silence(): Error | undefined {
    return this.silentStore;
  }

  /** Aborted by the first request: finish what is under way and save it. */
  get stop(): AbortSignal {
    return this.stopping.signal;
  }

  /** Aborted by the third Ctrl-C: exit at once. */
  get kill(): AbortSignal {
    return this.killing.signal;
  }

  end(): void {
    this.unsubscribe?.();
    this.unsubscribe = undefined;
  }
}
