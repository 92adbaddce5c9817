import { quantity } from '../../../modules/values/quantity.js';
import type { Rule, RuleProblem } from './rule.js';

/** A pod is not sure to get more than it may take. */
export const serviceResources: Rule = ({ services }) =>
  Object.entries(services).flatMap(([name, { resources }]) => {
    const path = ['services', name, 'resources'];
    return (['cpu', 'memory'] as const).flatMap((kind): RuleProblem[] => {
      const [request, limit] = [resources[kind], resources[`${kind}Limit`]];
      if (limit === undefined || quantity(request) <= quantity(limit)) return [];
      const message = `${request} is above ${kind}Limit ${limit}`;
      return [{ path: [...path, kind], message, related: [[...path, `${kind}Limit`]] }];
    });
  });
