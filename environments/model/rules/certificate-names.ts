import type { Path } from '../document/path.js';
import { quote } from '../document/quote.js';
import type { Rule, RuleProblem } from './rule.js';

/** Of the first name of a certificate, and of any name. https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const LONGEST_FIRST = 64;
const LONGEST = 253;

interface Host {
  readonly path: Path;
  readonly name: string;
}

/** A certificate can be made for the host names: none is too long, and one of each certificate fits into its first name. */
export const certificateNames: Rule = ({ media, services }) => {
  const domain = media?.cdn?.domain;
  const path = ['media', 'cdn', 'domain', 'names'];
  const delivered = (domain?.names ?? []).map((name, index) => ({ path: [...path, index], name }));
  const routed = Object.entries(services).flatMap(([service, { kind, run, routes }]) =>
    kind === 'web' && run === 'kubernetes'
      ? routes.map(({ host }, index) => ({ path: ['services', service, 'routes', index, 'host'], name: host }))
      : [],
  );
  return [...problemsOf(delivered), ...problemsOf(routed)];
};

function problemsOf(hosts: readonly Host[]): RuleProblem[] {
  const none = hosts.every(({ name }) => name.length > LONGEST_FIRST);
  const related = hosts.map(({ path }) => path);
  return hosts.flatMap(({ path, name }, index): RuleProblem[] => {
    if (name.length > LONGEST) {
      return [{ path, message: `${quote(name)} has ${name.length} characters; DNS allows ${LONGEST}` }];
    }
    if (!none || index > 0) return [];
    const message = `${quote(name)} has ${name.length} characters, and the first name of a certificate ${LONGEST_FIRST} at most`;
    return [{ path, message, hint: 'make it shorter, or add a shorter name', related }];
  });
}
