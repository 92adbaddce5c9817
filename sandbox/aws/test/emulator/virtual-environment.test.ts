import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TemporaryMachine } from '../../../tools/test/temporary-machine.js';
import {
  ensureVirtualEnvironment,
  inspectVirtualEnvironment,
  REQUIREMENTS_FILE,
} from '../../emulator/virtual-environment.js';
import { fakePython } from './fake-python.js';

let machine: TemporaryMachine;
let orders: string;
beforeEach(async () => {
  machine = await TemporaryMachine.create({ path: 'empty' });
  orders = join(machine.root, 'orders');
  await mkdir(orders);
  await machine.install('python3', fakePython(orders));
});
afterEach(() => machine.dispose());

const installs = async () => (await readFile(join(orders, 'calls'), 'utf8')).match(/-m pip install/g)?.length ?? 0;
const cached = async () => (await readdir(join(machine.root, 'cache'))).filter((name) => !name.endsWith('.json'));

describe('installing the emulator', () => {
  it('checks every wheel against a pinned hash, and runs no build', async () => {
    await ensureVirtualEnvironment();
    const calls = await readFile(join(orders, 'calls'), 'utf8');
    expect(calls).toContain(`--require-hashes --only-binary :all: -r ${REQUIREMENTS_FILE}`);
  });

  it('installs once, and then finds it', async () => {
    const first = await ensureVirtualEnvironment();
    expect(await ensureVirtualEnvironment()).toEqual(first);
    expect(first).toMatchObject({ version: '1.5.33', pythonVersion: '3.12.1' });
    expect(await installs()).toBe(1);
  });

  it('lets one install while another waits, and tells so', async () => {
    await writeFile(join(orders, 'pip'), 'sleep 0.3');
    const told: string[] = [];
    const ensure = () => ensureVirtualEnvironment({ progress: (line) => told.push(line) });
    const [first, second] = await Promise.all([ensure(), ensure()]);
    expect(second).toEqual(first);
    expect(await installs()).toBe(1);
    expect(told).toContain(`waiting for process ${process.pid}, which installs the emulator`);
  });

  it.each([
    ['its interpreter is gone', 'bin/python'],
    ['its marker is gone', 'backlot.json'],
    ['a package is gone', 'lib/python3.12/site-packages/ministack-1.dist-info/RECORD'],
  ])('installs again, with a note, when %s', async (_, file) => {
    const { folder } = await ensureVirtualEnvironment();
    await rm(join(folder, file));
    expect(inspectVirtualEnvironment().installed).toBeUndefined();
    const told: string[] = [];
    await ensureVirtualEnvironment({ progress: (line) => told.push(line) });
    expect(told[0]).toBe(`the emulator in ${folder} is damaged; installing it again`);
    expect(inspectVirtualEnvironment().installed).toBeDefined();
    expect(await cached()).toHaveLength(1);
  });

  it('says so when the disk is full, and leaves nothing', async () => {
    await writeFile(
      join(orders, 'pip'),
      'echo "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device" >&2; exit 1',
    );
    await expect(ensureVirtualEnvironment()).rejects.toMatchObject({
      code: 'DiskFull',
      hints: expect.arrayContaining([expect.stringContaining('BACKLOT_CACHE_DIR')]),
    });
    expect(await cached()).toEqual([]);
  });

  it('shows what pip said, and leaves nothing', async () => {
    await writeFile(
      join(orders, 'pip'),
      'echo "ERROR: No matching distribution found for ministack==1.5.33" >&2; exit 1',
    );
    await expect(ensureVirtualEnvironment()).rejects.toMatchObject({
      code: 'EmulatorInstallFailed',
      source: 'upstream',
      message: expect.stringContaining('ERROR: No matching distribution found for ministack==1.5.33'),
    });
    expect(await cached()).toEqual([]);
  });
});

describe('the pinned requirements', () => {
  it('name a hash for each package and no host of a registry', async () => {
    const text = await readFile(REQUIREMENTS_FILE, 'utf8');
    const packages = text.split(/\n(?=\S)/).filter((entry) => /^\w/.test(entry));
    expect(packages.length).toBeGreaterThan(15);
    expect(packages.filter((entry) => !/--hash=sha256:[0-9a-f]{64}/.test(entry))).toEqual([]);
    expect(text).not.toMatch(/https?:\/\/|--index-url|--find-links/);
  });
});
