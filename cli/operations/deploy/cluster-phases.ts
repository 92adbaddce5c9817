import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { OpenedCluster } from '../cluster/open-cluster.js';
import { interrupted, reportError } from '../driver/reported-error.js';
import type { Session } from '../driver/session.js';
import type { ServiceChange, ServicesOptions, StackOutputs } from '../services/index.js';
import type { ClusterDeployment } from './cluster-result.js';
import type { DeployOptions } from './deploy-options.js';
import { needsCluster, type Phase } from './phase.js';
import { readStackOutputs } from './stack-outputs.js';

/** What {@link ClusterPhases} are made from. */
export interface ClusterPhasesProps {
  readonly session: Session;
  readonly phases: ReadonlySet<Phase>;
  readonly options: DeployOptions;
}

/**
 * The part of a deploy that happens in the cluster: its baseline, controllers, dashboards and services. The cluster of the
 * sandbox starts while the stacks are planned, because it doesn't come from them.
 */
export class ClusterPhases {
  private readonly booting: Promise<OpenedCluster> | undefined;

  constructor(private readonly props: ClusterPhasesProps) {
    const { session, phases, options } = props;
    const ownBoot = session.environment.target === 'sandbox' || options.context !== undefined;
    this.booting = needsCluster(phases) && ownBoot ? this.open({}) : undefined;
    this.booting?.catch(() => {}); // whoever asks for it is told
  }

  get wanted(): boolean {
    return needsCluster(this.props.phases);
  }

  /** What would change in the services; undefined when that cannot be told before the stacks are applied. */
  async preview(): Promise<readonly ServiceChange[] | undefined> {
    const { session, phases } = this.props;
    if (!phases.has('services')) return undefined;
    const outputs = await readStackOutputs(session);
    // Before the first deploy nothing can be told, and there is no need to wait for a cluster that is starting.
    if (!outputs.cluster && session.stacks.some(({ id }) => id === 'cluster')) return undefined;
    const cluster = await (this.booting ?? this.open(outputs));
    const { previewServices } = await import('../services/index.js');
    const changes = await previewServices(session.environment, await this.serviceOptions(cluster, outputs));
    // Services that are declared no more go only where that is asked for.
    return changes.filter(({ action }) => action !== 'delete' || this.props.options.prune);
  }

  /** Does it, part after part. What goes wrong is part of the result. */
  async deploy(): Promise<ClusterDeployment> {
    const began = performance.now();
    const { session, phases } = this.props;
    const done: { -readonly [Key in keyof ClusterDeployment]?: ClusterDeployment[Key] } = {};
    try {
      const outputs = await readStackOutputs(session);
      const cluster = await (this.booting ?? this.open(outputs));
      const { context, kubeconfig, server } = cluster.kubernetes.access;
      Object.assign(done, { context, kubeconfig, server });
      for (const phase of ['baseline', 'controllers', 'observability', 'services'] as const) {
        if (!phases.has(phase)) continue;
        if (session.interruption.requested) throw interrupted(`backlot deploy ${session.environment.id}`);
        Object.assign(done, { [phase]: await this[phase](cluster, outputs) });
        // Some of the ground rules are of kinds that only the controllers bring.
        const again = phase === 'controllers' && done.baseline && done.baseline.deferred > 0;
        if (again) done.baseline = await this.baseline(cluster);
      }
    } catch (error) {
      done.error = reportError(error);
    }
    const durationMs = Math.round(performance.now() - began);
    return { context: '', kubeconfig: '', server: '', ...done, durationMs };
  }

  private async open(outputs: StackOutputs): Promise<OpenedCluster> {
    const { session, options } = this.props;
    return session.openCluster({
      progress: session.progress,
      outputs,
      context: options.context,
      awsEndpoint: session.cloud.endpoint,
    });
  }

  private async baseline({ kubernetes, prometheus }: OpenedCluster) {
    const { applyBaseline } = await import('../baseline/index.js');
    const { environment, interruption, progress } = this.props.session;
    return applyBaseline(environment, { cluster: kubernetes, progress, prometheus, signal: interruption.stop });
  }

  private async controllers({ kubernetes }: OpenedCluster, outputs: StackOutputs) {
    const { installControllers } = await import('../controllers/index.js');
    const { environment, progress, interruption } = this.props.session;
    const signal = interruption.stop;
    return installControllers(environment, { cluster: kubernetes, progress, outputs, signal });
  }

  private async observability(cluster: OpenedCluster, outputs: StackOutputs) {
    const { deployObservability } = await import('../services/index.js');
    const { environment, interruption } = this.props.session;
    return deployObservability(environment, {
      ...(await this.serviceOptions(cluster, outputs)),
      signal: interruption.stop,
    });
  }

  private async services(cluster: OpenedCluster, outputs: StackOutputs) {
    const { deployServices } = await import('../services/index.js');
    const { options, session } = this.props;
    return deployServices(session.environment, {
      ...(await this.serviceOptions(cluster, outputs)),
      wait: options.wait ?? false,
      prune: options.prune ?? false,
      signal: session.interruption.stop,
    });
  }

  private async serviceOptions(cluster: OpenedCluster, outputs: StackOutputs): Promise<ServicesOptions> {
    const { options, session } = this.props;
    assertKubernetesImages(session.environment, options.images ?? {});
    return {
      cluster: cluster.kubernetes,
      progress: session.progress,
      outputs,
      services: options.services,
      images: options.images,
      prometheus: cluster.prometheus,
      awsEndpoint: cluster.awsEndpoint,
    };
  }
}

/** @throws BacklotError `UnknownService` for an image of a service that isn't declared. */
function assertKubernetesImages({ id, services }: Environment, images: Readonly<Record<string, string>>): void {
  const unknown = Object.keys(images).filter((name) => !(name in services));
  if (unknown.length === 0) return;
  throw new BacklotError({
    code: 'UnknownService',
    message: `--image names ${unknown.map((name) => `'${name}'`).join(', ')}, but environment '${id}' has the services ${Object.keys(services).join(', ') || 'none'}`,
    exitCode: 3,
    actions: [`backlot deploy ${id} --image ${Object.keys(services)[0] ?? 'api'}=<tag>`],
  });
}
