import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import { bundleFunction, listFunctions } from '../bundle.js';

describe('function bundle', () => {
  let output: string;
  beforeEach(() => {
    output = mkdtempSync(join(tmpdir(), 'backlot-bundle-'));
  });
  afterEach(() => rmSync(output, { recursive: true }));

  it('is a zip file of one module that exports the handler and leaves the SDK to the runtime', () => {
    const { path } = bundleFunction('rotate-secret', { output });
    const files = unzipSync(readFileSync(path));
    expect(Object.keys(files)).toEqual(['index.mjs']);
    const code = Buffer.from(files['index.mjs'] ?? []).toString();
    expect(code).toMatch(/from "@aws-sdk\/client-secrets-manager"/);
    expect(code).toMatch(/export \{\n {2}handler\n\}/);
  });

  it('is told by the hash that Lambda reports', () => {
    const { path, hash } = bundleFunction('rotate-secret', { output });
    expect(hash).toBe(createHash('sha256').update(readFileSync(path)).digest('base64'));
  });

  it('has the same bytes again, in any time zone and folder', () => {
    const first = bundleFunction('rotate-secret', { output });
    const other = mkdtempSync(join(tmpdir(), 'backlot-bundle-'));
    try {
      const script = `import { bundleFunction } from './functions/bundle.ts'; console.log(bundleFunction('rotate-secret', { output: process.argv[1] }).hash);`;
      const hash = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, other], {
        encoding: 'utf8',
        env: { ...process.env, TZ: 'Pacific/Auckland', NODE_OPTIONS: '' },
      });
      expect(hash.trim()).toBe(first.hash);
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it('is made once for the same sources', () => {
    const { path } = bundleFunction('rotate-secret', { output });
    const before = statSync(path).mtimeMs;
    const again = bundleFunction('rotate-secret', { output });
    expect(again.path).toBe(path);
    expect(statSync(path).mtimeMs).toBe(before);
  });

  it('is made anew when the record is of other sources', () => {
    const { path, hash } = bundleFunction('rotate-secret', { output });
    writeFileSync(path, 'old');
    writeFileSync(join(output, 'rotate-secret.json'), JSON.stringify({ fingerprint: 'other', hash: 'old' }));
    expect(bundleFunction('rotate-secret', { output }).hash).toBe(hash);
    expect(readFileSync(path, 'latin1')).not.toBe('old');
  });

  it('is taken as it is where there are no sources', () => {
    writeFileSync(join(output, 'published.zip'), 'zip');
    expect(bundleFunction('published', { output })).toEqual({
      path: join(output, 'published.zip'),
      hash: createHash('sha256').update('zip').digest('base64'),
    });
  });

  it('names a function that does not exist', () => {
    expect(() => bundleFunction('nothing', { output })).toThrow(/there is no function 'nothing'/);
  });

  it('knows every function', () => {
    expect(listFunctions()).toContain('rotate-secret');
  });
});
