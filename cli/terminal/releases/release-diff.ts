import type { DiffAction, ReleaseDiff, ServiceDifference } from '../../delivery/releases/index.js';
import type { Paint, Style } from '../paint.js';
import { attributeLines } from '../plan/attribute-lines.js';
import { plural } from '../plural.js';
import { shortImage, valueLine } from '../service-changes.js';

const MARKS: Readonly<Record<DiffAction, readonly [string, Style]>> = {
  added: ['+', 'green'],
  removed: ['-', 'red'],
  changed: ['~', 'yellow'],
};

/** Whether nothing differs. */
export function isSame({ services, stacks, baseline, schemas }: ReleaseDiff): boolean {
  return services.length + stacks.length + baseline.length + schemas.length === 0;
}

/** What differs between two releases, layer by layer: from → to. */
export function releaseDiff(diff: ReleaseDiff, options: { readonly width: number; readonly paint: Paint }): string {
  const { paint } = options;
  const head = `${diff.environment}: release ${diff.from} → ${diff.to}`;
  if (isSame(diff)) return `${head}: ${paint('green', 'the same')}`;
  const marked = (action: DiffAction, text: string) => paint(MARKS[action][1], `${MARKS[action][0]} ${text}`);
  const services = diff.services.flatMap((each) => [
    `  ${marked(each.action, each.service)}  ${imageText(each)}`,
    ...each.values.filter(({ path }) => !/^(image|release)\b/.test(path)).map((value) => `      ${valueLine(value)}`),
  ]);
  const stacks = diff.stacks.flatMap(({ id, action, resources }) => [
    `  ${marked(action, id)}`,
    ...resources.flatMap((resource) => [
      `    ${marked(resource.action, resource.address)}`,
      ...attributeLines(resource.attributes, options.width, paint),
    ]),
  ]);
  const baseline = diff.baseline.map(
    ({ action, kind, name, namespace }) => `  ${marked(action, `${kind} ${namespace ? `${namespace}/` : ''}${name}`)}`,
  );
  const schemas = diff.schemas.map(
    ({ store, service, before = '(none)', after = '(none)' }) =>
      `  ${store}${service ? ` as ${service} supports it` : ''}: ${before} → ${after}`,
  );
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? [[paint('bold', title), ...lines].join('\n')] : [];
  return [
    head,
    ...section(plural(diff.services.length, 'service'), services),
    ...section(plural(diff.stacks.length, 'stack'), stacks),
    ...section(`baseline: ${plural(diff.baseline.length, 'object')}`, baseline),
    ...section('schemas', schemas),
  ].join('\n\n');
}

function imageText({ imageAfter, imageBefore, chartAfter, chartBefore }: ServiceDifference): string {
  const image =
    imageBefore && imageAfter && imageBefore !== imageAfter
      ? `${shortImage(imageBefore)} → ${shortImage(imageAfter)}`
      : shortImage(imageAfter ?? imageBefore ?? '');
  const chart = chartBefore && chartAfter ? `  chart ${chartBefore} → ${chartAfter}` : '';
  return `${image}${chartBefore && chartBefore === chartAfter ? `  the content of chart ${chartAfter} differs` : chart}`;
}
