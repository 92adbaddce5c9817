import type { Path } from '../document/path.js';
import { fullName, nameRelation } from '../full-name.js';
import { firstName } from '../identity.js';
import type { Environment } from '../schema/environment.js';
import type { Rule, RuleProblem } from './rule.js';

/** A role takes ten policies, and nine of them say what it may do. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST = 1;

/**
 * Neighbours are environments whose names extend ours, or are extended by it; and nothing of ours has a name that begins with
 * theirs, for the deploy role is kept out of all such names.
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
      ownNames(environment)
        .filter(([, first]) => ['same', 'longer'].includes(nameRelation(`${ours}-${first}`, name)))
        .map(([at, first]) => ({
          path: at,
          message: `its resource '${ours}-${first}' has a name of '${name}', which foundation.neighbours keeps us out of`,
          hint: 'take another name',
          related: [[...path, name]],
        })),
    ),
  ];
};

/** Everything declared whose name follows ours at once, with the name that it was made under. */
function ownNames({ data, media, messaging }: Environment): (readonly [Path, string])[] {
  const all = (section: Path, things: Readonly<Record<string, { readonly renamedFrom?: string }>> = {}) =>
    Object.entries(things).map(([name, thing]) => [[...section, name], firstName(name, thing)] as const);
  return [
    ...all(['data', 'postgres'], data?.postgres),
    ...all(['data', 'redis'], data?.redis),
    ...all(['media', 'buckets'], media?.buckets),
    ...(['queues', 'topics'] as const).flatMap((section) =>
      Object.keys(messaging?.[section] ?? {}).map((name) => [['messaging', section, name], name] as const),
    ),
  ];
}
