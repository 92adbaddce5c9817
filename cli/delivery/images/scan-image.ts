import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../../../environments/model/index.js';
import { BacklotError } from '../../../modules/values/backlot-error.js';
import { shell } from '../../../modules/values/shell-quoted.js';
import {
  bySeverity,
  type Finding,
  type RawManifest,
  type ScanReport,
  SEVERITIES,
  type Severity,
  type SeverityCounts,
} from '../../adapters/images/index.js';
import { silent } from '../../kernel/progress.js';
import { findImage } from './find-image.js';
import { type NamedImage, shortDigest } from './image-reference-text.js';
import type { ImagesOptions } from './images-options.js';
import { runningImages } from './running-images.js';
import { type ImagesSession, withImages } from './with-images.js';

/** How an image is scanned. */
export interface ScanImageOptions extends ImagesOptions {
  /** Findings so bad or worse are counted as failing. @default none are */
  readonly failOn?: Severity;
  /** How long a scan may take, milliseconds. @default 10 minutes */
  readonly timeoutMs?: number;
  /** Time between two looks, milliseconds. @default 3,000 */
  readonly intervalMs?: number;
}

/** What a scan of an image showed. */
export interface ScanResult {
  readonly environment: string;
  readonly service: string;
  readonly tag?: string;
  readonly digest: string;
  /** `unsupported`: see the reason; nothing is known then. */
  readonly state: 'complete' | 'unsupported';
  readonly reason?: string;
  /** ISO 8601. */
  readonly completedAt?: string;
  readonly counts: SeverityCounts;
  /** How many are as bad as was asked not to be, or worse. */
  readonly failing: number;
  /** Worst first. */
  readonly findings: readonly Finding[];
}

/**
 * Scans an image, or takes the scan that there is, and waits for its end. Of an image for several platforms each is looked at.
 *
 * @throws BacklotError `ScanTimedOut` (exit code 69), `ScanFailed`, `ImageMissing`.
 */
export async function scanImage(
  environment: Environment,
  named: NamedImage,
  options: ScanImageOptions = {},
): Promise<ScanResult> {
  return withImages(environment, options, async (session) => {
    const running = () => runningImages(environment, session.cloud, session.cluster);
    const { digest, manifest, repository, tag } = await findImage(session, named, running);
    const report = await scanned(session, repository.name, manifest, options);
    return {
      environment: environment.id,
      service: named.service,
      ...(tag ? { tag } : {}),
      digest,
      state: report.state === 'unsupported' ? 'unsupported' : 'complete',
      ...(report.reason ? { reason: report.reason } : {}),
      ...(report.completedAt ? { completedAt: report.completedAt } : {}),
      counts: countsOf(report.findings),
      failing: options.failOn ? atLeast(report.findings, options.failOn).length : 0,
      findings: report.findings,
    };
  });
}

/** The scan of an image at its end, that of all platforms together. @throws BacklotError as {@link scanImage} */
export async function scanned(
  session: ImagesSession,
  repository: string,
  manifest: RawManifest,
  options: ScanImageOptions = {},
): Promise<ScanReport> {
  const reports: ScanReport[] = [];
  for (const digest of scannable(manifest)) reports.push(await finished(session, repository, digest, options));
  const supported = reports.filter(({ state }) => state !== 'unsupported');
  if (supported.length === 0) return reports[0] ?? { state: 'unsupported', reason: 'it holds no image', findings: [] };
  const findings = new Map(
    supported.flatMap((report) =>
      report.findings.map((each) => [`${each.id} ${each.package} ${each.installed}`, each]),
    ),
  );
  const [completedAt] = supported.flatMap((report) => report.completedAt ?? []).sort();
  return { state: 'complete', ...(completedAt ? { completedAt } : {}), findings: bySeverity([...findings.values()]) };
}

/** How many there are of each severity. */
export function countsOf(findings: readonly Finding[]): SeverityCounts {
  const counted = SEVERITIES.map((severity) => [
    severity,
    findings.filter((each) => each.severity === severity).length,
  ]);
  return Object.fromEntries(counted.filter(([, count]) => count !== 0));
}

/** Findings that are at least as bad. */
export function atLeast(findings: readonly Finding[], severity: Severity): Finding[] {
  const worst = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
  return findings.filter((finding) => worst.includes(finding.severity));
}

/** An index isn't scanned itself, its images are; attestations among them are none. */
function scannable({ bytes, digest }: RawManifest): string[] {
  const { manifests } = JSON.parse(bytes.toString('utf8')) as {
    manifests?: { digest: string; platform?: { os?: string } }[];
  };
  if (!manifests) return [digest];
  return manifests.filter(({ platform }) => platform?.os !== 'unknown').map((each) => each.digest);
}

async function finished(
  session: ImagesSession,
  repository: string,
  digest: string,
  { intervalMs = 3_000, progress = silent, timeoutMs = 600_000 }: ScanImageOptions,
): Promise<ScanReport> {
  const { catalog, stop: signal } = session;
  const deadline = performance.now() + timeoutMs;
  let asked = false;
  for (;;) {
    const report = await catalog.scan(repository, digest);
    if (report.state === 'complete' || report.state === 'unsupported') return report;
    if (report.state === 'failed') throw failed(repository, digest, report);
    if (report.state === 'absent' && !asked) {
      asked = true;
      progress.emit({ type: 'note', level: 'info', message: `asking for a scan of ${shortDigest(digest)}` });
      if (!(await catalog.startScan(repository, digest))) {
        return { state: 'unsupported', reason: 'this registry cannot scan it', findings: [] };
      }
    }
    if (signal.aborted) throw interrupted(session.environment.id);
    if (performance.now() + intervalMs > deadline) throw timedOut(session.environment.id, repository, timeoutMs);
    await delay(intervalMs, undefined, { signal }).catch(() => undefined); // looked at above
  }
}

function failed(repository: string, digest: string, { reason }: ScanReport): BacklotError {
  return new BacklotError({
    code: 'ScanFailed',
    message: `the scan of ${repository}@${shortDigest(digest)} failed${reason ? `: ${reason}` : ''}`,
    source: 'upstream',
    actions: [shell`aws ecr start-image-scan --repository-name ${repository} --image-id imageDigest=${digest}`],
  });
}

function timedOut(id: string, repository: string, timeoutMs: number): BacklotError {
  const service = repository.slice(repository.lastIndexOf('/') + 1);
  return new BacklotError({
    code: 'ScanTimedOut',
    message: `the scan of ${repository} has not ended in ${Math.round(timeoutMs / 1_000)} s; it goes on at AWS`,
    source: 'upstream',
    exitCode: 69,
    actions: [`backlot images scan ${id} ${service} --timeout 30m`],
  });
}

function interrupted(id: string): BacklotError {
  return new BacklotError({
    code: 'Interrupted',
    message: 'interrupted; the scan goes on at AWS',
    exitCode: 130,
    actions: [`backlot images list ${id}`],
  });
}
