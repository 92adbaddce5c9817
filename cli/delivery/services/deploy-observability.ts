import type { Environment } from '../../../environments/model/index.js';
import { openHelm, type PackagedChart, packageChart } from '../../adapters/helm/index.js';
import { canonicalHash } from '../../kernel/canonical-hash.js';
import { silent, step } from '../../kernel/progress.js';
import { withDeployLock } from '../workloads/deploy-lock.js';
import { recoverPending } from '../workloads/pending-release.js';
import type { DeployServicesOptions } from './deploy-services-options.js';
import { observabilityValues } from './observability-values.js';
import { waitTimes } from './wait-times.js';

/** Where what is watched is kept: release and namespace. */
export const OBSERVABILITY = { namespace: 'observability', release: 'observability' } as const;

/** What a deploy of alerts and dashboards can be told. */
export type DeployObservabilityOptions = Pick<
  DeployServicesOptions,
  'cluster' | 'helm' | 'progress' | 'outputs' | 'signal' | 'times' | 'parent'
> & {
  /** Chart and values of an earlier release to apply again. @default this installation's, with the values that are declared */
  readonly recorded?: { readonly chart: PackagedChart; readonly values: Readonly<Record<string, unknown>> };
};

/** What happened to alerts and dashboards. */
export interface ObservabilityDeployment {
  readonly status: 'deployed' | 'unchanged' | 'skipped';
  /** @default all of it was made */
  readonly reason?: string;
  /** `observability-1.0.0` @default it was skipped */
  readonly chart?: string;
  /** SHA-256 of the chart's content. @default it was skipped */
  readonly chartHash?: string;
  /** SHA-256 of the values in canonical form. @default it was skipped */
  readonly valuesHash?: string;
  /** What the release was made with; they hold no secret. @default it was skipped */
  readonly values?: Readonly<Record<string, unknown>>;
}

/**
 * Brings alerts, recording rules and dashboards to what the services' objectives ask for. Where the cluster knows no
 * PrometheusRules, only the dashboards are made, and that is said.
 *
 * @throws BacklotError what Helm, the lock and the values throw.
 */
export async function deployObservability(
  environment: Environment,
  options: DeployObservabilityOptions,
): Promise<ObservabilityDeployment> {
  const { cluster, progress = silent, signal, outputs, parent } = options;
  const { namespace, release } = OBSERVABILITY;
  const title = 'alerts and dashboards';
  const describe = ({ status, reason }: ObservabilityDeployment) =>
    ({ status: status === 'deployed' ? 'done' : status, message: reason }) as const;
  return step(progress, { id: 'observability', title, parent }, work, describe);

  async function work(): Promise<ObservabilityDeployment> {
    if (!(await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace }))) {
      return { status: 'skipped', reason: `there is no namespace '${namespace}': the baseline makes it` };
    }
    const rules = await cluster.serves('monitoring.coreos.com/v1', 'PrometheusRule');
    const values = options.recorded?.values ?? { ...observabilityValues(environment, { outputs, rules }) };
    const helm = options.helm ?? (await openHelm(cluster.access));
    const chart = options.recorded?.chart ?? (await packageChart('observability'));
    const made = { chart: chart.id, chartHash: chart.hash, valuesHash: canonicalHash(values), values };
    const reason = rules
      ? undefined
      : 'the cluster knows no PrometheusRules (kube-prometheus-stack brings them): no alerts';
    const description = `chart ${chart.hash.slice(0, 16)}`;
    const last = await helm.status(OBSERVABILITY);
    const same = last?.status === 'deployed' && last.description === description;
    if (same && canonicalHash(await helm.values(OBSERVABILITY)) === canonicalHash(values)) {
      return { status: 'unchanged', reason, ...made };
    }
    const tell = (message: string) => progress.emit({ type: 'step-progress', id: 'observability', message });
    const { leaseMs } = waitTimes(options.times);
    return withDeployLock({ cluster, namespace, release, leaseMs, signal, tell }, async (lost) => {
      await helm.settle(OBSERVABILITY, { signal });
      await recoverPending(cluster, helm, OBSERVABILITY);
      const both = signal ? AbortSignal.any([signal, lost]) : lost;
      const request = { ...OBSERVABILITY, chart: { path: chart.path }, values };
      const labels = { 'backlot.dev/environment': environment.id, 'backlot.dev/part': 'observability' };
      await helm.upgradeInstall(request, { signal: both, description, labels });
      return { status: 'deployed', reason, ...made };
    });
  }
}
