import { equal } from './canonical.js';
import type { NoiseRule, ValuePair } from './noise-rule.js';
import { canonicalPolicy, isPolicyDocument } from './policy-document.js';

/** A policy whose statements, elements or keys are in another order. */
export const policyRule: NoiseRule = {
  id: 'policy-form',
  reason: 'the same policy, written in another form or order',
  matches: (pair) => {
    const [one, other] = parsed(pair);
    if (!isPolicyDocument(one) || !isPolicyDocument(other)) return false;
    return equal(canonicalPolicy(one), canonicalPolicy(other));
  },
};

/** Any other JSON with other spaces or order of keys. The order of a list is kept: it may mean something. */
export const jsonRule: NoiseRule = {
  id: 'json-form',
  reason: 'the same JSON, with other spaces or another order of keys',
  matches: (pair) => {
    const [one, other] = parsed(pair);
    return one !== undefined && other !== undefined && equal(one, other);
  },
};

function parsed({ one, other }: ValuePair): [unknown, unknown] {
  return [parse(one), parse(other)];
}

/** The document in a text; undefined when it is none. */
function parse(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
