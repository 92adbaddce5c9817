import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../../environments/model/index.js';
import { once } from '../../kernel/once.js';
import { silent } from '../../kernel/progress.js';
import type { Cloud } from '../cloud/index.js';
import { adoptFoundation } from '../foundation/adopt-foundation.js';
import { keepOwnedByAws } from '../owned/keep-owned.js';
import { resolveParallelism } from '../stacks/scheduler.js';
import { chooseStacks, declaredStacks } from '../stacks/session-stacks.js';
import { Workspace } from '../stacks/workspace.js';
import { Closing } from './closing.js';
import { namedLoss } from './cloud-died.js';
import { environmentCluster } from './environment-cluster.js';
import { holding, holdingNothing } from './holding.js';
import { Interruption } from './interruption.js';
import { namedStop } from './named-stop.js';
import type { OperationOptions } from './operation-options.js';
import type { Driving, Need, Session, SessionCore, SessionOptions, SessionWith } from './session.js';
import { together } from './together.js';
import { realTooling, type TerraformTool, type Tooling } from './tooling.js';

/**
 * Opens what an operation `needs` of an environment and runs `work` on it; with `changes`, the name of an operation, while
 * nobody on any machine changes the environment. Everything that it holds ends together, after the work has ended.
 *
 * - `cloud`: the sandbox of this machine, or the account; nothing is started.
 * - `cluster`: connects when it is first asked for; nothing is started.
 * - `stacks`: what the environment declares, synthesized, and what its states still hold.
 * - `terraform`: drives the stacks; starts the sandbox, and no other command of this machine does the same meanwhile.
 *
 * @throws BacklotError `UnknownStack`, `FolderUnusable`, `EnvironmentLocked`, `SandboxDown`, and what synthesis and opening
 *   the cloud throw.
 */
export async function withSession<N extends Need, T>(
  environment: Environment,
  options: SessionOptions<N>,
  work: (session: SessionWith<N>) => Promise<T>,
): Promise<T> {
  const run = work as unknown as (session: Session & SessionWith<Need>) => Promise<T>; // what wasn't needed isn't there
  const wish = { ...options, needs: new Set<Need>(options.needs), tooling: { ...realTooling, ...options.tooling } };
  if (!wish.needs.has('terraform')) return new Opening(environment, wish).use(run);
  const workspace = new Workspace(environment, wish.tooling.stateFolder());
  const use = { tell: teller(options), changes: options.changes, waitMs: options.lockTimeoutMs };
  return workspace.use(use, () => new Opening(environment, wish, workspace).use(run));
}

interface Wish extends Omit<SessionOptions<Need>, 'needs' | 'tooling'> {
  readonly needs: ReadonlySet<Need>;
  readonly tooling: Tooling;
}

/** One session, from its opening to its end. */
class Opening {
  private readonly closing = new Closing();
  private opened: Cloud | undefined;
  private readonly tell: SessionCore['tell'];
  private readonly parallelism: number;
  private readonly interruption: Interruption;

  constructor(
    private readonly environment: Environment,
    private readonly wish: Wish,
    private readonly workspace?: Workspace,
  ) {
    const { interrupts, progress = silent } = wish;
    const told = workspace ? TERRAFORM_TOLD : [wish.told ?? TOLD, STILL];
    this.tell = teller(wish);
    this.parallelism = resolveParallelism(wish.parallelism);
    this.interruption = new Interruption(progress, { interrupts, told });
  }

  async use<T>(work: (session: Session & SessionWith<Need>) => Promise<T>): Promise<T> {
    const { changes, interruptible } = this.wish;
    try {
      const session = { ...this.core(), ...(await this.parts()) };
      // Up to here nothing has to be finished or saved: a Ctrl-C simply ends the process.
      if (this.workspace || interruptible) this.interruption.listen();
      if (!changes) return await work(session);
      return await session.holding(changes, (held) => work({ ...session, ...held }));
    } catch (error) {
      throw namedLoss(namedStop(error, this.environment, this.interruption), this.environment, this.opened);
    } finally {
      this.interruption.end();
      // What was done is done: the result, or the first error, is not hidden by this.
      for (const failure of await this.closing.end()) this.tell(`not closed in good order: ${failure}`, 'warning');
    }
  }

  private core(): SessionCore & SessionWith<'cluster'> {
    const { environment, interruption, tell, wish } = this;
    const { connect, context, lockTimeoutMs, progress = silent, tooling } = wish;
    const cloudIsOpen = wish.needs.has('cloud') || wish.needs.has('stacks') || this.workspace !== undefined;
    const { leaseSeconds } = tooling;
    const told = (message: string) => tell(message);
    const lock = { environment, interruption, leaseSeconds, waitMs: lockTimeoutMs, tell: told };
    return {
      ...{ environment, origins: wish.origins, progress, tell, interruption, stop: interruption.stop },
      ...holdingNothing(environment, this.cloud),
      together: (works) => together(interruption, works),
      holding: async (operation, work, location) =>
        holding({ ...lock, cloud: await this.cloud(), operation, location }, work),
      cluster: once(() =>
        environmentCluster(environment, { connect, context, progress, tooling, cloud: this.cloud, cloudIsOpen }),
      ),
    };
  }

  private readonly cloud = once((): Promise<Cloud> => {
    const { environment, tell, wish } = this;
    const how = this.workspace ? { tell: (message: string) => tell(message) } : { start: false };
    const warn = (message: string) => tell(message, 'warning');
    const opening = this.closing.keep(wish.tooling.openCloud(environment, { ...how, warn }), (cloud) => cloud.close());
    const keep = (cloud: Cloud) => {
      this.opened = cloud;
    };
    opening.then(keep, () => {}); // whoever asked for it has got the error
    return opening;
  });

  /** What can be opened at the same time is. */
  private async parts(): Promise<Session> {
    const { needs, changes, tooling } = this.wish;
    const stacks = needs.has('stacks') || needs.has('terraform');
    const opening = stacks || changes || needs.has('cloud') ? this.cloud() : undefined;
    const finding = this.workspace && tooling.terraform(this.tell);
    finding?.catch(() => {}); // for whoever awaits it, unless something else fails before
    // One that only looks has nothing to say while the sandbox is down: that is found out first.
    if (!this.workspace) await opening;
    const chosen = stacks ? await this.stacks() : undefined;
    const [cloud, terraform] = [await opening, await finding];
    const driving = cloud && terraform ? this.driving(cloud, terraform) : undefined;
    return { ...(cloud && { cloud }), ...chosen, ...driving } as Session;
  }

  private async stacks() {
    const { environment, wish, workspace } = this;
    const outdir = workspace?.work ?? (await this.closing.keep(mkdtemp(join(tmpdir(), 'backlot-read-')), remove));
    const declared = await declaredStacks(wish.tooling.synthesize(environment, { outdir }));
    const cloud = await this.cloud();
    const chosen = await chooseStacks(cloud, declared, {
      environment: environment.id,
      wish: wish.stacks,
      folder: outdir,
    });
    if (workspace) {
      await adoptFoundation(cloud, environment, chosen.stacks);
      await keepOwnedByAws(cloud, environment, chosen.selected);
    }
    return chosen;
  }

  private driving(cloud: Cloud, terraform: TerraformTool): Driving {
    const { environment, wish, workspace } = this;
    const { tooling } = wish;
    return {
      terraform,
      workspace: workspace as Workspace,
      parallelism: this.parallelism,
      adopt: wish.adopt,
      cacheFolder: join(tooling.cacheFolder(), 'unchanged', environment.platform, environment.id),
      openCluster: (options) => tooling.openCluster(environment, options),
      readState: (stack) => cloud.states.read(stack.state),
    };
  }
}

function remove(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

function teller({ progress = silent }: Pick<OperationOptions, 'progress'>): SessionCore['tell'] {
  return (message, level = 'info') => progress.emit({ type: 'note', level, message });
}

const STILL =
  'still stopping: what is under way is waited for; a fourth Ctrl-C ends the process at once, and its lock with it';

const TOLD = 'stopping: nothing new is started; what was asked of AWS or the cluster goes on by itself';

const TERRAFORM_TOLD = [
  'stopping: nothing new is started; Terraform finishes what is under way and saves the state',
  'still stopping: Terraform is saving the state; a third Ctrl-C ends it at once, and what it is making now may be lost',
  'ending Terraform at once; what it was making may be missing from the state: run a plan next',
];
