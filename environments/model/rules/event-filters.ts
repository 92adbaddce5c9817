import { quote } from '../document/quote.js';
import type { Rule, RuleProblem } from './rule.js';

/** Bytes of the longest key of an object. */
const LONGEST = 1024;

/**
 * What filters events can be in a key: S3 compares the beginning and the end letter by letter.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export const eventFilters: Rule = ({ messaging }) =>
  Object.entries(messaging?.queues ?? {}).flatMap(([name, { source }]) => {
    if (!source) return [];
    const path = ['messaging', 'queues', name, 'source'];
    return (['prefix', 'suffix'] as const).flatMap((part): RuleProblem[] =>
      filterProblems(part, source[part]).map((problem) => ({ ...problem, path: [...path, part] })),
    );
  });

function filterProblems(part: 'prefix' | 'suffix', text: string): Omit<RuleProblem, 'path'>[] {
  const size = Buffer.byteLength(text);
  if (size > LONGEST) return [{ message: `has ${size} bytes; keys of S3 have ${LONGEST} at most` }];
  const plain = text.replace(/[*?]+/g, '');
  if (plain !== text) {
    const where = part === 'prefix' ? 'begins' : 'ends';
    const hint = plain ? `write ${quote(plain)}` : 'leave it out';
    return [{ message: `${quote(text)}: S3 knows no wildcards, and no key ${where} with these letters`, hint }];
  }
  if (part === 'prefix' && text.startsWith('/')) {
    const rest = text.replace(/^\/+/, '');
    const hint = rest ? `write ${quote(rest)}` : 'leave it out';
    return [{ message: `${quote(text)}: keys of S3 begin without a /`, hint }];
  }
  return [];
}
