import type { Environment } from '../../../environments/model/index.js';
import type { NodeGroupShape } from '../../../sandbox/cluster/index.js';
import { type Progress, silent, step } from '../../kernel/progress.js';
import { type SandboxStatus, type SandboxStopped, sandboxStatus } from './sandbox-status.js';

export { type SandboxCoverage, sandboxCoverage } from './coverage.js';
export { type SandboxStatus, type SandboxStopped, sandboxStatus } from './sandbox-status.js';

/** How the sandbox is started. */
export interface SandboxUpOptions {
  /** @default silent */
  readonly progress?: Progress;
  /** Environment whose cluster is started. @default local */
  readonly environment?: string;
  /** What the environment declares: account, region, nodes and zones are taken from it. @default it is not known here */
  readonly declared?: Environment;
  /** Port of the AWS emulator on 127.0.0.1. @default that of last time, else a free one */
  readonly port?: number;
  /** Account that it plays. @default that of last time */
  readonly accountId?: string;
  /** Home region. @default that of last time */
  readonly region?: string;
  /** Whether the Kubernetes cluster is started too. @default true */
  readonly cluster?: boolean;
  /** Nodes of the cluster. @default those of last time, else a few */
  readonly nodes?: readonly NodeGroupShape[];
  /** Zones of the nodes. @default those of last time, else three of the region */
  readonly zones?: readonly string[];
}

const AWS = { id: 'sandbox/aws', title: 'sandbox' } as const;
const CLUSTER = { id: 'sandbox/cluster', title: 'sandbox cluster' } as const;

/** Starts what doesn't run; what does is left alone. The emulator and the cluster start side by side. */
export async function sandboxUp(options: SandboxUpOptions = {}): Promise<SandboxStatus> {
  const { declared, environment, progress = silent, port, cluster = true } = options;
  const { accountId, region, nodes, zones } = { ...(declared && (await declaredShape(declared))), ...given(options) };
  const [{ ensureEmulator }, { ensureCluster }] = await Promise.all([
    import('../../../sandbox/aws/emulator/index.js'),
    import('../../../sandbox/cluster/index.js'),
  ]);
  const teller = (id: string) => (message: string) => progress.emit({ type: 'step-progress', id, message });
  const aws = step(
    progress,
    AWS,
    () => ensureEmulator({ port, accountId, region, progress: teller(AWS.id) }),
    ({ started, endpoint }) => ({ status: started ? 'done' : 'unchanged', message: endpoint }),
  );
  // A cluster without the emulator is still a cluster; the emulator's own step says why it did not start.
  const awsEndpoint = aws.then(
    ({ endpoint }) => endpoint,
    () => undefined,
  );
  const kubernetes =
    cluster &&
    step(
      progress,
      CLUSTER,
      () =>
        ensureCluster({
          name: environment,
          accountId,
          region,
          nodes,
          zones,
          awsEndpoint,
          progress: teller(CLUSTER.id),
        }),
      ({ started, version, server }) => ({
        status: started ? 'done' : 'unchanged',
        message: `Kubernetes ${version} on ${server}`,
      }),
    );
  const ended = await Promise.allSettled([aws, kubernetes]);
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
  return sandboxStatus(environment);
}

/** What of the sandbox follows from an environment. */
async function declaredShape(environment: Environment) {
  const { availabilityZones, nodeGroupShapes } = await import('../../session/cluster/node-groups.js');
  const { accountId, region } = environment.aws;
  const nodes = nodeGroupShapes(environment);
  return { accountId, region, ...(nodes.length > 0 ? { nodes, zones: availabilityZones(environment) } : {}) };
}

/** What was asked for counts before what is declared. */
function given(options: SandboxUpOptions): Pick<SandboxUpOptions, 'accountId' | 'region' | 'nodes' | 'zones'> {
  const wishes = (['accountId', 'region', 'nodes', 'zones'] as const).filter((name) => options[name] !== undefined);
  return Object.fromEntries(wishes.map((name) => [name, options[name]]));
}

/** Stops it; data stays. */
export async function sandboxDown(options: { readonly progress?: Progress } = {}): Promise<SandboxStopped> {
  const [{ stopEmulator }, { stopCluster }] = await Promise.all([
    import('../../../sandbox/aws/emulator/index.js'),
    import('../../../sandbox/cluster/index.js'),
  ]);
  const { progress = silent } = options;
  const told = (ran: boolean) =>
    ({ status: ran ? 'done' : 'unchanged', message: ran ? 'stopped' : 'did not run' }) as const;
  const ran = await both([step(progress, AWS, stopEmulator, told), step(progress, CLUSTER, () => stopCluster(), told)]);
  return { stopped: ran.some(Boolean), ...(await sandboxStatus()) };
}

/** Stops it and deletes all that it held. */
export async function sandboxReset(options: { readonly progress?: Progress } = {}): Promise<SandboxStatus> {
  const [{ resetEmulator }, { resetCluster }] = await Promise.all([
    import('../../../sandbox/aws/emulator/index.js'),
    import('../../../sandbox/cluster/index.js'),
  ]);
  const { progress = silent } = options;
  const told = () => ({ message: 'emptied' });
  await both([step(progress, AWS, resetEmulator, told), step(progress, CLUSTER, () => resetCluster(), told)]);
  return sandboxStatus();
}

/** Both are brought to their end, also when one fails. */
async function both<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const ended = await Promise.allSettled(work);
  return ended.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}
