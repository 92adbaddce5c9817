import type { Rule } from './rule.js';

/** The fewest pods of a service are not more than the most. */
export const serviceReplicas: Rule = ({ services }) =>
  Object.entries(services).flatMap(
    ([
      name,
      {
        replicas: { min, max },
      },
    ]) => {
      const path = ['services', name, 'replicas'];
      if (min <= max) return [];
      return [{ path: [...path, 'min'], message: `min ${min} is above max ${max}`, related: [[...path, 'max']] }];
    },
  );
