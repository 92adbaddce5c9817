import { latencySeconds } from '../../../modules/values/latency.js';
import type { Path } from '../document/path.js';
import { alternatives } from '../document/quote.js';
import type { Environment } from '../schema/environment.js';
import type { Rule, RuleProblem } from './rule.js';

type Service = Environment['services'][string];

/** Boundaries of the histograms, seconds: only what is one of them can be counted. */
const BOUNDARIES = {
  web: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  worker: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  playback: [0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10],
} as const;

/** Below, an alert would never come; at 100, it would come at the first error. */
const [LEAST, MOST] = [50, 99.999];

/** Objectives leave something to spend, and can be counted with the metrics that a service has. */
export const serviceObjective: Rule = ({ services }) =>
  Object.entries(services).flatMap(([name, service]) => {
    const path = ['services', name];
    return service.slo ? [...meansProblems(service, path), ...objectiveProblems(service, [...path, 'slo'])] : [];
  });

function meansProblems({ kind, metrics }: Service, path: Path): RuleProblem[] {
  const slo = [...path, 'slo'];
  if (kind === 'cron') {
    return [
      { path: slo, message: 'a cron job has no requests to count', hint: 'remove slo', related: [[...path, 'kind']] },
    ];
  }
  if (metrics !== false) return [];
  return [{ path: slo, message: 'without metrics, nothing can be counted', related: [[...path, 'metrics']] }];
}

function objectiveProblems({ kind, slo }: Service, path: Path): RuleProblem[] {
  if (!slo || kind === 'cron') return [];
  const { availability, latency, playback } = slo;
  const problems: RuleProblem[] = [];
  if (availability < LEAST || availability > MOST) {
    const message = `must be ${LEAST} to ${MOST}, not ${availability}`;
    const hint = availability > MOST ? 'no service is always there: leave errors to spend' : undefined;
    problems.push({ path: [...path, 'availability'], message, hint });
  }
  return [
    ...problems,
    ...boundaryProblem(latency, BOUNDARIES[kind], [...path, 'latency']),
    ...boundaryProblem(playback?.startup, BOUNDARIES.playback, [...path, 'playback', 'startup']),
  ];
}

function boundaryProblem(text: string | undefined, boundaries: readonly number[], path: Path): RuleProblem[] {
  if (text === undefined || boundaries.some((each) => Math.abs(each - latencySeconds(text)) < 1e-9)) return [];
  const hint = `write ${alternatives(boundaries.map((each) => (each < 1 || each % 1 > 0 ? `${each * 1000}ms` : `${each}s`)))}`;
  return [{ path, message: `no boundary of the histogram is at ${text}`, hint }];
}
