import { equal } from './canonical.js';
import { jsonRule, policyRule } from './json-rules.js';
import type { NoiseRule, ValuePair } from './noise-rule.js';
import {
  caseRule,
  defaultRule,
  dnsRule,
  keyRule,
  nothingRule,
  quotesRule,
  setRule,
  systemTagRule,
  versionRule,
} from './notation-rules.js';

export { canonical, equal } from './canonical.js';
export type { NoiseRule, ValuePair } from './noise-rule.js';

/** Every way in which providers make a difference out of none, the cheapest to tell first. */
export const NOISE_RULES: readonly NoiseRule[] = [
  nothingRule,
  quotesRule,
  setRule,
  policyRule,
  jsonRule,
  caseRule,
  dnsRule,
  keyRule,
  versionRule,
  systemTagRule,
  defaultRule,
];

/** Why a difference means nothing; undefined when it means something. What a value holds is looked into. */
export function noiseReason(pair: ValuePair): string | undefined {
  const { type, path, one, other } = pair;
  const rule = NOISE_RULES.find((each) => each.matches(pair));
  if (rule) return rule.reason;
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) return undefined;
  if (Array.isArray(one) && one.length !== (other as unknown[]).length) return undefined;
  let reason: string | undefined;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const inner = { one: (one as Inner)[key], other: (other as Inner)[key] };
    if (equal(inner.one, inner.other)) continue;
    const said = noiseReason({ type, path: Array.isArray(one) ? path : path ? `${path}.${key}` : key, ...inner });
    if (!said) return undefined;
    reason ??= said;
  }
  return reason;
}

type Inner = Readonly<Record<string, unknown>>;

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
