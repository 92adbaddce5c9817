import { isWholeExpression } from '../../../modules/values/whole-expression.js';
import type { Path } from '../document/path.js';
import type { Environment } from '../schema/environment.js';
import type { Rule, RuleProblem } from './rule.js';

type Metrics = Exclude<Environment['services'][string]['metrics'], false>;

/** Names of metrics belong to the profile that has none of its own, and what tells failures is a regular expression. */
export const serviceMetrics: Rule = ({ services }) =>
  Object.entries(services).flatMap(([name, { metrics }]) =>
    metrics === false ? [] : problems(metrics, ['services', name, 'metrics']),
  );

function problems({ names, profile }: Metrics, path: Path): RuleProblem[] {
  if (profile === 'custom' && !names) {
    const message = 'profile custom says nothing about what the metrics are called';
    return [{ path: [...path, 'profile'], message, hint: 'add names: { requests: …, status: …, latency: … }' }];
  }
  if (profile !== 'custom' && names) {
    const message = `profile ${profile} has names of its own`;
    return [{ path: [...path, 'names'], message, hint: 'write profile: custom, or remove names' }];
  }
  if (names?.failures === undefined || isExpression(names.failures)) return [];
  return [{ path: [...path, 'names', 'failures'], message: `'${names.failures}' is no regular expression` }];
}

/** Prometheus knows RE2, which has no lookaround and no references back. The expression becomes a part of another one. */
function isExpression(text: string): boolean {
  if (/\(\?[=!<]|\\[1-9]/.test(text) || !isWholeExpression(text)) return false;
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
