import type { Rule, RuleProblem } from './rule.js';

const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;
/** AWS allows 50; the platform sets some itself. */
const MOST = 40;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Tags are such that every service of AWS accepts them, and leave the platform's own alone.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
 */
export const tags: Rule = ({ tags: declared }) => {
  const entries = Object.entries(declared);
  const many =
    entries.length > MOST ? [{ path: ['tags'], message: `has ${entries.length} tags; at most ${MOST} fit` }] : [];
  return [
    ...many,
    ...entries.flatMap(([key, value]) => tagProblems(key, value).map((message) => ({ path: ['tags', key], message }))),
  ];
};

function tagProblems(key: string, value: string): RuleProblem['message'][] {
  const prefix = /^(aws|backlot):/i.exec(key)?.[0];
  return [
    ...(prefix ? [`keys that start with '${prefix}' are not yours to set`] : []),
    ...(key.length > LONGEST_KEY ? [`the key has ${key.length} characters; AWS allows ${LONGEST_KEY}`] : []),
    ...(value.length > LONGEST_VALUE ? [`the value has ${value.length} characters; AWS allows ${LONGEST_VALUE}`] : []),
    ...(CHARACTERS.test(key) && CHARACTERS.test(value)
      ? []
      : ['AWS allows letters, digits, spaces and _ . : / = + - @']),
  ];
}
