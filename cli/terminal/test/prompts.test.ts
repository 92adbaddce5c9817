import { describe, expect, it } from '@jest/globals';
import { type Prompts, unlessStopped } from '../prompts.js';

const answering: Prompts = {
  confirm: async () => true,
  text: async () => 'local',
  choose: async () => 'local',
  hidden: async () => 'secret',
};

describe('a question', () => {
  it('is asked as long as nobody has asked to stop', async () => {
    const asking = unlessStopped(answering, () => false);
    expect(
      await Promise.all([asking.confirm('?'), asking.text('?'), asking.choose('?', []), asking.hidden('?')]),
    ).toEqual([true, 'local', 'local', 'secret']);
  });

  it.each(['confirm', 'text', 'choose', 'hidden'] as const)('is never asked after a Ctrl-C: %s', async (kind) => {
    const asking = unlessStopped(answering, () => true);
    await expect(asking[kind]('?', [] as never)).rejects.toMatchObject({ code: 'Interrupted', exitCode: 130 });
  });
});
