import type { ReportedError } from '../../kernel/reported-error.js';
import type { CanaryStatus } from './canary-status.js';

/** What became of a verb for one service. */
export interface ActedCanary {
  readonly service: string;
  readonly result: 'done' | 'unchanged' | 'refused' | 'timed-out' | 'interrupted' | 'failed';
  /** In plain words: what was done and where the traffic is. */
  readonly message: string;
  /** How it stands now. @default unknown, it failed before */
  readonly status?: CanaryStatus;
  readonly error?: ReportedError;
}
