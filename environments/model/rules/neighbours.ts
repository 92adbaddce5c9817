import { fullName, nameRelation } from '../full-name.js';
import { declaredNames, fixedNames } from '../own-names.js';
import type { Rule, RuleProblem } from './rule.js';

/** A role takes ten policies, and nine of them say what it may do. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST = 1;

/**
 * Neighbours are environments whose names extend ours, or are extended by it; and nothing of ours has a name that begins with
 * theirs, for the deploy role is kept out of all such names: neither what is declared nor what every environment has.
 */
export const neighbours: Rule = (environment) => {
  const { platform, id, foundation } = environment;
  const ours = fullName({ platform, id });
  const named = Object.keys(foundation.neighbours ?? {});
  const longer = named.filter((name) => nameRelation(name, ours) === 'longer');
  const path = ['foundation', 'neighbours'];
  return [
    ...named.flatMap((name): RuleProblem[] => {
      const relation = nameRelation(name, ours);
      if (relation === 'longer' || relation === 'shorter') return [];
      const reason = relation === 'same' ? 'is this environment itself' : `shares no beginning with '${ours}'`;
      const hint = 'take the line out: environments with other names are kept apart by their names';
      return [{ path: [...path, name], message: `'${name}' ${reason}`, hint, related: [['platform']] }];
    }),
    ...(longer.length > MOST
      ? [
          {
            path,
            message: `${longer.length} longer names; a role can be kept out of ${MOST}`,
            hint: 'give some an account of their own',
          },
        ]
      : []),
    ...longer.flatMap((name) =>
      declaredNames(environment)
        .filter(([, first]) => meets(`${ours}-${first}`, name))
        .map(([at, first]) => ({
          path: at,
          message: `its resource '${ours}-${first}' has a name of '${name}', which foundation.neighbours keeps us out of`,
          hint: 'take another name',
          related: [[...path, name]],
        })),
    ),
    ...longer.flatMap((name): RuleProblem[] => {
      const met = fixedNames(environment).find((fixed) => meets(`${ours}-${fixed}`, name));
      if (met === undefined) return [];
      const message = `'${name}' has the names of this environment's own '${ours}-${met}', which its deploy role would be kept out of`;
      return [{ path: [...path, name], message, hint: 'give that environment an account of its own' }];
    }),
  ];
};

/** Whether a name of ours, or one that goes on from it, is among those that we are kept out of. */
function meets(own: string, neighbour: string): boolean {
  return ['same', 'longer'].includes(nameRelation(own.replace(/-\*$/, ''), neighbour)) || goesOnTo(own, neighbour);
}

/** A name that ends with a star goes on in ways that nobody declares. */
function goesOnTo(own: string, neighbour: string): boolean {
  return own.endsWith('-*') && neighbour.startsWith(own.slice(0, -1));
}
