import type { Environment } from '../schema/environment.js';
import type { Rule } from './rule.js';

/** What a service has beside the one of its own name: Services while its canary runs, and what its migration is made of. */
const PARTS: Readonly<Record<string, (service: Environment['services'][string]) => boolean>> = {
  canary: () => true,
  stable: () => true,
  migrate: ({ migration }) => migration !== undefined,
};

/** No service has the name of a part of another. Their length leaves room for these: names end at 40 characters. */
export const serviceNames: Rule = ({ services }) =>
  Object.keys(services).flatMap((name) =>
    Object.entries(PARTS).flatMap(([part, hasPart]) => {
      const owner = name.endsWith(`-${part}`) ? name.slice(0, -part.length - 1) : undefined;
      const service = owner === undefined ? undefined : services[owner];
      if (!service || !hasPart(service)) return [];
      const message = `this name is taken by the ${part} of service '${owner}'`;
      return [{ path: ['services', name], message, hint: 'take another name' }];
    }),
  );
