import type { AdoptResult } from '../../insight/drift/index.js';
import type { DriftReportOptions } from './drift-report.js';
import { refusedText } from './revert-text.js';

/** The edit that makes the declaration follow the world. */
export function adoptPreview({ diff, edits, refused }: AdoptResult, options: DriftReportOptions): string {
  const { paint } = options;
  const lines = diff.split('\n').map((line) => {
    if (line.startsWith('+')) return paint('green', line);
    return line.startsWith('-') ? paint('red', line) : paint('dim', line);
  });
  const follows = edits.flatMap(({ key, adopts }) =>
    adopts.map(({ address, path }) => `  ${key}  ${paint('dim', `is ${address} ${path}`)}`),
  );
  const sections = edits.length > 0 ? [lines.join('\n'), follows.join('\n')] : [];
  return [...sections, ...refusedText(refused, options)].join('\n\n');
}

/** What was written. */
export function adoptReport(result: AdoptResult, options: DriftReportOptions): string {
  const { edits, refused, written } = result;
  const { paint } = options;
  if (edits.length === 0) {
    const head = refused.length > 0 ? 'Nothing could be adopted' : paint('green', 'Nothing was changed outside');
    return [head, ...refusedText(refused, options)].join('\n\n');
  }
  const file = edits[0]?.file ?? '';
  const keys = edits.map(({ key }) => key).join(', ');
  const told = written ? paint('green', `${file} now says so: ${keys}`) : `${file} would say so: ${keys}`;
  return [adoptPreview(result, options), told].join('\n\n');
}
