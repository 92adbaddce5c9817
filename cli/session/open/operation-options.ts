import type { Origin } from '../../../environments/model/index.js';
import type { Interrupts } from '../../kernel/interrupts.js';
import type { Progress } from '../../kernel/progress.js';
import type { Tooling } from './tooling.js';

/** What every operation on an environment's stacks can be told. */
export interface OperationOptions {
  /** @default silent */
  readonly progress?: Progress;
  /** Stacks that run at once, 1 to 32. @default min(4, 2 × CPUs) */
  readonly parallelism?: number;
  /** Only these stacks. @default all of the environment */
  readonly stacks?: readonly string[];
  /** How long to wait for somebody else who changes the environment. @default 0: fail at once */
  readonly lockTimeoutMs?: number;
  /** Things outside the states that are to be taken in, by their ids or addresses. @default only what is known to be ours is */
  readonly adopt?: readonly string[];
  /** Where Ctrl-C comes from. @default SIGINT and SIGTERM of this process, while the operation runs */
  readonly interrupts?: Interrupts;
  /** Where the values of the environment's file are, to name lines. @default no line is named */
  readonly origins?: ReadonlyMap<string, Origin>;
  /** Where synthesis, cloud and Terraform come from; tests put fixtures here. @default the real ones */
  readonly tooling?: Partial<Tooling>;
}
