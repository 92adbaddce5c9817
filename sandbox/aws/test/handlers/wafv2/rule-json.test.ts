import { describe, expect, it } from '@jest/globals';
import { formatRules, parseRules } from '../../../handlers/wafv2/rule-json.js';

const rules = JSON.stringify([
  {
    Name: 'health',
    Statement: {
      ByteMatchStatement: { SearchString: Buffer.from('/health').toString('base64'), FieldToMatch: { UriPath: {} } },
    },
  },
]);

describe('rules as JSON', () => {
  it('turns search strings into bytes, as the SDK takes them', () => {
    const [rule] = parseRules(rules);
    expect(Buffer.from(rule?.Statement.ByteMatchStatement.SearchString).toString()).toBe('/health');
  });

  it('writes what it read', () => {
    expect(formatRules(parseRules(rules))).toBe(rules);
  });

  it('writes no rules as an empty list', () => {
    expect(formatRules(undefined)).toBe('[]');
  });
});
