import { hostname, userInfo } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import { thisHolder } from '../../session/locks/lock-holder.js';
import { actor, login, thisActor } from '../actor.js';

const before = process.env.BACKLOT_ACTOR;
afterEach(() => {
  if (before === undefined) delete process.env.BACKLOT_ACTOR;
  else process.env.BACKLOT_ACTOR = before;
});

describe('who runs a command', () => {
  it('is the user of the machine', () => {
    const who = `${userInfo().username}@${hostname()}`;
    expect([login(), actor({}), actor({ BACKLOT_ACTOR: '' })]).toEqual([who, who, who]);
  });

  it('is whom a pipeline names, in releases, locks and journals alike', () => {
    process.env.BACKLOT_ACTOR = 'github/ann';
    expect(thisActor('arn:aws:iam::1:role/deploy')).toEqual({
      who: 'github/ann',
      identity: 'arn:aws:iam::1:role/deploy',
    });
    expect(thisHolder('deploy').who).toBe('github/ann');
    expect(login()).not.toBe('github/ann');
  });

  it.each([
    ['ann\nroot@prod', 'ann root@prod'],
    ['\u001b[31mann\u0000', '[31mann'],
    ['\u202eann', 'ann'],
    [' \t ', login()],
    ['a'.repeat(300), 'a'.repeat(200)],
  ])('is one line of plain text: %j', (given, expected) => {
    expect(actor({ BACKLOT_ACTOR: given })).toBe(expected);
  });
});
