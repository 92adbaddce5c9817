import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { part } from '../part.js';

describe('a part of a status', () => {
  it('is its value, or nothing', async () => {
    expect(await part(1_000, async () => 3)).toEqual({ value: 3 });
    expect(await part(1_000, async () => undefined)).toEqual({});
  });

  it('is unknown with the first line of the reason when it fails', async () => {
    const failing = async () => {
      throw new Error('access is denied\nat somewhere');
    };
    expect(await part(1_000, failing)).toEqual({ unknown: 'access is denied' });
  });

  it('is unknown when it takes too long, and does not hold up the others', async () => {
    expect(await part(20, () => new Promise(() => {}))).toEqual({ unknown: 'no answer in 0.02 s' });
  });

  it('is known when only another part kept the process busy, so that it could take no answer', async () => {
    const read = part(200, async () => (await readFile(import.meta.filename, 'utf8')).length > 0);
    const busy = part(200, async () => {
      const until = performance.now() + 500;
      while (performance.now() < until);
      return 'busy';
    });
    const hanging = part(200, () => new Promise(() => {}));
    expect(await read).toEqual({ value: true });
    expect(await busy).toEqual({ value: 'busy' });
    expect(await hanging).toEqual({ unknown: 'no answer in 0.2 s' });
  });
});
