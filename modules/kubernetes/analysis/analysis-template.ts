import { CustomResource } from '@pulumi/kubernetes/apiextensions/customResource.js';
import { type OwnedProps, ownedMetadata } from '../ownership.js';
import { analysisArguments } from './analysis-arguments.js';
import type { AnalysisMetric } from './metric.js';

/** What an {@link AnalysisTemplate} is made from. */
export interface AnalysisTemplateProps extends OwnedProps {
  /** Address of Prometheus for Rollouts that name none. */
  readonly prometheus: string;
  readonly thresholds: Readonly<Record<string, string>>;
  readonly metrics: readonly AnalysisMetric[];
}

/**
 * How canaries of a kind of service are judged, for Rollouts in any namespace. Verdicts pass or fail; whether there is enough
 * to judge by is a metric of its own, so that nothing undecided can keep a version that fails. A run ends with the first
 * metric that fails.
 *
 * @see https://argo-rollouts.readthedocs.io/en/stable/features/analysis/
 */
export class AnalysisTemplate extends CustomResource {
  constructor(name: string, { owner, prometheus, thresholds, metrics }: AnalysisTemplateProps) {
    super(name, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'ClusterAnalysisTemplate',
      metadata: ownedMetadata(owner, name),
      spec: {
        args: analysisArguments(prometheus, thresholds),
        metrics: metrics.map(({ name: metric, query, ...conditions }) => ({
          name: metric,
          initialDelay: '{{args.initial-delay}}',
          interval: '{{args.interval}}',
          ...conditions,
          provider: { prometheus: { address: '{{args.prometheus}}', query } },
        })),
      },
    });
  }
}
