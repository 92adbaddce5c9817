/** One value that a chart's schema refuses. */
export interface ValuesViolation {
  /** `replicas.min`; empty for the values as a whole. */
  readonly path: string;
  /** As the schema's checker puts it: `got string, want integer`. */
  readonly problem: string;
  /** Chart whose schema it is. */
  readonly chart: string;
}

/** Helm 3.18 and later: `- at '/replicas/min': got string, want integer`. */
const POINTER = /^- at '(?<path>[^']*)': (?<problem>.+)$/;
/** Helm before 3.18: `- replicas.min: Invalid type. Expected: integer, given: string`. */
const DOTTED = /^- (?<path>\S+): (?<problem>.+)$/;

/** Reads what Helm prints about values that violate a schema; empty when it prints something else. */
export function readViolations(stderr: string): ValuesViolation[] {
  const lines = stderr.split('\n').map((line) => line.trimEnd());
  const start = lines.findIndex((line) => /don't meet the specifications of the schema/.test(line));
  if (start < 0) return [];
  let chart = '';
  const found: ValuesViolation[] = [];
  for (const line of lines.slice(start + 1)) {
    const named = /^(?<chart>[\w.-]+):$/.exec(line.trim())?.groups;
    if (named?.chart) chart = named.chart;
    const { path, problem } = (POINTER.exec(line.trim()) ?? DOTTED.exec(line.trim()))?.groups ?? {};
    if (path !== undefined && problem !== undefined) found.push({ path: dotted(path), problem, chart });
  }
  return found;
}

function dotted(path: string): string {
  if (path === '(root)') return '';
  if (!path.startsWith('/')) return path;
  const parts = path.slice(1).split('/');
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')).join('.');
}
