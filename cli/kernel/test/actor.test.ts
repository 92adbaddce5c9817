import { hostname, userInfo } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import { thisHolder } from '../../session/locks/lock-holder.js';
import { actor, actorText, givenActor, identifiedAs, login, thisActor } from '../actor.js';

const before = process.env.BACKLOT_ACTOR;
const ARN = 'arn:aws:sts::111122223333:assumed-role/deploy/ci';
afterEach(() => {
  identifiedAs(undefined);
  if (before === undefined) delete process.env.BACKLOT_ACTOR;
  else process.env.BACKLOT_ACTOR = before;
});

describe('who runs a command', () => {
  it('is the user of the machine', () => {
    const who = `${userInfo().username}@${hostname()}`;
    expect([login(), actor({}), actor({ BACKLOT_ACTOR: '' }), actor({ BACKLOT_ACTOR: ' \t ' })]).toEqual(
      Array(4).fill(who),
    );
    expect(thisActor(ARN, {})).toEqual({ who, identity: ARN });
  });

  it('is whom a pipeline names, beside the user of the machine, who names it', () => {
    process.env.BACKLOT_ACTOR = 'github/ann';
    expect(thisActor()).toEqual({ who: 'github/ann', givenBy: login() });
    expect(thisHolder('deploy').who).toBe(`github/ann (given by ${login()})`);
    expect(login()).not.toBe('github/ann');
  });

  it('is whom a pipeline names, beside the credentials, in releases, locks and journals alike', () => {
    process.env.BACKLOT_ACTOR = 'github/ann';
    identifiedAs(ARN);
    expect(thisActor(ARN)).toEqual({ who: 'github/ann', givenBy: ARN, identity: ARN });
    expect(thisHolder('deploy').who).toBe(`github/ann (given by ${ARN})`);
    expect(actor()).toBe(`github/ann (given by ${ARN})`);
  });

  it('is read from records that name no giver', () => {
    expect(actorText({ who: 'ann@laptop' })).toBe('ann@laptop');
  });

  it.each([
    'ann\nroot@prod',
    '\u001b[31mann\u0000',
    '\u202eann',
    'ann\u200b',
    'ann\tx',
    'a'.repeat(201),
    `github/ann (given by ${ARN})`,
    'ann given by bob',
    'ann \uff08given\u00a0by bob\uff09',
  ])('is refused where it could be taken for somebody else: %j', (given) => {
    expect(() => givenActor({ BACKLOT_ACTOR: given })).toThrow(expect.objectContaining({ code: 'InvalidActor' }));
    expect(() => actor({ BACKLOT_ACTOR: given })).toThrow('BACKLOT_ACTOR');
  });
});
