import type { Rule } from './rule.js';

/** What a service has beside the one of its own name while its canary runs. */
const PARTS = ['canary', 'stable'];

/** No service has the name of a part of another. Their length leaves room for these: names end at 40 characters. */
export const serviceNames: Rule = ({ services }) =>
  Object.keys(services).flatMap((name) => {
    const part = PARTS.find((each) => name.endsWith(`-${each}`) && name.slice(0, -each.length - 1) in services);
    if (!part) return [];
    const message = `this name is taken by the ${part} of service '${name.slice(0, -part.length - 1)}'`;
    return [{ path: ['services', name], message, hint: 'take another name' }];
  });
