import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { silent } from '../../kernel/progress.js';
import type { Cloud } from '../../session/cloud/index.js';
import type { OpenedCluster } from '../../session/cluster/open-cluster.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import type { SessionWith } from '../../session/open/session.js';
import { realTooling } from '../../session/open/tooling.js';
import { withSession } from '../../session/open/with-session.js';
import type { SessionStack } from '../../session/stacks/session-stack.js';
import { stackGraph } from '../graph/index.js';
import { part } from './part.js';
import type { EnvironmentStatus, StackStatus } from './status-result.js';

/** How a status is taken. */
export interface StatusOptions extends OperationOptions {
  /** How long each part may take, milliseconds. @default 1,800 in the sandbox, 8,000 in AWS */
  readonly partTimeoutMs?: number;
  /** Context of the person's own kubeconfig. @default the cluster of the environment */
  readonly context?: string;
}

/**
 * Tells where an environment stands: stacks, the last release, locks, services, alerts, proofs of backups, drift, and what
 * a killed run left open. Starts nothing: a sandbox that is down is told as such. A part that nobody can tell in time is
 * `unknown`, with the reason.
 *
 * @throws BacklotError `UnknownStack`, and what opening a real account throws.
 */
export async function environmentStatus(
  environment: Environment,
  options: StatusOptions = {},
): Promise<EnvironmentStatus> {
  const began = performance.now();
  const { id, target, aws } = environment;
  const known = { environment: id, target, account: aws.accountId, region: aws.region };
  try {
    return await withSession(environment, { ...options, needs: ['stacks'] }, async (reading) => {
      const { cloud, selected } = reading;
      const [stacks, parts] = await Promise.all([
        Promise.all(selected.map((stack) => stackStatus(cloud, stack))),
        partsOf(environment, reading, options),
      ]);
      const resources = stacks.reduce((sum, stack) => sum + (stack.resources ?? 0), 0);
      const { endpoint } = cloud;
      const durationMs = Math.round(performance.now() - began);
      return { ...known, reachable: true, ...(endpoint ? { endpoint } : {}), stacks, resources, ...parts, durationMs };
    });
  } catch (error) {
    if (!(error instanceof BacklotError) || error.code !== 'SandboxDown') throw error;
    const graph = await stackGraph(environment, options);
    const wanted = graph.stacks.filter((stack) => !options.stacks?.length || options.stacks.includes(stack.id));
    // What a stopped sandbox holds is still there: nothing of it may be told as missing.
    const stacks = wanted.map((stack) => ({ id: stack.id, condition: 'unknown' as const }));
    const silent = { unknown: 'the sandbox is stopped' };
    const records = { release: silent, lock: silent, unfinished: silent, proof: silent, drift: silent };
    const inCluster = environment.cluster ? { services: silent, alerts: silent } : {};
    return { ...known, reachable: false, stacks, ...records, ...inCluster, actions: [...error.actions] };
  }
}

/** All parts at once, each in its own time. */
async function partsOf(environment: Environment, reading: SessionWith<'stacks'>, options: StatusOptions) {
  const { cloud } = reading;
  const { objects } = cloud;
  const timeoutMs = options.partTimeoutMs ?? (cloud.target === 'sandbox' ? 1_800 : 8_000);
  const records = import('./record-parts.js');
  const opening = environment.cluster ? openedCluster(environment, reading, options) : undefined;
  opening?.catch(() => {}); // each part that needs it is told
  const cluster = async <T>(look: (opened: OpenedCluster) => Promise<T>): Promise<T | undefined> =>
    opening === undefined ? undefined : look(await opening);
  const clusterParts = import('./cluster-parts.js');
  const [release, lock, unfinished, proof, drift, services, alerts] = await Promise.all([
    part(timeoutMs, async () => (await records).lastRelease(environment, cloud)),
    part(timeoutMs, async () => (await records).lockHolder(environment, objects)),
    part(timeoutMs, async () => (await records).unfinishedSteps(environment, objects)),
    part(timeoutMs, async () => (await records).proofState(environment, cloud)),
    part(timeoutMs, async () => (await records).driftState(environment, objects)),
    part(timeoutMs, () =>
      cluster(async ({ kubernetes }) => (await clusterParts).serviceStates(environment, kubernetes)),
    ),
    part(timeoutMs, () => cluster(async (opened) => (await clusterParts).firingAlerts(opened))),
  ]);
  return { release, lock, unfinished, proof, drift, services, alerts };
}

async function openedCluster(
  environment: Environment,
  { cloud, stacks }: SessionWith<'stacks'>,
  options: StatusOptions,
): Promise<OpenedCluster> {
  const { openCluster } = { ...realTooling, ...options.tooling };
  const { readStackOutputs } = await import('../../session/outputs/stack-outputs.js');
  const readState = (stack: SessionStack) => cloud.states.read(stack.state);
  const outputs = environment.target === 'aws' ? await readStackOutputs({ stacks, readState }) : {};
  const { context } = options;
  return openCluster(environment, { progress: silent, outputs, context, awsEndpoint: cloud.endpoint, start: false });
}

async function stackStatus(cloud: Cloud, stack: SessionStack): Promise<StackStatus> {
  const { readApplied } = await import('../../session/applied/index.js');
  const [state, lock, applied] = await Promise.all([
    cloud.states.read(stack.state),
    cloud.states.lock(stack.state),
    readApplied(cloud.objects, stack).catch((error: unknown) => {
      // Whether the declaration is what was applied can't be told; drift says why.
      if (error instanceof BacklotError) return undefined;
      throw error;
    }),
  ]);
  const locked = lock ? { lock } : {};
  if (!state) return { id: stack.id, applied: false, resources: 0, condition: 'not-applied', ...locked };
  const same = applied?.hash === stack.hash;
  const condition = !applied?.complete ? 'failed' : same ? 'applied' : 'changed';
  return {
    id: stack.id,
    applied: true,
    serial: state.serial,
    resources: state.resources.length,
    lastApplied: state.lastModified.toISOString(),
    toolVersion: state.toolVersion,
    ...(applied ? { condition } : {}),
    ...locked,
  };
}
