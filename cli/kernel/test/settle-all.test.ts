import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { settleAll } from '../settle-all.js';

describe('works side by side', () => {
  it('give their results in order', async () => {
    expect(await settleAll([delay(5, 'slow'), delay(1, 'fast'), Promise.resolve(undefined)])).toEqual([
      'slow',
      'fast',
      undefined,
    ]);
  });

  it('all come to their end before the first failure is thrown', async () => {
    const ended: string[] = [];
    const late = delay(20).then(() => ended.push('late'));
    const run = settleAll<unknown>([
      Promise.reject(new Error('first')),
      late,
      delay(5).then(() => Promise.reject('x')),
    ]);
    await expect(run).rejects.toThrow('first');
    expect(ended).toEqual(['late']);
  });
});
