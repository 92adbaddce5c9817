import type { Environment } from '../../../environments/model/index.js';
import type { OperationOptions } from '../driver/operation-options.js';
import type { StackGraph } from './graph-result.js';

export type * from './graph-result.js';

/** The graph of stacks as data, Mermaid and text. */
export declare function stackGraph(environment: Environment, options?: OperationOptions): Promise<StackGraph>;
