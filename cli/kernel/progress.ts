/** How a step ended. */
export type StepStatus = 'done' | 'unchanged' | 'in-progress' | 'deferred' | 'skipped' | 'failed' | 'interrupted';

/** What an operation tells while it works; one line of NDJSON each with `--events`. */
export type ProgressEvent =
  | {
      readonly type: 'step-started';
      /** Unique in the run: `plan/network`. */
      readonly id: string;
      /** Shown to people: `network`. */
      readonly title: string;
      /** Id of the step that it is part of. @default a step of the top level */
      readonly parent?: string;
    }
  | { readonly type: 'step-progress'; readonly id: string; readonly message: string }
  | {
      readonly type: 'step-finished';
      readonly id: string;
      readonly status: StepStatus;
      /** One line: counts, or the reason. @default none */
      readonly message?: string;
      readonly durationMs: number;
    }
  | { readonly type: 'note'; readonly level: 'info' | 'warning'; readonly message: string };

/** Where an operation tells what it does; rendered as a live tree, plain lines or NDJSON. */
export interface Progress {
  emit(event: ProgressEvent): void;
}

/** Listens to nobody: for callers that only want the result. */
export const silent: Progress = { emit: () => {} };

/**
 * Runs `work` as one step, from started to finished, also when it throws.
 *
 * @returns what `work` returned; `describe` may turn that into the status and line of the finished step.
 */
export async function step<T>(
  progress: Progress,
  start: { readonly id: string; readonly title: string; readonly parent?: string },
  work: () => Promise<T>,
  describe: (result: T) => { status?: StepStatus; message?: string } = () => ({}),
): Promise<T> {
  const began = performance.now();
  progress.emit({ type: 'step-started', ...start });
  try {
    const result = await work();
    const { status = 'done', message } = describe(result);
    progress.emit({ type: 'step-finished', id: start.id, status, message, durationMs: performance.now() - began });
    return result;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    progress.emit({
      type: 'step-finished',
      id: start.id,
      status: 'failed',
      message: message.split('\n')[0],
      durationMs: performance.now() - began,
    });
    throw error;
  }
}
