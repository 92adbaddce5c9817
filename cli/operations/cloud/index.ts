import type { Environment } from '../../../environments/model/index.js';
import type { Progress } from '../progress.js';
import type { Cloud } from './cloud.js';

export type * from './cloud.js';

/** What opening a cloud can be told. */
export interface OpenCloudOptions {
  /** @default silent */
  readonly progress?: Progress;
  /** Start the sandbox when it is down. @default true */
  readonly start?: boolean;
}

/** Connects to the environment's cloud, after checking that it is the one that the environment names. */
export declare function openCloud(environment: Environment, options?: OpenCloudOptions): Promise<Cloud>;
