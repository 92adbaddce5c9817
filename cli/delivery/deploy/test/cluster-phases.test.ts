import { afterEach, describe, expect, it } from '@jest/globals';
import { silent } from '../../../kernel/progress.js';
import { Interruption } from '../../../session/open/interruption.js';
import type { Session } from '../../../session/open/session.js';
import { ClusterPhases } from '../cluster-phases.js';

const phases = new Set(['services'] as const);
let fail: (error: Error) => void = () => {};
afterEach(() => fail(new Error('too late')));

/** A deploy whose cluster takes longer than anybody waits. */
function starting() {
  const interruption = new Interruption(silent);
  const session = {
    environment: { id: 'local', target: 'sandbox', services: {} },
    ...{ interruption, stop: interruption.stop, progress: silent, stacks: [], cloud: {} },
    readState: async () => undefined,
    openCluster: () => new Promise((_, reject) => (fail = reject)),
  } as unknown as Session;
  return { interruption, cluster: new ClusterPhases({ session, phases, options: {} }) };
}

describe('a Ctrl-C while the cluster starts', () => {
  it('ends the preview at once, so that nothing is asked', async () => {
    const { cluster, interruption } = starting();
    const preview = cluster.preview();
    interruption.request('interrupted');
    await expect(preview).rejects.toMatchObject({
      ...{ code: 'Interrupted', exitCode: 130, actions: ['backlot deploy local'] },
    });
  });

  it('counts also when it came before', async () => {
    const { cluster, interruption } = starting();
    interruption.request('interrupted');
    await expect(cluster.preview()).rejects.toMatchObject({ code: 'Interrupted' });
  });

  it('ends a deploy of services with the reason in the result', async () => {
    const { cluster, interruption } = starting();
    const deploying = cluster.deploy();
    interruption.request('interrupted');
    expect((await deploying).error).toMatchObject({ code: 'Interrupted', actions: ['backlot deploy local'] });
  });
});
