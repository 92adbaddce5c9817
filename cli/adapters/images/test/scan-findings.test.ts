import { describe, expect, it } from '@jest/globals';
import { bySeverity, findingOf, stateOf } from '../scan-findings.js';

describe('findings of scans', () => {
  it('have the same words from basic scanning and from Inspector', () => {
    const basic = findingOf({
      name: 'CVE-2026-1',
      severity: 'HIGH',
      uri: 'https://example.com/1',
      attributes: [
        { key: 'package_name', value: 'openssl' },
        { key: 'package_version', value: '3.0.1' },
      ],
    });
    const inspector = findingOf({
      severity: 'CRITICAL',
      packageVulnerabilityDetails: {
        vulnerabilityId: 'CVE-2026-2',
        vulnerablePackages: [{ name: 'zlib', version: '1.2', fixedInVersion: '1.3' }],
      },
    });
    expect(basic).toEqual({
      ...{ id: 'CVE-2026-1', severity: 'HIGH', package: 'openssl', installed: '3.0.1', link: 'https://example.com/1' },
    });
    expect(inspector).toEqual({
      ...{ id: 'CVE-2026-2', severity: 'CRITICAL', package: 'zlib', installed: '1.2', fixedIn: '1.3' },
    });
    expect(bySeverity([basic, inspector]).map(({ id }) => id)).toEqual(['CVE-2026-2', 'CVE-2026-1']);
  });

  it('name no version where Inspector knows none, and take words that they do not know as undefined', () => {
    const finding = findingOf({
      severity: 'UNTRIAGED',
      packageVulnerabilityDetails: {
        vulnerabilityId: 'CVE-2026-3',
        vulnerablePackages: [{ name: 'a', version: '1', fixedInVersion: 'NotAvailable' }],
      },
    });
    expect(finding).toEqual({ id: 'CVE-2026-3', severity: 'UNDEFINED', package: 'a', installed: '1' });
  });

  it.each([
    ['COMPLETE', 'complete'],
    ['ACTIVE', 'complete'],
    ['IN_PROGRESS', 'pending'],
    ['PENDING', 'pending'],
    ['FAILED', 'failed'],
    ['UNSUPPORTED_IMAGE', 'unsupported'],
    [undefined, 'absent'],
  ])('with status %s are %s', (status, state) => {
    expect(stateOf(status)).toBe(state);
  });
});
