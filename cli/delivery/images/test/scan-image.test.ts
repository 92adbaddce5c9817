import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { type ImageCatalog, rawManifest, type ScanReport } from '../../../adapters/images/index.js';
import { atLeast, type ScanImageOptions, scanned } from '../scan-image.js';
import type { ImagesSession } from '../with-images.js';

const image = rawManifest(Buffer.from(JSON.stringify({ config: {}, layers: [] })), 'image');
const child = (name: string, os = 'linux') => ({ digest: `sha256:${name}`, platform: { os } });
const index = rawManifest(
  Buffer.from(JSON.stringify({ manifests: [child('arm'), child('amd'), child('attestation', 'unknown')] })),
  'index',
);
const high = { id: 'CVE-2026-1', severity: 'HIGH' as const, package: 'a', installed: '1' };
const low = { id: 'CVE-2026-2', severity: 'LOW' as const };

/** Answers one report after the other for every image, and the last one for ever. */
function sessionOf(reports: readonly ScanReport[], startable = true) {
  const seen = new Map<string, number>();
  const asked: string[] = [];
  const catalog: Partial<ImageCatalog> = {
    scan: async (_repository, digest) => {
      const at = seen.get(digest) ?? 0;
      seen.set(digest, at + 1);
      return reports[Math.min(at, reports.length - 1)] as ScanReport;
    },
    startScan: async (_repository, digest) => {
      asked.push(digest);
      return startable;
    },
  };
  const environment = { id: 'dev' } as Environment;
  const stop = new AbortController().signal;
  return { session: { catalog, environment, stop } as ImagesSession, asked, seen };
}

const absent: ScanReport = { state: 'absent', findings: [] };
const pending: ScanReport = { state: 'pending', findings: [] };
const complete: ScanReport = { state: 'complete', findings: [low, high] };
const quick: ScanImageOptions = { intervalMs: 1 };

describe('the scan of an image', () => {
  it('is asked for once, and waited for', async () => {
    const { asked, session } = sessionOf([absent, absent, pending, complete]);
    const report = await scanned(session, 'movies-dev/api', image, quick);
    expect(report.findings.map(({ id }) => id)).toEqual(['CVE-2026-1', 'CVE-2026-2']);
    expect(asked).toEqual([image.digest]);
  });

  it('is that of every platform, each finding once, and of no attestation', async () => {
    const { seen, session } = sessionOf([complete]);
    const report = await scanned(session, 'movies-dev/api', index, quick);
    expect([...seen.keys()]).toEqual(['sha256:arm', 'sha256:amd']);
    expect(report.findings).toHaveLength(2);
  });

  it('ends with 69 when it takes too long, naming the command that waits longer', async () => {
    const { session } = sessionOf([pending]);
    await expect(scanned(session, 'movies-dev/api', image, { ...quick, timeoutMs: 5 })).rejects.toMatchObject({
      code: 'ScanTimedOut',
      exitCode: 69,
      actions: ['backlot images scan dev api --timeout 30m'],
    });
  });

  it('ends with 130 when a person stops it', async () => {
    const { session } = sessionOf([pending]);
    const run = scanned({ ...session, stop: AbortSignal.abort() }, 'movies-dev/api', image, quick);
    await expect(run).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 });
  });

  it('that failed says why', async () => {
    const { session } = sessionOf([{ state: 'failed', reason: 'no such distribution', findings: [] }]);
    const run = scanned(session, 'movies-dev/api', image, quick);
    await expect(run).rejects.toMatchObject({ code: 'ScanFailed', message: expect.stringContaining('no such') });
  });

  it('is unsupported where it cannot be asked for', async () => {
    const { session } = sessionOf([absent], false);
    expect(await scanned(session, 'movies-dev/api', image, quick)).toMatchObject({ state: 'unsupported' });
  });

  it('counts what is as bad or worse', () => {
    expect(atLeast([low, high], 'MEDIUM')).toEqual([high]);
    expect(atLeast([low, high], 'LOW')).toHaveLength(2);
    expect(atLeast([low, high], 'CRITICAL')).toEqual([]);
  });
});
