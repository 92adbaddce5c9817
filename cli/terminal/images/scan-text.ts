import type { ScanResult, SeverityCounts } from '../../delivery/images/index.js';
import type { Paint } from '../paint.js';
import { table } from '../table.js';

/** What a scan showed, worst first. */
export function scanText(
  { completedAt, counts, digest, environment, findings, reason, service, state, tag }: ScanResult,
  options: { readonly width: number; readonly paint: Paint },
): string {
  const name = `${service}${tag ? `:${tag}` : ''} ${digest}`;
  if (state === 'unsupported') {
    return `${name}\nNothing is known of its vulnerabilities: ${reason ?? `the registry of '${environment}' cannot scan it`}.`;
  }
  const head = `${name}\n${countsText(counts)}${completedAt ? `, scanned ${completedAt}` : ''}`;
  if (findings.length === 0) return head;
  const rows = table(
    findings,
    [
      { title: 'severity', value: ({ severity }) => severity.toLowerCase() },
      { title: 'id', value: ({ id }) => id },
      { title: 'package', value: (each) => each.package ?? '-', shrinks: true },
      { title: 'has', value: ({ installed = '-' }) => installed, shrinks: true },
      { title: 'mended in', value: ({ fixedIn = '-' }) => fixedIn, shrinks: true },
    ],
    options,
  );
  return `${head}\n\n${rows}`;
}

/** `1 critical, 3 high`. */
export function countsText(counts: SeverityCounts): string {
  const texts = Object.entries(counts).map(([severity, count]) => `${count} ${severity.toLowerCase()}`);
  return texts.join(', ') || 'no findings';
}
