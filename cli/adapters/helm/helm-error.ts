import { BacklotError, type BacklotErrorProps } from '../../../modules/values/backlot-error.js';
import { redact } from '../terraform/index.js';
import type { ChartReference, ReleaseReference } from './helm.js';
import type { HelmProcessResult } from './helm-process.js';
import { readViolations } from './values-violations.js';

/** What Helm was asked, for the error and its next steps. */
export interface HelmErrorContext extends Partial<ReleaseReference> {
  /** `upgrade`, `template`, … */
  readonly verb: string;
  readonly chart?: ChartReference;
  readonly timeoutMs: number;
  readonly secrets?: readonly string[];
}

const LINES = 12;

/** Turns a failed run of Helm into the error that a person reads. */
export function helmError(result: HelmProcessResult, context: HelmErrorContext): BacklotError {
  const { release, namespace, verb } = context;
  const what = release ? `release '${release}'` : `helm ${verb}`;
  const text = lastLines(redact(result.stderr, context.secrets));
  const said = text.replace(/^Error: /, '') || 'it printed nothing';
  const details = { release, namespace, verb, exitCode: result.exitCode, output: text };
  const error = (props: Omit<BacklotErrorProps, 'details'>, more: Record<string, unknown> = {}) =>
    new BacklotError({ ...props, details: { ...details, ...more } });

  if (result.interrupted) {
    return error({ code: 'Interrupted', message: `${what}: Helm was stopped as asked: ${said}`, exitCode: 130 });
  }
  if (result.timedOut || /timed out waiting|context deadline exceeded/.test(said)) {
    const seconds = Math.round(context.timeoutMs / 1_000);
    const message = `${what}: Helm did not end within ${seconds} s: ${said}`;
    return error({ code: 'HelmTimeout', message, source: 'upstream', exitCode: 69 });
  }
  const violations = readViolations(result.stderr);
  if (violations.length > 0) {
    const list = violations.map(({ path, problem }) => `${path || 'values'}: ${problem}`);
    const message = `${what}: values that the chart does not take: ${list.join('; ')}`;
    return error({ code: 'ValuesInvalid', message, exitCode: 3 }, { violations });
  }
  const refused = /execution error at \((?<template>[^)]*)\): (?<problem>[\s\S]+)/.exec(said)?.groups;
  if (refused?.problem) {
    const violation = { path: '', problem: refused.problem.trim(), chart: refused.template?.split('/')[0] ?? '' };
    const message = `${what}: ${violation.problem}`;
    return error({ code: 'ValuesInvalid', message, exitCode: 3 }, { violations: [violation] });
  }
  const known = KNOWN.find(({ pattern, remote }) => pattern.test(said) && (!remote || isRemote(context.chart)));
  if (known) return error({ source: 'upstream', ...known.props, message: `${what}: ${said}` }, known.more?.(said));
  return error({ code: 'HelmFailed', message: `${what}: ${said}`, source: 'upstream' });
}

interface KnownFailure {
  readonly pattern: RegExp;
  /** Only for charts of a repository. */
  readonly remote?: boolean;
  readonly props: Omit<BacklotErrorProps, 'message' | 'details'>;
  readonly more?: (said: string) => Record<string, unknown>;
}

const KNOWN: readonly KnownFailure[] = [
  { pattern: /another operation .*in progress/i, props: { code: 'ReleaseBusy', source: 'user' } },
  {
    pattern: /no matches for kind/,
    props: { code: 'KindMissing', source: 'user' },
    more: (said) => ({ ...(/kind "(?<kind>[^"]+)" in version "(?<apiVersion>[^"]+)"/.exec(said)?.groups ?? {}) }),
  },
  { pattern: /hooks? failed|failed (pre|post)-/i, props: { code: 'HookFailed', source: 'user' } },
  { pattern: /namespaces? "[^"]+" not found/, props: { code: 'NamespaceMissing', source: 'user' } },
  {
    pattern: /invalid ownership metadata|cannot be imported into the current release/,
    props: {
      code: 'ObjectOwned',
      source: 'user',
      hints: ['rename or delete the object that is named, which was made by something else'],
    },
  },
  {
    pattern:
      /is not a valid chart repository|no such host|dial tcp|chart .*not found|could not (find|download)|failed to (fetch|download|do request)|connection refused|i\/o timeout|TLS handshake|proxyconnect|Forbidden|40[134]/i,
    remote: true,
    props: { code: 'ChartUnreachable', hints: ['check that the chart repository can be reached from here'] },
  },
  {
    pattern: /cluster unreachable|connection refused|i\/o timeout|no route to host/i,
    props: {
      code: 'ClusterUnreachable',
      hints: ['check that the cluster runs'],
      actions: ['backlot status <environment>'],
    },
  },
  {
    pattern: /parse error|error converting YAML|Chart\.yaml|missing in charts\/ directory|template:/,
    props: { code: 'ChartInvalid', source: 'platform' },
  },
];

function isRemote(chart: ChartReference | undefined): boolean {
  return chart !== undefined && 'repository' in chart;
}

/** The end of what Helm said, without its remarks and warnings. */
function lastLines(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trimEnd())
    .filter(
      (line) => line && !/^(level=|WARNING|I\d{4} |W\d{4} |Release ".*" does not exist|Use --debug flag)/.test(line),
    );
  const start = lines.findLastIndex((line) => line.startsWith('Error: '));
  return (start < 0 ? lines.slice(-LINES) : lines.slice(start, start + LINES)).join('\n');
}
