import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { commandLine, identify, isAlive } from '../process-identity.js';

describe('the identity of a process', () => {
  it('is stable while the process lives', () => {
    expect(identify(process.pid)).toEqual(identify(process.pid));
    expect(
      isAlive({ ...identify(process.pid), pid: process.pid, startTime: identify(process.pid)?.startTime ?? '' }),
    ).toBe(true);
  });

  it('differs for a later process of the same number', () => {
    expect(isAlive({ pid: process.pid, startTime: '1' })).toBe(false);
  });

  it('is gone when the process has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const pid = child.pid as number;
    await once(child, 'exit');
    expect(identify(pid)).toBeUndefined();
    expect(commandLine(pid)).toBe('');
  });

  it('comes with a command line to recognize it by', () => {
    expect(commandLine(process.pid)).toContain('node');
  });
});
