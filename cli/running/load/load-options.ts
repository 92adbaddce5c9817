import type { LoadProfile, LoadRun } from '../../../sandbox/cluster/agent/load-api.js';
import type { Interrupts } from '../../kernel/interrupts.js';
import type { Progress } from '../../kernel/progress.js';

/** Where the agent of the sandbox's cluster is; tests put their own here. */
export type FindAgent = (environment?: string) => Promise<string>;

/** What is sent to a service of the sandbox. */
export interface LoadOptions {
  readonly service: string;
  /** Sandbox environment whose cluster is meant. @default local */
  readonly environment?: string;
  readonly namespace: string;
  /** Requests, or messages, per second. */
  readonly rps: number;
  /** `90s`, `10m`. */
  readonly duration: string;
  /** @default 1 */
  readonly seed?: number;
  /** CPU time of one: `8ms`. @default what the service's pods say, else 8ms for a request and 100ms for a message */
  readonly cpuPerRequest?: string;
  /** @default 'constant' */
  readonly profile?: LoadProfile;
  /** Return at once; the run goes on. @default false: follow it to its end */
  readonly detach?: boolean;
  /** @default silent */
  readonly progress?: Progress;
  /** Where Ctrl-C comes from. @default SIGINT and SIGTERM of this process */
  readonly interrupts?: Interrupts;
  /** @default asks the sandbox */
  readonly findAgent?: FindAgent;
  /** How often figures are read, in milliseconds. @default 1000 */
  readonly everyMs?: number;
  /** How long the agent may be silent, as while it restarts, in milliseconds. @default 15000 */
  readonly patienceMs?: number;
}

/** Runs with what the model says of them. */
export interface LoadReport {
  /** Always: nothing was measured on packets. */
  readonly model: true;
  readonly note: string;
  readonly runs: readonly LoadRun[];
}
