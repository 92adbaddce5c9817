import type { CanaryThreshold } from './canary-status.js';
import type { AnalysisRun, RunMetric } from './rollout-objects.js';

/** The arguments of an analysis by name, as it was given them. */
export type AnalysisArguments = Readonly<Record<string, string>>;

const ARGUMENT = /\{\{\s*args\.([\w-]+)\s*\}\}/;
const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const COMPARISON = new RegExp(
  String.raw`(?<!len\(\s*)result(?:\[0\])?\s*\)?\s*(>=|<=|>|<)\s*(?:asFloat\(\s*)?(${NUMBER}|\{\{\s*args\.[\w-]+\s*\}\})`,
);
const OPPOSITE = { '>=': '<', '<=': '>', '>': '<=', '<': '>=' } as const;

/** Arguments by name; those without a value, such as secrets, are left out. */
export function argumentsOf(run: AnalysisRun): AnalysisArguments {
  const given = run.spec.args ?? [];
  return Object.fromEntries(given.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

/** The plain comparison in a metric's condition for success, else the opposite of the one for failure. */
export function thresholdOf(metric: RunMetric, given: AnalysisArguments): CanaryThreshold | undefined {
  const wanted = comparisonIn(metric.successCondition, given);
  if (wanted) return wanted;
  const unwanted = comparisonIn(metric.failureCondition, given);
  return unwanted && { ...unwanted, comparison: OPPOSITE[unwanted.comparison] };
}

/** A number that may be written as `{{args.x}}`; undefined when it isn't one. */
export function resolveNumber(written: number | string | undefined, given: AnalysisArguments): number | undefined {
  if (written === undefined || written === '') return undefined;
  const name = ARGUMENT.exec(String(written))?.[1];
  const value = Number(name === undefined ? written : given[name]);
  return Number.isFinite(value) ? value : undefined;
}

function comparisonIn(condition: string | undefined, given: AnalysisArguments): CanaryThreshold | undefined {
  const [, comparison, operand] = COMPARISON.exec(condition ?? '') ?? [];
  const value = resolveNumber(operand, given);
  if (comparison === undefined || value === undefined) return undefined;
  const argument = ARGUMENT.exec(operand ?? '')?.[1];
  return { comparison: comparison as CanaryThreshold['comparison'], value, ...(argument ? { argument } : {}) };
}
