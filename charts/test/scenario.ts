import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of all charts. */
export const chartsFolder = fileURLToPath(new URL('..', import.meta.url));

/** Values under which a chart is tried, as `<chart>/ci/<name>-values.yaml`. */
export interface Scenario {
  /** `service` */
  readonly chart: string;
  /** `worker-queue`; also the name of the release. */
  readonly name: string;
  /** Absolute path of the values. */
  readonly file: string;
}

const SUFFIX = '-values.yaml';

/** Every scenario on disk. */
export function findScenarios(): Scenario[] {
  return chartNames().flatMap((chart) =>
    readdirSync(join(chartsFolder, chart, 'ci'))
      .filter((file) => file.endsWith(SUFFIX))
      .sort()
      .map((file) => ({ chart, name: basename(file, SUFFIX), file: join(chartsFolder, chart, 'ci', file) })),
  );
}

/** Charts that can be installed: those with scenarios. */
export function chartNames(): string[] {
  return readdirSync(chartsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join(chartsFolder, entry.name)).includes('ci'))
    .map((entry) => entry.name)
    .sort();
}

/** Namespace that a chart is installed into. */
export function namespaceOf(chart: string): string {
  return chart === 'observability' ? 'observability' : 'streaming';
}
