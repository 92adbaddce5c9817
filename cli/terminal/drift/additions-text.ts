import type { DriftResult, Severity } from '../../insight/drift/index.js';
import type { Style } from '../paint.js';
import type { DriftReportOptions } from './report-options.js';

const STYLES: Readonly<Record<Severity, Style>> = { critical: 'red', high: 'yellow', notice: 'dim' };

/** What is attached beside what the stacks made, the severe first, each with the command that takes it away. */
export function additionsText({ additions }: Pick<DriftResult, 'additions'>, { paint }: DriftReportOptions): string[] {
  if (additions.length === 0) return [];
  const lines = additions.flatMap(({ severity, what, name, on, onName, owner, says, remove }) => {
    const where =
      owner === on ? 'in the cluster' : `on ${on}${onName && onName !== name ? ` (${onName})` : ''}, ${owner}`;
    const grave = severity === 'critical' ? ` ${paint('red', 'critical')}` : '';
    const thing = name.startsWith(`${what}/`) ? name : `${what} ${name}`;
    return [
      `  ${paint(STYLES[severity], `+ ${thing}`)}${grave}  ${paint('dim', where)}`,
      ...(says ? [`        ${says}`] : []),
      `        ${paint('dim', `remove it: ${remove}`)}`,
    ];
  });
  return [[paint('bold', `${additions.length} added beside what is declared`), ...lines].join('\n')];
}

/** What could not be asked for, with what would help. */
export function notCheckedText(
  { notChecked }: Pick<DriftResult, 'notChecked'>,
  { paint }: DriftReportOptions,
): string[] {
  if (notChecked.length === 0) return [];
  const lines = notChecked.map(({ what, count, on, reason, needs }) => {
    const of = count > 1 ? `of ${on} and ${count - 1} more` : `of ${on}`;
    const allow = needs.length > 0 ? `; allow ${needs.join(', ')}` : '';
    return `  ${paint('yellow', `? ${what}`)} ${paint('dim', of)}  ${reason}${allow}`;
  });
  return [[paint('bold', `${notChecked.length} not checked`), ...lines].join('\n')];
}
