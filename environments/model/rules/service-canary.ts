import { Duration } from '../../../modules/values/duration.js';
import type { Path } from '../document/path.js';
import type { Environment } from '../schema/environment.js';
import type { Rule, RuleProblem } from './rule.js';

type Service = Environment['services'][string];
type Canary = Exclude<Service['canary'], false>;

/** A rate needs two values. */
const READS_PER_WINDOW = 2;

/** A canary gets more from step to step, and is judged by metrics that are read often enough. */
export const serviceCanary: Rule = ({ services }) =>
  Object.entries(services).flatMap(([name, service]) => {
    const { canary, kind, run } = service;
    if (!canary || kind === 'cron' || run !== 'kubernetes') return [];
    const path = ['services', name];
    return [...stepProblems(canary, [...path, 'canary', 'steps']), ...metricProblems(service, canary, path)];
  });

function stepProblems({ steps }: Canary, path: Path): RuleProblem[] {
  return steps.flatMap((step, index) => {
    const before = steps[index - 1];
    if (before === undefined || step > before) return [];
    const hint = `write [${[...new Set(steps)].sort((a, b) => a - b).join(', ')}]`;
    return [{ path: [...path, index], message: `${step} comes after ${before}: each step gives more`, hint }];
  });
}

function metricProblems({ metrics }: Service, canary: Canary, path: Path): RuleProblem[] {
  if (metrics === false) {
    const message = 'without metrics, nothing says how the new version does';
    const hint = 'write canary: false, or remove metrics: false';
    return [{ path: [...path, 'canary'], message, hint, related: [[...path, 'metrics']] }];
  }
  const [window, interval] = [Duration.parse(canary.window), Duration.parse(metrics.interval)];
  const least = READS_PER_WINDOW * interval.toSeconds();
  if (window.toSeconds() >= least) return [];
  return [
    {
      path: [...path, 'canary', 'window'],
      message: `${window} is too short for metrics that are read every ${interval}`,
      hint: `write at least ${Duration.seconds(least)}, or a shorter metrics.interval`,
      related: [[...path, 'metrics']],
    },
  ];
}
