import type { ApiObject } from '../contract.js';

/** Reads the rules of `rule_json`, WAF's own JSON; search strings, which are bytes in the API, are in base 64 there. */
export function parseRules(json: string): ApiObject[] {
  return JSON.parse(json, (key, value) =>
    key === 'SearchString' && typeof value === 'string' ? Buffer.from(value, 'base64') : value,
  ) as ApiObject[];
}

/** Writes rules that WAF described as `rule_json` would say them. */
export function formatRules(rules: readonly ApiObject[] | undefined): string {
  return JSON.stringify((rules ?? []).map(withTextualBytes));
}

function withTextualBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(withTextualBytes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withTextualBytes(inner)]));
}
