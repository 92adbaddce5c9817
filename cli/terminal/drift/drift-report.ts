import type { DriftedResource, DriftKind, DriftOwner, DriftResult } from '../../insight/drift/index.js';
import type { Paint, Style } from '../paint.js';
import { plural } from '../plural.js';
import { additionsText, notCheckedText } from './additions-text.js';
import { driftAttributeLines } from './drift-attributes.js';
import { notAppliedText } from './not-applied-text.js';
import type { DriftReportOptions } from './report-options.js';

export type { DriftReportOptions } from './report-options.js';

/**
 * What differs, the gravest first: what was added beside, what was changed outside, then in a line what is declared and not
 * applied; noise where it is asked for.
 */
export function driftReport(drift: DriftResult, options: DriftReportOptions): string {
  const kinds = SECTIONS.filter(({ kind }) => kind === 'outside' || options.all);
  return [
    ...additionsText(drift, options),
    ...kinds.flatMap((section) => sectionText(drift, section, options)),
    ...straysText(drift, options),
    ...(options.all ? [] : notAppliedText(drift, options)),
    ...unknownText(drift, options),
    ...notCheckedText(drift, options),
    summary(drift, options),
  ].join('\n\n');
}

interface Section {
  readonly kind: DriftKind;
  readonly title: string;
  readonly style: Style;
}

const SECTIONS: readonly Section[] = [
  { kind: 'outside', title: 'changed outside', style: 'red' },
  { kind: 'code', title: 'declared, not applied', style: 'yellow' },
  { kind: 'noise', title: 'noise', style: 'dim' },
];

function sectionText(drift: DriftResult, section: Section, options: DriftReportOptions): string[] {
  const blocks = drift.owners.flatMap((owner) => ownerText(owner, section, options));
  if (blocks.length === 0) return [];
  const count = drift.totals[section.kind];
  return [[options.paint('bold', `${count} ${section.title}`), ...blocks].join('\n')];
}

function ownerText(owner: DriftOwner, section: Section, options: DriftReportOptions): string[] {
  const { paint } = options;
  const hit = owner.resources.filter((each) =>
    each.attributes.length === 0
      ? each.kind === section.kind
      : each.attributes.some(({ kind }) => kind === section.kind),
  );
  if (hit.length > 0 && owner.reason === 'it was never applied') {
    return [`  ${paint(section.style, `+ ${hit.length}`)} in ${owner.id}, which was never applied`];
  }
  return hit.map((resource) => resourceText(resource, section, options));
}

function resourceText(resource: DriftedResource, { kind, style }: Section, options: DriftReportOptions): string {
  const { paint, width } = options;
  const { address, attributes, owner } = resource;
  const own = attributes.filter((attribute) => attribute.kind === kind);
  const lines = [`  ${paint(style, `${mark(resource)} ${address}`)}  ${paint('dim', owner)}${wordOf(resource)}`];
  lines.push(...driftAttributeLines(own, width, paint));
  if (kind === 'outside') lines.push(...authorLines(resource, paint));
  return lines.join('\n');
}

/** What happened outside, and what a deploy would do: a resource that is there and declared no more would go. */
function mark({ change, kind }: DriftedResource): string {
  if (change === 'changed') return '~';
  return (change === 'missing') === (kind === 'outside') ? '-' : '+';
}

function wordOf({ change, kind }: DriftedResource): string {
  if (change === 'missing') return kind === 'outside' ? '  removed outside' : '  not there yet';
  return change === 'extra' ? '  declared no more' : '';
}

function authorLines({ authors = [], trail }: DriftedResource, paint: Paint): string[] {
  if (trail) return [`        ${paint('dim', trail)}`];
  return authors.map(({ who, at, action, source }) => {
    const from = source ? ` from ${source}` : '';
    return `        ${paint('cyan', `${action} by ${who}`)} ${paint('dim', `at ${at.replace(/\.\d+Z$/, 'Z')}${from}`)}`;
  });
}

/** What carries the environment's tags and is in no state. */
function straysText({ strays }: DriftResult, { paint }: DriftReportOptions): string[] {
  if (strays.length === 0) return [];
  const lines = strays.map(({ arn, name, restored, type }) =>
    restored
      ? `  ${paint('yellow', `? ${arn}`)}  ${paint('dim', `left by a restore of ours from ${restored.set}${leftWords(restored)}; remove it: ${restored.remove}`)}`
      : name && !arn.endsWith(name)
        ? `  ${paint('yellow', `? ${name}`)}  ${paint('dim', arn)}`
        : `  ${paint('yellow', `? ${arn}`)}  ${paint('dim', type)}`,
  );
  return [[paint('bold', `${strays.length} outside of every state`), ...lines].join('\n')];
}

/** What it holds, and whether that may be newer than what serves now. */
function leftWords({ holds, purpose }: NonNullable<DriftResult['strays'][number]['restored']>): string {
  const held = holds ? `; it holds ${holds}` : '';
  return purpose === 'replaced' ? `${held}; put aside, so it may have newer rows than what took its place` : held;
}

function unknownText({ owners }: DriftResult, { paint }: DriftReportOptions): string[] {
  const unknown = owners.filter(({ status }) => status === 'unknown');
  if (unknown.length === 0) return [];
  const lines = unknown.map(
    ({ id, reason = 'it could not be looked at' }) => `  ${paint('yellow', `? ${id}`)}  ${reason}`,
  );
  return [[paint('bold', `${unknown.length} not known`), ...lines].join('\n')];
}

function summary({ cached, at, hasDrift, totals, owners }: DriftResult, { paint, all }: DriftReportOptions): string {
  const { outside, noise, additions, notChecked, strays } = totals;
  const looked = `looked at ${plural(owners.length - totals.unknown, 'part')}${cached ? ` at ${at.replace(/\.\d+Z$/, 'Z')}` : ''}`;
  const found = [
    `${outside} changed outside`,
    ...(additions > 0 ? [`${additions} added beside`] : []),
    ...(strays > 0 ? [`${strays} outside of every state`] : []),
  ];
  const blind = notChecked > 0 ? ` (${notChecked} not checked)` : '';
  const verdict = hasDrift
    ? paint('yellow', `${found.join(', ')}${blind}`)
    : paint(blind ? 'yellow' : 'green', blind ? `No drift in what could be checked${blind}` : 'No drift');
  const counted = noise > 0 ? `; ${noise} differ in nothing that matters${all ? '' : ' (--all shows them)'}` : '';
  return `${verdict}${counted}; ${looked}`;
}
