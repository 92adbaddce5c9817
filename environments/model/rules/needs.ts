import { nearestWord } from '../document/nearest-word.js';
import { alternatives } from '../document/quote.js';
import { DECLARED_AT, declaredResources, type ResourceKind } from './declared.js';
import type { Rule, RuleProblem } from './rule.js';

/** What may follow the colon; '' is nothing. */
const ACCESS: Readonly<Record<ResourceKind, readonly string[]>> = {
  postgres: [''],
  redis: [''],
  bucket: ['read', 'write'],
  queue: ['consume', 'publish'],
  topic: ['', 'publish'],
  secret: ['', 'read'],
};

/** Every need names one declared resource, with an access that its kind has, once. */
export const needs: Rule = (environment) => {
  const declared = Object.entries(declaredResources(environment)) as [ResourceKind, readonly string[]][];
  const known = declared.flatMap(([, names]) => names);
  const check = (text: string): Omit<RuleProblem, 'path'> | undefined => {
    const [name = '', access = ''] = text.split(':');
    const [kind, ...others] = declared.filter(([, names]) => names.includes(name)).map(([each]) => each);
    if (kind === undefined) {
      const near = nearestWord(name, known);
      const hint = near ? `did you mean '${near}'?` : known.length > 0 ? `declared: ${known.join(', ')}` : undefined;
      return { message: `nothing with the name '${name}' is declared`, hint };
    }
    if (others.length > 0) {
      return {
        message: `'${name}' names more than one thing: ${[kind, ...others].join(' and ')}`,
        hint: 'give one of them another name',
      };
    }
    const accepted = ACCESS[kind];
    if (accepted.includes(access)) return undefined;
    const hint = `write ${alternatives(accepted.map((each) => (each ? `${name}:${each}` : name)))}`;
    const message = access === '' ? `a ${kind} needs the kind of access` : `a ${kind} has no access '${access}'`;
    return { message, hint };
  };
  return Object.entries(environment.services).flatMap(([service, { needs: list }]) =>
    list.flatMap((text, index): RuleProblem[] => {
      const path = ['services', service, 'needs', index];
      if (list.indexOf(text) < index) return [{ path, message: `'${text}' is in the list twice` }];
      const problem = check(text);
      return problem ? [{ path, ...problem, related: DECLARED_AT }] : [];
    }),
  );
};
