/** The priority classes of the platform, first to last. */
export const PRIORITIES = [
  {
    name: 'backlot-critical',
    value: 1_000_000,
    description: 'What the others need to run: controllers, metrics, logs',
    preempts: true,
  },
  { name: 'backlot-serving', value: 100_000, description: 'Services that people wait for', preempts: true },
  { name: 'backlot-processing', value: 10_000, description: 'Workers: their queue waits', preempts: true },
  {
    name: 'backlot-batch',
    value: 1_000,
    description: 'Jobs that can run later: they take no place from others',
    preempts: false,
  },
] as const;

/** Classes that no service may take. */
export const RESERVED_PRIORITIES = ['backlot-critical', 'system-cluster-critical', 'system-node-critical'] as const;
