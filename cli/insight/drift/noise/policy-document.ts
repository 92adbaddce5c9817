import { canonical } from './canonical.js';

type Json = Record<string, unknown>;

/** Whether a JSON document is a policy of IAM's language. */
export function isPolicyDocument(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && 'Statement' in value;
}

/**
 * A policy in one form: statements and the values of an element are sets, one value may stand without its list, `Effect`
 * and elements are told apart by case, but actions are not, and an account may be written as its root's ARN.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function canonicalPolicy({ Version = '2008-10-17', Statement, ...rest }: Json): unknown {
  const statements = list(Statement).map((each) => canonical(canonicalStatement(each as Json)));
  return canonical({ ...rest, Version, Statement: sorted(statements) });
}

function canonicalStatement({ Sid, ...statement }: Json): Json {
  const entries = Object.entries(statement).map(([element, value]) => {
    switch (element) {
      case 'Action':
      case 'NotAction':
        return [element, sorted(list(value).map((action) => String(action).toLowerCase()))];
      case 'Resource':
      case 'NotResource':
        return [element, sorted(list(value))];
      case 'Principal':
      case 'NotPrincipal':
        return [element, canonicalPrincipal(value)];
      case 'Condition':
        return [element, canonicalCondition(value)];
      default:
        return [element, value];
    }
  });
  // An empty Sid is none.
  return { ...Object.fromEntries(entries), ...(Sid ? { Sid } : {}) };
}

/** `"*"` and `{"AWS": "*"}` are the same: everybody. */
function canonicalPrincipal(value: unknown): unknown {
  if (value === '*') return { AWS: ['*'] };
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([kind, ids]) => [
      kind,
      sorted(list(ids).map((id) => String(id).replace(/^arn:[\w-]+:iam::(\d{12}):root$/, '$1'))),
    ]),
  );
}

/** Values of a condition are texts to IAM, in any order; so is a boolean or a number that stands without quotes. */
function canonicalCondition(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries((keys ?? {}) as Json).map(([key, values]) => [
          key.toLowerCase(),
          sorted(list(values).map((each) => String(each))),
        ]),
      ),
    ]),
  );
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function sorted(values: readonly unknown[]): unknown[] {
  const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  return [...values].sort(byText);
}
