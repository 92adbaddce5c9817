import { describe, expect, it } from '@jest/globals';
import { Budget } from '../budget.js';
import { SynthesizedModule } from './fixtures/synthesized-module.js';

describe('budget', () => {
  it('tells people and the topic at each threshold, and when the forecast passes the limit', () => {
    const stack = new SynthesizedModule((scope) => {
      new Budget(scope, 'budget', {
        name: 'x',
        monthlyUsd: 500,
        alertAt: [80, 100],
        emails: ['a@example.com'],
        topicArn: 'topic',
      });
    });
    const budget = stack.one('aws_budgets_budget');
    expect(budget).toMatchObject({ budget_type: 'COST', time_unit: 'MONTHLY', limit_amount: '500', limit_unit: 'USD' });
    expect(
      budget.notification.map(({ notification_type, threshold }: Record<string, unknown>) => [
        notification_type,
        threshold,
      ]),
    ).toEqual([
      ['ACTUAL', 80],
      ['ACTUAL', 100],
      ['FORECASTED', 100],
    ]);
    for (const notice of budget.notification) {
      expect(notice).toMatchObject({
        subscriber_email_addresses: ['a@example.com'],
        subscriber_sns_topic_arns: ['topic'],
      });
    }
  });
});
