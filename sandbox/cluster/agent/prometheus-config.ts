import { stringify } from 'yaml';
import { spokenRelabelings } from './model/spoken-profile.js';

/** What Prometheus of the sandbox reads. */
export interface PrometheusConfigOptions {
  /** The agent's `port`. */
  readonly agentPort: number;
  /** @default 5: shorter than on a real cluster, so that an analysis sees a change within its first interval */
  readonly scrapeSeconds?: number;
  /** Paths of rule files. @default none */
  readonly ruleFiles?: readonly string[];
}

/**
 * The configuration of Prometheus, as YAML: one static target, the agent, whose labels are kept as they are, because it
 * speaks for many pods. The names of libraries become the common ones, as the services' PodMonitors do it.
 */
export function prometheusConfig(options: PrometheusConfigOptions): string {
  const interval = `${options.scrapeSeconds ?? 5}s`;
  return stringify({
    global: { scrape_interval: interval, evaluation_interval: interval },
    ...(options.ruleFiles?.length ? { rule_files: [...options.ruleFiles] } : {}),
    scrape_configs: [
      {
        job_name: 'backlot-sandbox-model',
        honor_labels: true,
        metrics_path: '/metrics',
        metric_relabel_configs: spokenRelabelings(),
        static_configs: [{ targets: [`127.0.0.1:${options.agentPort}`] }],
      },
    ],
  });
}
