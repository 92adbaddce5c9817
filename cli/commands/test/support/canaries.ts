import type { Environment } from '../../../../environments/model/index.js';
import type { Operations } from '../../../base-command/operations.js';
import { actOnCanaries, canaryHistory, followCanaries } from '../../../delivery/canary/index.js';
import { MemoryCluster } from '../../../delivery/canary/test/memory-cluster.js';

type CanaryOperations = Pick<Operations, 'followCanaries' | 'actOnCanaries' | 'canaryHistory'>;

/** Operations on canaries that answer with every optional field set, from a recorded cluster. */
export async function canaryOperations(): Promise<CanaryOperations> {
  const on = (recorded: 'held' | 'healthy') => ({ connect: async () => MemoryCluster.of(recorded) });
  const refused = { code: 'CanaryUnhealthy', message: 'x', source: 'user', actions: [] } as const;
  return {
    followCanaries: (environment: Environment) => followCanaries(environment, { ...on('held'), timeoutMs: 1 }),
    actOnCanaries: async (environment, { verb }) => {
      const held = await actOnCanaries(environment, { ...on('held'), verb, services: ['api'], timeoutMs: 1 });
      const failed = { service: 'processor', result: 'refused', message: 'x', error: refused } as const;
      return { ...held, services: [...held.services, failed] };
    },
    canaryHistory: (environment: Environment) => canaryHistory(environment, on('healthy')),
  };
}
