import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeCrashLog } from '../crash-log.js';

describe('the log of a crash', () => {
  let folder: string;
  const before = process.env.BACKLOT_STATE_DIR;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'backlot-crash-'));
    process.env.BACKLOT_STATE_DIR = folder;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.BACKLOT_STATE_DIR;
    else process.env.BACKLOT_STATE_DIR = before;
    rmSync(folder, { recursive: true, force: true });
  });

  it('is only the owner to read, under a name that nobody can know before', () => {
    const files = [1, 2, 3].map((each) => writeCrashLog(new Error(`no ${each}`), 'backlot plan') ?? '');
    for (const [at, file] of files.entries()) {
      expect(file.startsWith(folder)).toBe(true);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, 'utf8')).toContain(`no ${at + 1}`);
      expect(basename(file)).toMatch(/-[0-9a-f]{8}\.log$/);
    }
    expect(new Set(files).size).toBe(3);
  });
});
