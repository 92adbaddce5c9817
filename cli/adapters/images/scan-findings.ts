import type { EnhancedImageScanFinding, ImageScanFinding } from '@aws-sdk/client-ecr';
import { type Finding, type ScanState, SEVERITIES, type Severity } from './image-catalog.js';

/** What the status of a scan means. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html */
export function stateOf(status: string | undefined): ScanState {
  if (status === undefined) return 'absent';
  // ACTIVE is the continuous scanning of Inspector: what it has found so far counts.
  if (status === 'COMPLETE' || status === 'ACTIVE') return 'complete';
  if (status === 'IN_PROGRESS' || status === 'PENDING') return 'pending';
  return status === 'UNSUPPORTED_IMAGE' ? 'unsupported' : 'failed';
}

/** A finding of basic scanning or of Inspector, in the same words. */
export function findingOf(finding: ImageScanFinding | EnhancedImageScanFinding): Finding {
  if ('packageVulnerabilityDetails' in finding) return enhanced(finding);
  const { attributes = [], name, severity, uri } = finding as ImageScanFinding;
  const attribute = (key: string) => attributes.find((each) => each.key === key)?.value;
  return compact({
    id: name ?? '?',
    severity: severityOf(severity),
    package: attribute('package_name'),
    installed: attribute('package_version'),
    fixedIn: attribute('fixed_in_version'),
    link: uri,
  });
}

/** Worst first, then by name. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  const rank = ({ severity }: Finding) => SEVERITIES.indexOf(severity);
  return [...findings].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
}

function enhanced({ packageVulnerabilityDetails, severity, title }: EnhancedImageScanFinding): Finding {
  const { sourceUrl, vulnerabilityId, vulnerablePackages = [] } = packageVulnerabilityDetails ?? {};
  const [first] = vulnerablePackages;
  // Inspector says NotAvailable where no version has it mended.
  const fixed = first?.fixedInVersion === 'NotAvailable' ? undefined : first?.fixedInVersion;
  return compact({
    id: vulnerabilityId ?? title ?? '?',
    severity: severityOf(severity),
    package: first?.name,
    installed: first?.version,
    fixedIn: fixed,
    link: sourceUrl,
  });
}

function severityOf(text: string | undefined): Severity {
  // Inspector says UNTRIAGED for what basic scanning calls UNDEFINED.
  return SEVERITIES.find((severity) => severity === text) ?? 'UNDEFINED';
}

function compact(finding: { [K in keyof Finding]: Finding[K] | undefined }): Finding {
  return Object.fromEntries(Object.entries(finding).filter(([, value]) => value !== undefined)) as unknown as Finding;
}
