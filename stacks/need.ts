import type { Environment } from '../environments/model/index.js';

/** One entry of a service's `needs`, taken apart. */
export interface Need {
  /** Name of a declared resource. */
  readonly name: string;
  /** What follows the colon. */
  readonly access?: 'read' | 'write' | 'consume' | 'publish';
}

/** Takes `uploads:write` apart; the schema has checked its form. */
export function parseNeed(text: string): Need {
  const [name = text, access] = text.split(':');
  return { name, access: access as Need['access'] };
}

/** Names of the services that need a resource, in the order of the environment. */
export function servicesThatNeed(environment: Environment, resource: string): string[] {
  return Object.entries(environment.services)
    .filter(([, service]) => service.needs.some((need) => parseNeed(need).name === resource))
    .map(([name]) => name);
}
