import { quote } from '../document/quote.js';
import type { Rule, RuleProblem } from './rule.js';

const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
/** AWS allows 50; the platform sets some itself. */
const MOST = 40;

/** What no tag may hold, of the pattern that IAM, CloudWatch Logs, WAF and CloudFront give for keys and values. */
const REFUSED = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu;

/**
 * Tags are such that every service of AWS accepts them, and leave the platform's own alone. The owner is one.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html,
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
export const tags: Rule = ({ owner, tags: declared }) => {
  const entries = Object.entries(declared);
  const many =
    entries.length > MOST ? [{ path: ['tags'], message: `has ${entries.length} tags; at most ${MOST} fit` }] : [];
  return [
    ...textProblems(owner).map((problem) => ({ ...problem, path: ['owner'] })),
    ...many,
    ...entries.flatMap(([key, value], index) => {
      const before = entries.slice(0, index).find(([other]) => other.toLowerCase() === key.toLowerCase());
      const found = [...tagProblems(key, value), ...(before ? [sameKey(before[0])] : [])];
      return found.map((problem) => ({ ...problem, path: ['tags', key] }));
    }),
  ];
};

type Problem = Omit<RuleProblem, 'path'>;

function tagProblems(key: string, value: string): Problem[] {
  const prefix = /^(aws|backlot):/i.exec(key)?.[0];
  return [
    ...(prefix ? [{ message: `keys that start with '${prefix}' are not yours to set` }] : []),
    ...(key.trim() === '' ? [{ message: 'a tag needs a name' }] : []),
    ...(key.length > LONGEST_KEY
      ? [{ message: `the key has ${key.length} characters; AWS allows ${LONGEST_KEY}` }]
      : []),
    ...textProblems(key),
    ...(value.length > LONGEST_VALUE
      ? [{ message: `the value has ${value.length} characters; AWS allows ${LONGEST_VALUE}` }]
      : []),
    ...textProblems(value),
  ];
}

function sameKey(other: string): Problem {
  return {
    message: `differs from the tag '${other}' in case only, and IAM takes both for one`,
    hint: 'keep one of the two',
  };
}

function textProblems(text: string): Problem[] {
  const refused = [...new Set(text.match(REFUSED) ?? [])];
  if (refused.length === 0) return [];
  const message = `tags can't hold ${refused.map((each) => (each === '\n' ? 'a line break' : quote(each))).join(' ')}: AWS allows letters, digits, spaces and _ . : / = + - @`;
  return [{ message, hint: `such as ${quote(accepted(text))}` }];
}

/** The text with dashes that AWS takes, and without the rest that it doesn't. */
function accepted(text: string): string {
  const dashed = text.replace(/\p{Pd}/gu, '-').replace(/[&]/g, '+');
  return dashed.replace(REFUSED, ' ').replace(/\s+/g, ' ').trim();
}
