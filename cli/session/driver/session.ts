import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import type { StateFile } from '../../adapters/aws/index.js';
import { type Progress, silent } from '../../kernel/progress.js';
import type { Cloud } from '../cloud/index.js';
import type { OpenClusterOptions, OpenedCluster } from '../cluster/open-cluster.js';
import { adoptFoundation } from '../foundation/adopt-foundation.js';
import { type Journal, noJournal } from '../journal/journal.js';
import { RunJournal } from '../journal/run-journal.js';
import { readUnsettled, type Unsettled } from '../journal/unsettled.js';
import type { ChangingOperation } from '../locks/changing-operation.js';
import { type HeldLock, withEnvironmentLock } from '../locks/environment-lock.js';
import { lockLocation } from '../locks/lock-location.js';
import { Interruption } from './interruption.js';
import type { OperationOptions } from './operation-options.js';
import { resolveParallelism } from './scheduler.js';
import type { SessionStack } from './session-stack.js';
import { type ChosenStacks, chooseStacks, declaredStacks } from './session-stacks.js';
import { realTooling, type TerraformTool } from './tooling.js';
import { Workspace } from './workspace.js';

/** All that an operation works with, from synthesis to the end. */
export interface Session extends ChosenStacks {
  readonly environment: Environment;
  readonly progress: Progress;
  readonly cloud: Cloud;
  readonly terraform: TerraformTool;
  readonly workspace: Workspace;
  readonly interruption: Interruption;
  readonly parallelism: number;
  /** Where results that can be had again are kept. */
  readonly cacheFolder: string;
  /** The lock of the environment. @default none: the operation changes nothing */
  readonly lock: Pick<HeldLock, 'token' | 'holder' | 'predecessor'> | undefined;
  /** Takes what the operation is about to do. */
  readonly journal: Journal;
  /** What earlier runs left undone. Read once. */
  unsettled(): Promise<Unsettled>;
  /** Connects to the environment's cluster. */
  openCluster(options: OpenClusterOptions): Promise<OpenedCluster>;
  /** The state of a stack; undefined when it was never applied. */
  readState(stack: SessionStack): Promise<StateFile | undefined>;
}

/**
 * Synthesizes, opens the cloud, and runs `work` on the result while no other command of this machine does; with `changes`,
 * the name of an operation, while nobody on any machine changes the environment.
 *
 * @throws BacklotError `UnknownStack`, `FolderUnusable`, `EnvironmentLocked`, and what synthesis and opening the cloud throw.
 */
export async function withSession<T>(
  environment: Environment,
  options: OperationOptions & { readonly changes?: ChangingOperation },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const progress = options.progress ?? silent;
  const tell = (message: string) => progress.emit({ type: 'note', level: 'info', message });
  const tooling = { ...realTooling, ...options.tooling };
  const parallelism = resolveParallelism(options.parallelism);
  const workspace = new Workspace(environment, tooling.stateFolder());
  return workspace.use({ tell, changes: options.changes, waitMs: options.lockTimeoutMs }, async () => {
    const opening = settle(tooling.openCloud(environment, { tell }));
    const finding = settle(tooling.terraform(tell));
    let interruption: Interruption | undefined;
    try {
      const declared = await declaredStacks(tooling.synthesize(environment, { outdir: workspace.work }));
      const cloud = await opening();
      const wish = { environment: environment.id, wish: options.stacks, folder: workspace.work };
      const chosen = await chooseStacks(cloud, declared, wish);
      await adoptFoundation(cloud, environment, chosen.stacks);
      const terraform = await finding();
      // Up to here nothing has to be finished or saved: a Ctrl-C simply ends the process.
      interruption = new Interruption(progress, options.interrupts);
      const session: Session = {
        environment,
        progress,
        cloud,
        terraform,
        workspace,
        interruption,
        parallelism,
        cacheFolder: join(tooling.cacheFolder(), 'unchanged', environment.platform, environment.id),
        ...chosen,
        lock: undefined,
        journal: noJournal,
        unsettled: once(() => readUnsettled(environment, cloud.objects)),
        openCluster: (opening) => tooling.openCluster(environment, opening),
        readState: (stack) => cloud.states.read(stack.state),
      };
      if (!options.changes) return await work(session);
      return await withEnvironmentLock(
        {
          objects: cloud.objects,
          location: lockLocation(environment),
          environment: environment.id,
          operation: options.changes,
          waitMs: options.lockTimeoutMs,
          tell,
        },
        async (lock) => {
          lock.lost.addEventListener('abort', () => interruption?.request(LOST));
          const unsettled = once(() => readUnsettled(environment, cloud.objects, lock.holder));
          const journal = new RunJournal({ environment, objects: cloud.objects, lock, unsettled, tell });
          try {
            return await work({ ...session, lock, journal, unsettled });
          } finally {
            await journal.close();
          }
        },
      );
    } finally {
      interruption?.end();
      await opening()
        .then((cloud) => cloud.close())
        .catch(() => undefined); // that it could not be opened has been thrown already
    }
  });
}

const LOST = 'the lock of the environment was lost, somebody else may be changing it: nothing new is started';

/** Keeps a rejection for whoever asks, so that it is not reported as unhandled while something else is awaited. */
function settle<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => {});
  return () => promise;
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= read();
    return answer;
  };
}
