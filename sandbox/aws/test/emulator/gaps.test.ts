import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import { ensureVirtualEnvironment } from '../../emulator/virtual-environment.js';

const EMULATOR = join(import.meta.dirname, '..', '..', 'emulator');

describe('the gaps of the emulator', () => {
  it('are open in it as it is, and closed by the launcher: a file of one that it closes itself must go', async () => {
    const { python } = await ensureVirtualEnvironment({ progress: () => {} });
    const script = `
import json, sys
sys.path.insert(0, ${JSON.stringify(EMULATOR)}); sys.dont_write_bytecode = True
import ministack.app
from gaps import GAPS, close_all
before = {name: gap.is_open() for name, gap in GAPS.items()}
close_all()
print(json.dumps([before, {name: gap.is_open() for name, gap in GAPS.items()}]))`;
    const { stdout } = await execa(python, ['-c', script]);
    const [before, after] = JSON.parse(stdout.split('\n').at(-1) ?? '');
    const files = (await readdir(join(EMULATOR, 'gaps'))).filter((name) => /^[a-z].*\.py$/.test(name));
    const all = (open: boolean) => Object.fromEntries(files.map((name) => [name.replace('.py', ''), open]));
    expect(files.length).toBeGreaterThan(0);
    expect([before, after]).toEqual([all(true), all(false)]);
  }, 60_000);
});
