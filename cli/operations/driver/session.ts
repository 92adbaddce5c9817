import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { StateFile } from '../../adapters/aws/index.js';
import type { Cloud } from '../cloud/index.js';
import { type Progress, silent } from '../progress.js';
import { Interruption } from './interruption.js';
import type { OperationOptions } from './operation-options.js';
import { findOrphans } from './orphans.js';
import { resolveParallelism } from './scheduler.js';
import { readStackConfig, type StackConfig } from './stack-config.js';
import { realTooling, type TerraformTool } from './tooling.js';
import { Workspace } from './workspace.js';

/** One stack of a session. */
export interface SessionStack extends StackConfig {
  readonly id: string;
  readonly dependsOn: readonly string[];
  /** Resources that it declares. */
  readonly resources: number;
  /** Holds `cdk.tf.json`; Terraform runs here. */
  readonly folder: string;
}

/** All that an operation works with, from synthesis to the end. */
export interface Session {
  readonly environment: Environment;
  readonly progress: Progress;
  readonly cloud: Cloud;
  readonly terraform: TerraformTool;
  readonly workspace: Workspace;
  readonly interruption: Interruption;
  readonly parallelism: number;
  /** Where results that can be had again are kept. */
  readonly cacheFolder: string;
  /** All stacks, upstream first; those that are declared no more but still hold resources come last. */
  readonly stacks: readonly SessionStack[];
  /** The ones that were asked for, upstream first. */
  readonly selected: readonly SessionStack[];
  /** The state of a stack; undefined when it was never applied. */
  readState(stack: SessionStack): Promise<StateFile | undefined>;
}

/** What an operation needs of its session. */
export interface SessionOptions extends OperationOptions {
  /** Start the sandbox when it is down. @default true */
  readonly start?: boolean;
}

/**
 * Synthesizes, opens the cloud, and runs `work` on the result while no other command of this machine does.
 *
 * @throws BacklotError `UnknownStack` (exit code 3) for a wish that the environment doesn't have.
 */
export async function withSession<T>(
  environment: Environment,
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const progress = options.progress ?? silent;
  const tell = (message: string) => progress.emit({ type: 'note', level: 'info', message });
  const tooling = { ...realTooling, ...options.tooling };
  const parallelism = resolveParallelism(options.parallelism);
  const workspace = new Workspace(environment, tooling.stateFolder());
  return workspace.use(tell, async () => {
    const opening = settle(tooling.openCloud(environment, { tell, start: options.start }));
    const finding = settle(tooling.terraform(tell));
    const interruption = new Interruption(progress, options.interrupts);
    try {
      const declared = await synthesizeStacks(tooling.synthesize(environment, { outdir: workspace.work }));
      const cloud = await opening();
      const stacks = [...declared, ...(await findOrphans(cloud, declared, workspace.work))];
      const selected = select(stacks, options.stacks, environment.id);
      const terraform = await finding();
      const session: Session = {
        environment,
        progress,
        cloud,
        terraform,
        workspace,
        interruption,
        parallelism,
        cacheFolder: join(tooling.cacheFolder(), 'unchanged', environment.platform, environment.id),
        stacks,
        selected,
        readState: (stack) => cloud.states.read(stack.state),
      };
      return await work(session);
    } finally {
      interruption.end();
      await opening()
        .then((cloud) => cloud.close())
        .catch(() => undefined); // that it could not be opened has been thrown already
    }
  });
}

/** Keeps a rejection for whoever asks, so that it is not reported as unhandled while something else is awaited. */
function settle<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => {});
  return () => promise;
}

async function synthesizeStacks(
  synthesis: Promise<{
    readonly stacks: readonly { id: string; resources: number; dependsOn: readonly string[]; path: string }[];
  }>,
): Promise<SessionStack[]> {
  const { stacks } = await synthesis;
  return Promise.all(
    stacks.map(async ({ id, resources, dependsOn, path }) => ({
      id,
      resources,
      dependsOn,
      folder: path,
      ...(await readStackConfig(id, path)),
    })),
  );
}

function select(stacks: readonly SessionStack[], wish: readonly string[] | undefined, environment: string) {
  if (!wish?.length) return stacks;
  const unknown = wish.filter((id) => !stacks.some((stack) => stack.id === id));
  if (unknown.length > 0) {
    throw new BacklotError({
      code: 'UnknownStack',
      message: `environment '${environment}' has no stack ${unknown.map((id) => `'${id}'`).join(', ')}; it has ${stacks.map(({ id }) => id).join(', ')}`,
      exitCode: 3,
      actions: [`backlot graph ${environment}`],
    });
  }
  return stacks.filter(({ id }) => wish.includes(id));
}
