import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { canaryHistory } from '../index.js';
import { MemoryCluster, type Recorded } from './memory-cluster.js';

const environment = { id: 'local', target: 'sandbox' } as Environment;
const history = (recorded: Recorded) => canaryHistory(environment, { connect: async () => MemoryCluster.of(recorded) });

describe('history', () => {
  it('tells past canaries from what the cluster keeps, newest first', async () => {
    const { canaries } = await history('healthy');
    expect(canaries.map(({ image, outcome, revision }) => [revision, image, outcome])).toEqual([
      [12, 'api:6.0.0', 'promoted'],
      [11, 'api:5.0.0', 'aborted'],
      [10, 'api:4.0.0', 'promoted'],
      [9, 'api:3.0.0', 'promoted'],
    ]);
  });

  it('says who did what, where it was done through these verbs', async () => {
    const aborted = (await history('healthy')).canaries.find(({ revision }) => revision === 11);
    expect(aborted?.actions.map(({ verb, who }) => `${verb} ${who}`)).toEqual([
      'retry ann@laptop',
      'pause ann@laptop',
      'abort ann@laptop',
    ]);
    expect(aborted?.reason).toContain('abort by ann@laptop');
  });

  it('has the numbers that decided, and when it ended', async () => {
    const promoted = (await history('healthy')).canaries[0];
    expect(promoted?.deciding.map(({ name }) => name)).toContain('success-rate');
    expect(Date.parse(promoted?.endedAt ?? '')).toBeGreaterThan(Date.parse(promoted?.startedAt ?? ''));
  });

  it('does not end what still waits', async () => {
    const held = (await history('held')).canaries[0];
    expect(held).toMatchObject({ outcome: 'held', image: 'api:6.0.0' });
    expect(held?.endedAt).toBeUndefined();
  });

  it('says how much the cluster keeps', async () => {
    expect((await history('healthy')).kept).toEqual([
      { service: 'api', revisions: 10, successfulAnalyses: 5, unsuccessfulAnalyses: 5 },
    ]);
  });
});
