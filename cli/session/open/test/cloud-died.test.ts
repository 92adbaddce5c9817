import { describe, expect, it } from '@jest/globals';
import { BacklotError } from '../../../../modules/values/backlot-error.js';
import { environment, FixtureEnvironment } from '../../../test/fixtures/fixture-environment.js';
import type { Cloud } from '../../cloud/index.js';
import { namedLoss } from '../cloud-died.js';
import { withSession } from '../with-session.js';

const refused = (port: number) =>
  Object.assign(new Error(`connect ECONNREFUSED 127.0.0.1:${port}`), { code: 'ECONNREFUSED', port });
const sandbox = { endpoint: 'http://127.0.0.1:4566' } as Cloud;
const account = { accountId: '111122223333', region: 'eu-west-1' } as Cloud;

describe('a cloud that goes away under an operation', () => {
  it('is named, with what starts it again and the command that goes on', () => {
    expect(namedLoss(refused(4566), environment, sandbox)).toMatchObject({
      code: 'SandboxDied',
      message: expect.stringContaining('emulator at http://127.0.0.1:4566 died'),
      actions: ['backlot sandbox up', 'backlot deploy local', 'backlot sandbox status'],
    });
    expect(namedLoss(refused(443), environment, account)).toMatchObject({
      code: 'CloudUnreachable',
      message: expect.stringContaining('111122223333'),
    });
  });

  it('is named too where a silent store had a name of its own, and no other error is', () => {
    const silent = new BacklotError({ code: 'LockStoreSilent', message: 'silent', cause: refused(4566) });
    expect(namedLoss(silent, environment, sandbox)).toMatchObject({ code: 'SandboxDied' });
    const unreachable = new BacklotError({ code: 'ClusterUnreachable', message: 'x', cause: refused(6443) });
    for (const other of [unreachable, new Error('a defect'), refused(9090)]) {
      expect(namedLoss(other, environment, sandbox)).toBe(other);
    }
  });

  it('reaches whoever asked for the session', async () => {
    const fixture = await FixtureEnvironment.start([]);
    try {
      const work = withSession(environment, { ...fixture.options, needs: ['cloud'] }, async ({ cloud }) => {
        await fixture.objects.stop();
        await cloud.states.read({ bucket: 'any', key: 'any' });
      });
      await expect(work).rejects.toMatchObject({ code: 'SandboxDied' });
    } finally {
      await fixture.stop().catch(() => {}); // its server has been stopped already
    }
  });
});
