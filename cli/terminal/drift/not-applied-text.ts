import type { DriftedAttribute, DriftResult } from '../../insight/drift/index.js';
import { nextSteps } from '../../kernel/next-steps.js';
import { truncate } from '../cells.js';
import { valueText } from '../plan/attribute-lines.js';
import { plural } from '../plural.js';
import type { DriftReportOptions } from './report-options.js';

/** As many kinds of changes are named. */
const NAMED = 3;

const LONGEST_VALUE = 32;

/** What is declared and not applied yet, in one line: it is a plan, and equal changes of many resources are one. */
export function notAppliedText({ owners, totals, environment }: DriftResult, { paint }: DriftReportOptions): string[] {
  if (totals.code === 0) return [];
  const resources = owners.flatMap(({ resources: each }) => each);
  const said = resources.flatMap(({ attributes, kind, change, type }) => {
    if (attributes.length === 0 && kind === 'code') return [WORDS[change](type)];
    return attributes.filter((each) => each.kind === 'code').map(changeText);
  });
  const counted = [...Map.groupBy(said, (each) => each)].sort(([, one], [, other]) => other.length - one.length);
  const named = counted.slice(0, NAMED).map(([text, { length }]) => (length > 1 ? `${text} (${length} times)` : text));
  const more = counted.length > NAMED ? [`${counted.length - NAMED} other changes`] : [];
  const head = paint('bold', `not applied yet: ${plural(totals.code, 'resource')}`);
  const shown = paint(
    'dim',
    `(${nextSteps([`backlot plan ${environment}`])} shows it, ${nextSteps([`backlot deploy ${environment}`])} does it)`,
  );
  return [`${head}: ${[...named, ...more].join('; ')} ${shown}`];
}

const WORDS = {
  changed: (type: string) => `${type} changed`,
  missing: (type: string) => `${type} not there yet`,
  extra: (type: string) => `${type} declared no more`,
} as const;

function changeText({ path, before, after, sensitive, unknown }: DriftedAttribute): string {
  if (sensitive) return path;
  // The tags of a stack's provider stand in every resource twice.
  const name = path.replace(/^tags_all\b/, 'tags');
  const short = (value: unknown) => truncate(valueText(value), LONGEST_VALUE);
  return `${name} ${short(before)} → ${unknown ? '(known after apply)' : short(after)}`;
}
