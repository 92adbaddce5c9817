import type { App } from 'cdktn';
import type { Environment } from '../environments/model/index.js';
import type { PlatformStack } from './platform-stack.js';

/** One node of the graph of stacks. */
export interface StackDefinition {
  /** Name of the stack, of its folder in the output and of its state key. */
  readonly id: string;
  /** One line for people. */
  readonly description: string;
  /** Stacks whose outputs it reads; they are applied before it. */
  readonly dependsOn: readonly string[];
  /** Whether the environment asks for it. */
  readonly enabled: (environment: Environment) => boolean;
  /** Adds it to the app. `upstream` holds the stacks that were built before it. */
  readonly build: (app: App, environment: Environment, upstream: Upstream) => PlatformStack;
}

/** Gives access to stacks that were built before. */
export interface Upstream {
  /** The stack, or undefined when the environment has none. */
  find<T extends PlatformStack>(id: string): T | undefined;
  /** The stack; an error when the environment has none. */
  get<T extends PlatformStack>(id: string): T;
}
