import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Kubernetes } from '../../adapters/kubernetes/kubernetes.js';
import { commandLine } from '../../kernel/command-line.js';
import type { Interrupts } from '../../kernel/interrupts.js';
import { type Progress, step } from '../../kernel/progress.js';
import { clusterOutputs } from '../../session/open/environment-cluster.js';
import type { OperationOptions } from '../../session/open/operation-options.js';
import type { SessionWith } from '../../session/open/session.js';
import { withSession } from '../../session/open/with-session.js';
import { runChecks } from './checks/index.js';
import type { EksView } from './eks-view.js';
import { minorOf, minorText, next, stepsBetween } from './minor-version.js';
import { readView } from './read-view.js';
import type { DeclaredVersion, UpgradeResult, UpgradeStep } from './upgrade-result.js';
import { runSteps, upgradeSteps } from './upgrade-steps.js';

/** How a cluster is upgraded. */
export interface UpgradeOptions {
  /** `1.36`. @default the declared version where it is ahead, else the next minor version */
  readonly to?: string;
  /** Where the file declares the version. */
  readonly declaredAt?: Pick<DeclaredVersion, 'file' | 'line'>;
  /** Only look. @default false */
  readonly checkOnly?: boolean;
  /** Context of the person's kubeconfig. @default the cluster of the environment */
  readonly context?: string;
  readonly progress?: Progress;
  /** Shows findings and steps, and asks; false changes nothing. @default nobody is asked */
  readonly approve?: (plan: UpgradeResult) => Promise<boolean>;
  /** Deploys the stack of the cluster, whose declared version is ahead. */
  readonly deployStack: () => Promise<void>;
  readonly timeoutMs?: number;
  readonly pollMs?: number;
  /** Where Ctrl-C comes from. @default SIGINT and SIGTERM of this process, while the operation runs */
  readonly interrupts?: Interrupts;
  /** How long to wait for somebody else who changes the environment. @default 0: fail at once */
  readonly lockTimeoutMs?: number;
  /** Where the cloud comes from; tests put fixtures here. @default the real one */
  readonly tooling?: OperationOptions['tooling'];
  /** @default the environment's own */
  readonly sources?: UpgradeSources;
}

/** What an upgrade speaks to. */
export interface UpgradeSources {
  readonly cluster: Kubernetes;
  readonly eks: EksView;
  /** Name of the EKS cluster. */
  readonly name: string;
  readonly metrics: () => Promise<string | undefined>;
  readonly close: () => Promise<void>;
}

/**
 * Looks at everything that an upgrade of Kubernetes breaks on, says in which order it goes, and does it where the file
 * declares the version: control plane, add-ons, nodes. Each step looks first, so running it again after an interruption goes
 * on where it was. The file is never written.
 *
 * @throws BacklotError `NoCluster`, `InvalidVersion`, `NoEksCluster`, `Declined`.
 */
export async function upgradeCluster(environment: Environment, options: UpgradeOptions): Promise<UpgradeResult> {
  const declaredVersion = environment.cluster?.version;
  if (declaredVersion === undefined) throw noCluster(environment);
  const { context, interrupts, lockTimeoutMs, progress, tooling } = options;
  const opening = { context, interrupts, lockTimeoutMs, progress, tooling, interruptible: true };
  return withSession(environment, { ...opening, needs: ['cloud', 'cluster'] }, async (session) => {
    const sources = options.sources ?? (await openSources(session));
    try {
      return await upgrade(session, declaredVersion, sources, options);
    } finally {
      await sources.close();
    }
  });
}

async function upgrade(
  session: SessionWith<'cloud' | 'cluster'>,
  declaredVersion: string,
  sources: UpgradeSources,
  options: UpgradeOptions,
): Promise<UpgradeResult> {
  const { environment, interruption, progress } = session;
  const command = commandLine(`backlot cluster upgrade ${environment.id}`);
  const plan = await planUpgrade(environment, declaredVersion, options, sources, progress);
  if (plan.outcome !== 'ready' || options.checkOnly) return plan;
  if (options.approve && !(await options.approve(plan))) {
    throw new BacklotError({ code: 'Declined', message: 'cancelled; nothing was changed' });
  }
  const steps = await runSteps(plan.steps, {
    eks: sources.eks,
    target: plan.target,
    progress,
    controlPlane: options.deployStack,
    locked: (work) => session.holding('upgrade', ({ journal }) => work(journal)),
    timeoutMs: options.timeoutMs,
    pollMs: options.pollMs,
    interruption,
    environment: environment.id,
    command,
    ...(environment.target === 'sandbox' && { standsStill: standsStill(plan.live) }),
  });
  return ended(environment, plan, steps, command);
}

async function planUpgrade(
  environment: Environment,
  declaredVersion: string,
  { declaredAt, to }: UpgradeOptions,
  { cluster, eks, metrics, name }: UpgradeSources,
  progress: Progress,
): Promise<UpgradeResult> {
  const live = minorText(minorOf(await cluster.version()));
  const recorded = await eks.cluster();
  if (!recorded) throw noEksCluster(environment, name);
  const from = recorded.version || live;
  const declared = minorText(minorOf(declaredVersion));
  // Nodes and add-ons that an interrupted upgrade left behind come first: the declared version is the target again.
  const wanted = to === undefined ? undefined : minorText(minorOf(to));
  const groups = await eks.nodeGroups();
  const behind = groups.some(({ version }) => version !== '' && stepsBetween(version, declared) > 0);
  const target = wanted ?? (stepsBetween(from, declared) > 0 || behind ? declared : next(from));
  const { subnetIds } = recorded;
  const view = await step(
    progress,
    { id: 'upgrade/checks', title: `what an upgrade to ${target} meets` },
    () => readView(environment, { cluster, eks, live: from, metrics, subnetIds, target }),
    ({ nodes, pods, releases }) => ({
      message: `${nodes.length} nodes, ${pods.length} pods, ${releases.length} Helm releases`,
    }),
  );
  const findings = runChecks(view);
  const steps = upgradeSteps(view, from);
  const blocks = findings.some(({ severity }) => severity === 'blocks');
  const ahead = stepsBetween(declared, target) > 0;
  const outcome = steps.length === 0 ? 'current' : blocks ? 'blocked' : ahead ? 'declare' : 'ready';
  const { id } = environment;
  const result: UpgradeResult = {
    environment: id,
    cluster: name,
    live,
    recorded: recorded.version,
    declared: { version: declared, ...declaredAt },
    target,
    outcome,
    findings,
    steps,
    reversal: reversalOf(name, from),
    actions: [],
  };
  return { ...result, actions: actionsOf(result), hints: hintsOf(result) };
}

function actionsOf({ environment, outcome, target }: UpgradeResult): string[] {
  const again = `backlot cluster upgrade ${environment}`;
  if (outcome === 'blocked') return [`${again} --to ${target}`];
  if (outcome === 'current') return [];
  if (outcome === 'ready') return [again];
  return [again];
}

/** What has to be done by hand before. */
function hintsOf({ declared, environment, outcome, target }: UpgradeResult): string[] {
  if (outcome === 'blocked') return ['clear what blocks first'];
  if (outcome !== 'declare') return [];
  const file = declared.file ?? `environments/${environment}.yaml`;
  const where = declared.file && declared.line ? `${file}:${declared.line}` : file;
  return [`set cluster.version: "${target}" (now "${declared.version}", ${where})`];
}

function ended(
  environment: Environment,
  plan: UpgradeResult,
  steps: readonly UpgradeStep[],
  again: string,
): UpgradeResult {
  const failed = steps.find(({ status }) => status === 'failed');
  const short = steps.some(({ status }) => status === 'recorded');
  const outcome = failed ? 'failed' : short ? 'partial' : 'upgraded';
  const actions = failed ? [again] : outcome === 'upgraded' ? [`backlot plan ${environment.id}`] : [];
  const error = failed && {
    code: failed.message?.split(':')[0] ?? 'UpgradeFailed',
    message: `${failed.step}: ${failed.message}`,
    source: 'upstream' as const,
    actions,
  };
  return { ...plan, outcome, steps, actions, ...(error && { error }) };
}

async function openSources(session: SessionWith<'cloud' | 'cluster'>): Promise<UpgradeSources> {
  const { cloud, environment } = session;
  const { cluster_name: name } = await clusterOutputs(environment, cloud);
  if (typeof name !== 'string') throw noEksCluster(environment, 'of its stack');
  const [{ openPodStreams }, { openEks }] = await Promise.all([
    import('../../adapters/kubernetes/index.js'),
    import('./eks-view.js'),
  ]);
  const cluster = await session.cluster();
  const eks = await openEks(cloud, name);
  const streams = await openPodStreams(cluster.access);
  return { cluster, eks, name, metrics: () => streams.text('/metrics'), close: async () => eks.close() };
}

function standsStill(live: string): string {
  return `the sandbox keeps it as it was: its control plane has the programs of ${live} only, and the emulated EKS can't change a version; Terraform's state says what AWS would be asked for`;
}

function noCluster({ id }: Environment): BacklotError {
  return new BacklotError({
    code: 'NoCluster',
    message: `environment '${id}' declares no cluster`,
    exitCode: 3,
    actions: [`backlot config ${id}`],
  });
}

function noEksCluster({ id }: Environment, name: string): BacklotError {
  return new BacklotError({
    code: 'NoEksCluster',
    message: `EKS of environment '${id}' knows no cluster ${name}: there is nothing to upgrade yet`,
    actions: [`backlot deploy ${id}`],
  });
}

/**
 * Whether and how an upgrade can be taken back.
 *
 * Source: https://docs.aws.amazon.com/eks/latest/userguide/rollback-cluster.html
 */
function reversalOf(cluster: string, live: string): string[] {
  const { major, minor } = minorOf(live);
  const before = `${major}.${minor}`;
  return [
    `EKS can take the control plane back to ${before} within 7 days after the upgrade has ended; what is in etcd stays as it is then. Where ${before} is in extended support only, the cluster's upgrade policy must be EXTENDED first.`,
    `Nodes and add-ons are not taken back with it: node groups first (aws eks update-nodegroup-version), because a kubelet must not be newer than the API server; add-ons to versions that fit ${before}.`,
    `Then aws eks update-cluster-version --name ${cluster} --kubernetes-version ${before}, and cluster.version back in the file, or the next deploy upgrades again.`,
    `After 7 days there is no way back: make a cluster of ${before} beside it, deploy the services to it, and move the traffic.`,
  ];
}
