import type { Path } from '../document/path.js';
import { quote } from '../document/quote.js';
import type { Rule, RuleProblem } from './rule.js';

/** A thing has one first name: two things of the same first name would be one in AWS. */
export const renamedFrom: Rule = ({ data, media, secrets }) => [
  ...check(['data', 'postgres'], data?.postgres),
  ...check(['data', 'redis'], data?.redis),
  ...check(['media', 'buckets'], media?.buckets),
  ...check(['secrets'], secrets),
];

type Things = Readonly<Record<string, { readonly renamedFrom?: string }>>;

function check(section: Path, things: Things = {}): RuleProblem[] {
  return Object.entries(things).flatMap(([name, { renamedFrom: first }]): RuleProblem[] => {
    if (first === undefined) return [];
    const path = [...section, name, 'renamedFrom'];
    if (first === name) {
      return [{ path, message: `${quote(first)} is the name that it has`, hint: 'take the line out' }];
    }
    const other = Object.entries(things).find(
      ([each, { renamedFrom: theirs }]) => each !== name && (theirs ?? each) === first,
    )?.[0];
    if (other === undefined) return [];
    const message = `${quote(first)} is the first name of ${quote(other)}, too: both would be the same thing`;
    return [{ path, message, hint: `take ${quote(other)} out, or give this one a name of its own` }];
  });
}
