import { nearestWord } from '../document/nearest-word.js';
import type { Path } from '../document/path.js';
import type { Environment } from '../schema/environment.js';
import type { Rule, RuleProblem } from './rule.js';
import { KIND_WORDS } from './service-kind.js';

const HOST = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** The zone that certificates and names are made in. */
const DOMAIN = ['media', 'cdn', 'domain'];

/** Routes belong to web services on Kubernetes, each host and path to one, with hosts that a certificate can be made for. */
export const serviceRoutes: Rule = (environment) => {
  const seen = new Map<string, string>();
  return Object.entries(environment.services).flatMap(([name, service]): RuleProblem[] => {
    const path = ['services', name, 'routes'];
    if (service.routes.length === 0) return [];
    const misplaced = misplacedRoutes(service, path);
    if (misplaced) return [misplaced];
    return service.routes.flatMap(({ host, path: prefix }, index): RuleProblem[] => {
      const problem = hostProblem(host, environment, [...path, index, 'host']);
      if (problem) return [problem];
      const key = `${host}${prefix}`;
      const owner = seen.get(key);
      seen.set(key, owner ?? name);
      if (owner === undefined) return [];
      const who = owner === name ? 'is in the list twice' : `already leads to service '${owner}'`;
      return [{ path: [...path, index], message: `${key} ${who}`, related: [['services', owner, 'routes']] }];
    });
  });
};

function misplacedRoutes({ kind, run }: Environment['services'][string], path: Path): RuleProblem | undefined {
  const service = path.slice(0, -1);
  if (kind !== 'web') {
    return {
      path,
      message: `${KIND_WORDS[kind]} answers no requests`,
      hint: 'write kind: web',
      related: [[...service, 'kind']],
    };
  }
  if (run === 'kubernetes') return undefined;
  return { path, message: `load balancers lead to Kubernetes, not to ${run}`, related: [[...service, 'run']] };
}

function hostProblem(host: string, { media }: Environment, path: Path): RuleProblem | undefined {
  const domain = media?.cdn?.domain;
  if (!HOST.test(host)) return { path, message: `'${host}' is no host name`, hint: 'such as api.example.com' };
  if (!domain) {
    return {
      path,
      message: `there is no zone to prove '${host}' in for its certificate`,
      hint: `write ${DOMAIN.join('.')} with the zone`,
      related: [['media']],
    };
  }
  const { zone, names } = domain;
  if (names.includes(host)) {
    const message = `'${host}' is a name of the CDN already`;
    return { path, message, hint: `such as api.${zone}`, related: [[...DOMAIN, 'names']] };
  }
  if (host.endsWith(`.${zone}`)) return undefined;
  const meant = `${host.split('.')[0]}.${zone}`;
  return {
    path,
    message: `'${host}' is not below the zone '${zone}'`,
    hint: nearestWord(host, [meant]) ? `did you mean '${meant}'?` : `such as ${meant}`,
    related: [[...DOMAIN, 'zone']],
  };
}
