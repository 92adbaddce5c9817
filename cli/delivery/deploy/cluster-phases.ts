import type { PackagedChart } from '../../adapters/helm/index.js';
import { silent } from '../../kernel/progress.js';
import { interrupted, reportError } from '../../kernel/reported-error.js';
import type { StackOutputs } from '../../kernel/stack-outputs.js';
import type { OpenedCluster } from '../../session/cluster/open-cluster.js';
import { type JournalOutcome, journaled } from '../../session/journal/journal.js';
import type { Session } from '../../session/open/session.js';
import { readStackOutputs } from '../../session/outputs/stack-outputs.js';
import type { BaselineResult } from '../cluster-objects/baseline/index.js';
import type { ClusterDeployment } from '../releases/applied-cluster.js';
import type { ArchivedAddresses, ArchivedChart, ArchivedObject } from '../releases/release-archive.js';
import { assertImages } from '../services/assert-images.js';
import type { RecordedService, ServiceChange, ServicesOptions } from '../services/index.js';
import type { DeployOptions } from './deploy-options.js';
import { needsCluster, type Phase } from './phase.js';

/** What an earlier release had in the cluster, to be applied again. */
export interface RecordedCluster {
  /** @default it had none */
  readonly baseline?: readonly ArchivedObject[];
  /** @default it had none */
  readonly observability?: { readonly chart: PackagedChart; readonly values: Readonly<Record<string, unknown>> };
  readonly services: Readonly<Record<string, RecordedService>>;
}

/** What {@link ClusterPhases} are made from. */
export interface ClusterPhasesProps {
  readonly session: Session;
  readonly phases: ReadonlySet<Phase>;
  readonly options: Pick<DeployOptions, 'context' | 'images' | 'prune' | 'services' | 'wait'>;
  /** Gives what is applied instead of what the environment declares. @default nothing: what it declares */
  readonly recorded?: (cluster: OpenedCluster, outputs: StackOutputs) => Promise<RecordedCluster>;
  /** What goes on after an interruption: `backlot deploy local`. @default the deploy */
  readonly resume?: string;
}

/** What was applied in the cluster, for the record of the release. */
export interface AppliedInCluster {
  /** @default the baseline was not applied */
  readonly baseline?: readonly ArchivedObject[];
  readonly addresses?: ArchivedAddresses;
  readonly charts: Readonly<Record<string, ArchivedChart>>;
}

/**
 * The part of a deploy that happens in the cluster: its baseline, controllers, dashboards and services. The cluster of the
 * sandbox starts while the stacks are planned, because it doesn't come from them.
 */
export class ClusterPhases {
  private readonly booting: Promise<OpenedCluster> | undefined;
  private baselineApplied: readonly ArchivedObject[] | undefined;
  private opened: OpenedCluster | undefined;
  private recorded: RecordedCluster | undefined;

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
    const seen = await this.look();
    if (!seen) return undefined;
    const { previewServices } = await import('../services/index.js');
    const changes = await previewServices(session.environment, await this.serviceOptions(seen.cluster, seen.outputs));
    // Services that are declared no more go only where that is asked for.
    return changes.filter(({ action }) => action !== 'delete' || this.props.options.prune);
  }

  /** What would change in the baseline; undefined when that cannot be told before the stacks are applied. */
  async previewBaseline(): Promise<BaselineResult | undefined> {
    const { session, phases } = this.props;
    const seen = phases.has('baseline') ? await this.look() : undefined;
    if (!seen) return undefined;
    const { applyBaseline } = await import('../cluster-objects/baseline/index.js');
    const objects = await this.baselineObjects(seen.cluster, seen.outputs);
    return applyBaseline(session.environment, {
      cluster: seen.cluster.kubernetes,
      objects,
      progress: silent,
      dryRun: true,
    });
  }

  /** The cluster with what the stacks give; undefined before there can be one. */
  async look(): Promise<{ readonly cluster: OpenedCluster; readonly outputs: StackOutputs } | undefined> {
    const { session } = this.props;
    if (!this.wanted) return undefined;
    const outputs = await readStackOutputs(session);
    // Before the first deploy nothing can be told, and there is no need to wait for a cluster that is starting.
    if (!outputs.cluster && session.stacks.some(({ id }) => id === 'cluster')) return undefined;
    return { cluster: await this.unlessStopped(this.booting ?? this.open(outputs)), outputs };
  }

  /** A cluster takes a minute to start: whoever asks to stop doesn't wait for it, and it goes on starting by itself. */
  private async unlessStopped<T>(work: Promise<T>): Promise<T> {
    const { session, resume = `backlot deploy ${session.environment.id}` } = this.props;
    const { stop } = session.interruption;
    const stopped = Promise.withResolvers<never>();
    work.catch(() => {}); // it may fail after nobody waits for it any more
    const fail = () => stopped.reject(interrupted(resume));
    stop.addEventListener('abort', fail, { once: true });
    if (stop.aborted) fail();
    try {
      return await Promise.race([work, stopped.promise]);
    } finally {
      stop.removeEventListener('abort', fail);
    }
  }

  /** Does it, part after part. What goes wrong is part of the result. */
  async deploy(): Promise<ClusterDeployment> {
    const began = performance.now();
    const { session, phases } = this.props;
    const { resume = `backlot deploy ${session.environment.id}` } = this.props;
    const done: { -readonly [Key in keyof ClusterDeployment]?: ClusterDeployment[Key] } = {};
    // Of what was read before the stacks were applied, nothing holds any more.
    this.recorded = undefined;
    try {
      const outputs = await readStackOutputs(session);
      const cluster = await this.unlessStopped(this.booting ?? this.open(outputs));
      const { context, kubeconfig, server } = cluster.kubernetes.access;
      Object.assign(done, { context, kubeconfig, server });
      for (const phase of ['baseline', 'controllers', 'observability', 'services'] as const) {
        if (!phases.has(phase)) continue;
        if (session.interruption.requested) throw interrupted(resume);
        Object.assign(done, { [phase]: await this[phase](cluster, outputs) });
        // Some of the ground rules are of kinds that only the controllers bring.
        const again = phase === 'controllers' && done.baseline && done.baseline.deferred > 0;
        if (again) done.baseline = await this.baseline(cluster, outputs);
      }
    } catch (error) {
      done.error = reportError(error);
    }
    const durationMs = Math.round(performance.now() - began);
    return { context: '', kubeconfig: '', server: '', ...done, durationMs };
  }

  /** What the record of the release takes from here. */
  async applied(deployment: ClusterDeployment | undefined): Promise<AppliedInCluster> {
    const { prometheus, awsEndpoint } = this.opened ?? {};
    const addresses = prometheus ? { prometheus, ...(awsEndpoint ? { awsEndpoint } : {}) } : undefined;
    const used = [
      ...(deployment?.services ?? []).flatMap(({ chartHash }) => chartHash ?? []),
      ...(deployment?.observability?.chartHash ? [deployment.observability.chartHash] : []),
    ];
    const recorded = Object.values(this.recorded?.services ?? {}).map(({ chart }) => chart);
    const { packageChart } = await import('../../adapters/helm/index.js');
    const { readChart } = await import('../releases/chart-content.js');
    const own = used.length > 0 ? await Promise.all([packageChart('service'), packageChart('observability')]) : [];
    const charts = [...own, ...recorded, ...(this.recorded?.observability ? [this.recorded.observability.chart] : [])];
    const wanted = new Map(charts.filter(({ hash }) => used.includes(hash)).map((chart) => [chart.hash, chart]));
    const read = await Promise.all([...wanted].map(async ([hash, chart]) => [hash, await readChart(chart)] as const));
    return { baseline: this.baselineApplied, addresses, charts: Object.fromEntries(read) };
  }

  private async open(outputs: StackOutputs): Promise<OpenedCluster> {
    const { session, options } = this.props;
    this.opened = await session.openCluster({
      progress: session.progress,
      outputs,
      context: options.context,
      awsEndpoint: session.cloud.endpoint,
    });
    return this.opened;
  }

  private async again(cluster: OpenedCluster, outputs: StackOutputs): Promise<RecordedCluster | undefined> {
    this.recorded ??= await this.props.recorded?.(cluster, outputs);
    return this.recorded;
  }

  private async baselineObjects(cluster: OpenedCluster, outputs: StackOutputs): Promise<readonly ArchivedObject[]> {
    const { environment } = this.props.session;
    const recorded = await this.again(cluster, outputs);
    if (recorded) return recorded.baseline ?? [];
    const { renderBaseline } = await import('../../../stacks/cluster-baseline.js');
    return renderBaseline(environment, { prometheus: cluster.prometheus });
  }

  private async baseline(cluster: OpenedCluster, outputs: StackOutputs) {
    const { applyBaseline } = await import('../cluster-objects/baseline/index.js');
    const { environment, interruption, journal, progress } = this.props.session;
    const objects = await this.baselineObjects(cluster, outputs);
    const entry = { step: 'baseline', intent: `apply ${objects.length} ground rules of the cluster` };
    const signal = interruption.stop;
    const result = await journaled(journal, entry, () =>
      applyBaseline(environment, { cluster: cluster.kubernetes, objects, progress, signal }),
    );
    this.baselineApplied = objects;
    return result;
  }

  private async controllers({ kubernetes }: OpenedCluster, outputs: StackOutputs) {
    const { installControllers } = await import('../cluster-objects/controllers/index.js');
    const { environment, journal, progress, interruption } = this.props.session;
    const signal = interruption.stop;
    const entry = { step: 'controllers', intent: 'install or upgrade the controllers of the cluster' };
    const ended = (done: readonly { readonly status: string }[]): JournalOutcome =>
      done.some(({ status }) => status === 'failed') ? 'failed' : 'done';
    const work = () => installControllers(environment, { cluster: kubernetes, progress, outputs, signal });
    return journaled(journal, entry, work, ended);
  }

  private async observability(cluster: OpenedCluster, outputs: StackOutputs) {
    const { deployObservability } = await import('../services/index.js');
    const { environment, interruption, journal } = this.props.session;
    const again = await this.again(cluster, outputs);
    if (again && !again.observability) {
      return { status: 'skipped' as const, reason: 'the release had no alerts and dashboards' };
    }
    const { recorded: _, ...options } = await this.serviceOptions(cluster, outputs);
    const entry = { step: 'observability', intent: 'install or upgrade alerts and dashboards' };
    return journaled(journal, entry, () =>
      deployObservability(environment, {
        ...options,
        recorded: again?.observability,
        signal: interruption.stop,
      }),
    );
  }

  private async services(cluster: OpenedCluster, outputs: StackOutputs) {
    const { deployServices } = await import('../services/index.js');
    const { options, session } = this.props;
    return deployServices(session.environment, {
      ...(await this.serviceOptions(cluster, outputs)),
      wait: options.wait ?? false,
      prune: options.prune ?? false,
      journal: session.journal,
      signal: session.interruption.stop,
    });
  }

  private async serviceOptions(cluster: OpenedCluster, outputs: StackOutputs): Promise<ServicesOptions> {
    const { options, session } = this.props;
    assertImages(session.environment, options.images ?? {});
    const recorded = await this.again(cluster, outputs);
    return {
      cluster: cluster.kubernetes,
      progress: session.progress,
      outputs,
      services: options.services,
      images: options.images,
      prometheus: cluster.prometheus,
      awsEndpoint: cluster.awsEndpoint,
      ...(recorded ? { recorded: recorded.services } : {}),
    };
  }
}
