import { describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { pastCanaries } from '../canary-history.js';
import { differing } from '../differing.js';
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

  it('does not give a version that came into use again the start of its first time', () => {
    const labels = { 'rollouts-pod-template-hash': 'aaa' };
    const annotations = { 'rollout.argoproj.io/revision': '7', 'rollout.argoproj.io/revision-history': '4' };
    const creationTimestamp = '2026-11-30T20:00:00Z';
    const again = { metadata: { name: 'api-aaa', labels, annotations, creationTimestamp }, spec: {} };
    const run = {
      metadata: {
        ...{ name: 'api-aaa-7', labels, creationTimestamp: '2026-11-30T21:36:00Z' },
        annotations: { 'rollout.argoproj.io/revision': '7' },
      },
      spec: {},
    };
    const rollout = { metadata: { name: 'api', annotations }, spec: {} };
    const reference = { namespace: 'streaming', service: 'api' };
    const of = (runs: readonly object[]) =>
      pastCanaries({ rollout, replicaSets: [again], runs, pods: [] } as never, reference).map(
        ({ startedAt }) => startedAt,
      );
    expect(of([run])).toEqual(['2026-11-30T21:36:00Z']);
    expect(of([])).toEqual([undefined]);
  });

  it('says how much the cluster keeps', async () => {
    expect((await history('healthy')).kept).toEqual([
      { service: 'api', revisions: 10, successfulAnalyses: 5, unsuccessfulAnalyses: 5 },
    ]);
  });
});

describe('two versions of one image', () => {
  const version = (env: object[], more: object = {}) =>
    ({ spec: { template: { spec: { containers: [{ name: 'api', image: 'api:1.0.0', env, ...more }] } } } }) as never;
  const level = (value: string) => ({ name: 'LOG_LEVEL', value });

  it('are told apart by what differs', () => {
    const same = { name: 'PORT', value: '80' };
    expect(differing(version([same, level('info')]), version([same, level('debug')], { args: ['x'] }), 'api')).toEqual([
      'env LOG_LEVEL',
      'args',
    ]);
  });

  it('have nothing to be told where their images differ', () => {
    expect(differing(version([]), version([level('info')], { image: 'api:1.1.0' }), 'api')).toEqual([]);
  });
});
