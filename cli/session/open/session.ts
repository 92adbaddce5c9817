import type { Environment, Origin } from '../../../environments/model/index.js';
import type { StateFile, StateKey } from '../../adapters/aws/index.js';
import type { Kubernetes } from '../../adapters/kubernetes/index.js';
import type { Progress } from '../../kernel/progress.js';
import type { Cloud } from '../cloud/index.js';
import type { OpenClusterOptions, OpenedCluster } from '../cluster/open-cluster.js';
import type { ChangingOperation } from '../locks/changing-operation.js';
import type { SessionStack } from '../stacks/session-stack.js';
import type { ChosenStacks } from '../stacks/session-stacks.js';
import type { Workspace } from '../stacks/workspace.js';
import type { Holding, HoldingOptions } from './holding.js';
import type { Interruption } from './interruption.js';
import type { OperationOptions } from './operation-options.js';
import type { TerraformTool } from './tooling.js';

/** Part of an environment that an operation works with. */
export type Need = 'cloud' | 'cluster' | 'stacks' | 'terraform';

/** What is there, whatever was needed. */
export interface SessionCore extends Holding {
  readonly environment: Environment;
  /** Where the values of its file are. @default not known */
  readonly origins?: ReadonlyMap<string, Origin>;
  readonly progress: Progress;
  readonly interruption: Interruption;
  /** Aborted by Ctrl-C, a lost lock, a failed sibling, or the clock: see {@link Interruption.reason}. */
  readonly stop: AbortSignal;
  tell(message: string, level?: 'info' | 'warning'): void;
  /** Runs works side by side; the first failure stops the others and is thrown once all have ended. */
  together<T>(works: readonly (() => Promise<T>)[]): Promise<T[]>;
  /**
   * Runs `work` with the lock of the environment and a journal, where an operation changes it only at its end.
   *
   * @param location of another lock, which goes without a journal. @default the environment's
   */
  holding<T>(
    operation: HoldingOptions['operation'],
    work: (held: Holding) => Promise<T>,
    location?: StateKey,
  ): Promise<T>;
}

interface Parts {
  readonly cloud: { readonly cloud: Cloud };
  readonly cluster: {
    /** The environment's cluster; connected to once. @throws BacklotError `NoCluster`, `ClusterUnreachable`, `ForeignCluster` */
    cluster(): Promise<Kubernetes>;
  };
  readonly stacks: ChosenStacks & Parts['cloud'];
  readonly terraform: Driving & Parts['stacks'];
}

/** What driving stacks takes beside them. */
export interface Driving {
  readonly terraform: TerraformTool;
  readonly workspace: Workspace;
  readonly parallelism: number;
  /** Things outside the states that the user has named to be taken in. @default none */
  readonly adopt?: readonly string[];
  /** Where results that can be had again are kept. */
  readonly cacheFolder: string;
  /** Connects to the environment's cluster. */
  openCluster(options: OpenClusterOptions): Promise<OpenedCluster>;
  /** The state of a stack; undefined when it was never applied. */
  readState(stack: SessionStack): Promise<StateFile | undefined>;
}

type Together<U> = (U extends unknown ? (part: U) => void : never) extends (all: infer All) => void ? All : never;

/** A session that holds what was needed. */
export type SessionWith<N extends Need> = SessionCore & Together<Parts[N]>;

/** A session that drives stacks, from synthesis to the end. */
export type Session = SessionWith<'terraform'>;

/** Settings of a session. */
export interface SessionOptions<N extends Need> extends OperationOptions {
  readonly needs: readonly N[];
  /** The operation, when it changes the environment from its first step on. @default it only looks */
  readonly changes?: ChangingOperation;
  /** Ctrl-C asks the work to stop instead of ending the process. @default only while stacks are driven or a lock is held */
  readonly interruptible?: boolean;
  /** What a person is told with the first Ctrl-C. @default that nothing new is started */
  readonly told?: string;
  /** Context of the person's kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  /** Connects to the cluster; tests put theirs here. @default the cluster of the environment; none is started */
  readonly connect?: (environment: Environment) => Promise<Kubernetes>;
}
