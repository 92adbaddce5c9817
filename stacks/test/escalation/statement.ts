/** A value or several, as policies write them. */
export type OneOrMany = string | readonly string[];

/** A statement as IAM stores it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, OneOrMany>>;
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  readonly Resource?: OneOrMany;
  readonly NotResource?: OneOrMany;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;
}

/** What is asked of AWS. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** Keys of conditions with their values; one that is not here is absent. */
  readonly context?: Readonly<Record<string, OneOrMany>>;
}

/** Statements of a policy. */
export function statementsOf(policy: string): Statement[] {
  const { Statement: found } = JSON.parse(policy) as { Statement: Statement | Statement[] };
  return listOf(found);
}

/** Everything as a list. */
export function listOf<T>(value: T | readonly T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? [...value] : [value as T];
}

/** Whether text fits a pattern in which `*` stands for any characters and `?` for one. */
export function fits(pattern: string, text: string): boolean {
  const expression = EXPRESSIONS.get(pattern) ?? expressionOf(pattern);
  EXPRESSIONS.set(pattern, expression);
  return expression.test(text);
}

/** A search tries few patterns on many texts. */
const EXPRESSIONS = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
