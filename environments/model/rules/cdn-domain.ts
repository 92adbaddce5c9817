import type { Rule, RuleProblem } from './rule.js';

const NAME = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** The host names of the CDN are names, each once, in the zone that their records and certificate are made in. */
export const cdnDomain: Rule = ({ media }) => {
  const domain = media?.cdn?.domain;
  if (!domain) return [];
  const path = ['media', 'cdn', 'domain'];
  const zone: RuleProblem[] =
    NAME.test(domain.zone) && !domain.zone.startsWith('*')
      ? []
      : [{ path: [...path, 'zone'], message: `'${domain.zone}' is no domain name`, hint: 'such as example.com' }];
  const names = domain.names.flatMap((name, index): RuleProblem[] => {
    const here = [...path, 'names', index];
    if (!NAME.test(name))
      return [{ path: here, message: `'${name}' is no host name`, hint: 'such as www.example.com' }];
    if (domain.names.indexOf(name) < index) return [{ path: here, message: `'${name}' is in the list twice` }];
    if (name === domain.zone || name.endsWith(`.${domain.zone}`)) return [];
    return [{ path: here, message: `'${name}' is not in the zone '${domain.zone}'`, related: [[...path, 'zone']] }];
  });
  return [...zone, ...names];
};
