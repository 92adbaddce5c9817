import { safeParse, type z } from 'zod';
import { suggestion } from './document/nearest-word.js';
import type { Problem } from './document/problem.js';
import { alternatives, quote } from './document/quote.js';
import { type ScalarNode, type SourceNode, toPlain } from './document/source-node.js';

type Wording = Pick<Problem, 'message' | 'hint'>;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of keys',
  record: 'a map of names',
  array: 'a list',
};

/** Says what is wrong with a value that is there, and shows it. */
export function valueWording(issue: z.core.$ZodIssue, node: SourceNode, schema?: z.core.$ZodType): Wording {
  switch (issue.code) {
    case 'invalid_type':
      return quotesWouldNotHelp(issue.expected, node, schema) ?? typeWording(issue.expected, node);
    case 'invalid_value': {
      const words = issue.values.map(String);
      const value = toPlain(node);
      const hint = typeof value === 'string' ? suggestion(value, words) : undefined;
      const near = hint?.startsWith('did you mean') ? hint : undefined;
      return { message: `must be ${alternatives(words)}, not ${shown(node)}`, hint: near };
    }
    case 'too_small':
    case 'too_big':
      return { message: `${sizeWording(issue)}, ${found(issue.origin, node)}` };
    default:
      return { message: `${issue.message}, not ${shown(node)}`, hint: numberHint(node) };
  }
}

/** A number where no text of digits would do either, such as 30 for 30d. */
function quotesWouldNotHelp(expected: string, node: SourceNode, schema?: z.core.$ZodType): Wording | undefined {
  if (expected !== 'string' || node.kind !== 'scalar' || !schema) return undefined;
  const [issue] = safeParse(schema, node.written).error?.issues ?? [];
  return issue && { message: `${issue.message}, not ${node.written}` };
}

function typeWording(expected: string, node: SourceNode): Wording {
  const wanted = TYPES[expected] ?? expected;
  if (node.kind === 'scalar') {
    if (expected === 'string') return textWording(node);
    if ((expected === 'number' || expected === 'int') && typeof node.value === 'string') {
      const numeric = node.value.trim() !== '' && Number.isFinite(Number(node.value));
      if (numeric) {
        return { message: `must be ${wanted}, but '${node.value}' in quotes is text`, hint: 'remove the quotes' };
      }
    }
    if (expected === 'boolean' && typeof node.value === 'string') return booleanWording(node.value);
    if (expected === 'array') {
      return { message: `must be a list, not ${shown(node)}`, hint: `write [${node.written}]` };
    }
  }
  return { message: `must be ${wanted}, not ${shown(node)}` };
}

/** The classic: account ids, versions and ports that YAML reads as numbers. */
function textWording(node: ScalarNode): Wording {
  const changed = typeof node.value === 'number' && String(node.value) !== node.written;
  const kind = changed ? `the number ${node.value}` : `a ${typeof node.value}`;
  return {
    message: `must be text, but ${node.written} without quotes is ${kind}`,
    hint: `put it in quotes: "${node.written}"`,
  };
}

function booleanWording(value: string): Wording {
  const meant = { yes: 'true', on: 'true', no: 'false', off: 'false', true: 'true', false: 'false' }[
    value.toLowerCase()
  ];
  return {
    message: `must be true or false, not ${quote(value)}`,
    hint: meant && `YAML 1.2 reads ${value} as text: write ${meant}`,
  };
}

function numberHint(node: SourceNode): string | undefined {
  return node.kind === 'scalar' && typeof node.value === 'number' ? `put text in quotes: "${node.written}"` : undefined;
}

function sizeWording(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const [limit, bound, inclusive] =
    issue.code === 'too_small' ? [issue.minimum, 'least', issue.inclusive] : [issue.maximum, 'most', issue.inclusive];
  if (issue.origin === 'string') return `must have at ${bound} ${plural(Number(limit), 'character')}`;
  if (issue.origin === 'array') return `must have at ${bound} ${plural(Number(limit), 'item')}`;
  if (inclusive === false) return `must be ${issue.code === 'too_small' ? 'above' : 'below'} ${limit}`;
  return `must be at ${bound} ${limit}`;
}

function found(origin: string, node: SourceNode): string {
  const value = toPlain(node);
  if (origin === 'string' && typeof value === 'string') return `not ${value.length}: ${quote(value)}`;
  if (origin === 'array' && Array.isArray(value)) return `not ${value.length}`;
  return `not ${shown(node)}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function shown(node: SourceNode): string {
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'number' ? node.written : quote(node.value);
    case 'list':
      return 'a list';
    case 'map':
      return 'a map';
    case 'removal':
      return 'null';
  }
}
