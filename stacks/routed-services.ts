import type { Environment } from '../environments/model/index.js';

/** Where the load balancer of a service stands. */
export type Exposure = Environment['services'][string]['exposure'];

/** Services that a load balancer leads to, by name. */
export function routedServices({ services }: Environment): [string, Environment['services'][string]][] {
  return Object.entries(services).filter(
    ([, { run, kind, routes }]) => run === 'kubernetes' && kind === 'web' && routes.length > 0,
  );
}

/** Ports of the pods that load balancers lead to, by where the load balancers stand; none where there are no such. */
export function routedPorts(environment: Environment): Partial<Record<Exposure, number[]>> {
  const ports: Partial<Record<Exposure, number[]>> = {};
  for (const [, { exposure, port }] of routedServices(environment)) {
    ports[exposure] = [...new Set([...(ports[exposure] ?? []), port])].sort((a, b) => a - b);
  }
  return ports;
}

/** Host names that load balancers answer, each once. */
export function routedHosts(environment: Environment): string[] {
  return [...new Set(routedServices(environment).flatMap(([, { routes }]) => routes.map(({ host }) => host)))];
}
