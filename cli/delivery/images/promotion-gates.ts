import { BacklotError } from '../../../modules/values/backlot-error.js';
import type { Severity, SeverityCounts } from '../../adapters/images/index.js';
import { commandLine, withFlag } from '../../kernel/command-line.js';
import type { FoundImage } from './find-image.js';
import type { NamedImage } from './image-reference-text.js';
import { imageText } from './image-reference-text.js';
import { atLeast, countsOf, type ScanImageOptions, scanned } from './scan-image.js';
import type { SourceHealth } from './source-health.js';
import type { ImagesSession } from './with-images.js';

/** What the scan of an image says about its promotion. */
export interface ScanGate {
  /** `accepted`: too bad, and somebody said that it may go; `unknown`: see the reason. */
  readonly state: 'passed' | 'accepted' | 'unknown';
  readonly reason?: string;
  readonly counts: SeverityCounts;
}

/** @throws BacklotError `SourceNotProven` when the source environment has not shown that it works, unless it is forced. */
export function assertProvenSource(
  health: SourceHealth,
  about: {
    readonly source: ImagesSession;
    readonly target: ImagesSession;
    readonly named: NamedImage;
    readonly force?: boolean;
  },
): void {
  const { force, named, source, target } = about;
  if (health.state === 'healthy' || force) return;
  const { id } = source.environment;
  throw new BacklotError({
    code: 'SourceNotProven',
    message: `'${id}' has ${health.state === 'bad' ? 'found that this image does not work' : 'not proven this image yet'}: ${health.reason}`,
    actions: [
      ...(health.state === 'bad' ? [] : [`backlot canary status ${id} ${named.service}`]),
      withFlag(commandLine(`backlot images promote ${id} ${target.environment.id} ${imageText(named)}`), 'force'),
    ],
    details: { health },
  });
}

/** Looks at the scan at the source. @throws BacklotError `FindingsTooBad` naming them, unless they are accepted. */
export async function scanGate(
  source: ImagesSession,
  { digest, manifest, repository }: FoundImage,
  options: ScanImageOptions & {
    readonly failOn?: Severity;
    readonly acceptFindings?: boolean;
    /** Whether the credentials are those of the source. */
    readonly own: boolean;
    readonly target: string;
  },
): Promise<ScanGate> {
  const { acceptFindings, failOn = 'CRITICAL', own } = options;
  if (!own) return { state: 'unknown', reason: 'another account may pull it, not read its scan', counts: {} };
  const report = await scanned(source, repository.name, manifest, options);
  if (report.state === 'unsupported') return { state: 'unknown', reason: report.reason ?? 'not scanned', counts: {} };
  const counts = countsOf(report.findings);
  const bad = atLeast(report.findings, failOn);
  if (bad.length === 0) return { state: 'passed', counts };
  const names = bad.slice(0, 5).map(({ fixedIn, id }) => (fixedIn ? `${id} (mended in ${fixedIn})` : id));
  const reason = `${bad.length} findings of severity ${failOn.toLowerCase()} or worse: ${names.join(', ')}`;
  if (acceptFindings) return { state: 'accepted', reason, counts };
  throw new BacklotError({
    code: 'FindingsTooBad',
    message: `${repository.url}@${digest} has ${reason}`,
    exitCode: 2,
    hints: ['build it again on a base image where they are mended'],
    actions: [
      withFlag(
        commandLine(
          `backlot images promote ${source.environment.id} ${options.target} ${repository.name.split('/').at(-1)}@${digest}`,
        ),
        'accept-findings',
      ),
    ],
    details: { counts },
  });
}
