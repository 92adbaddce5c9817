import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

const notice = (notification_type: string, threshold: number, emails: readonly string[]) => ({
  notification_type,
  threshold,
  threshold_type: 'PERCENTAGE',
  comparison_operator: 'GREATER_THAN',
  subscriber_email_addresses: emails,
  subscriber_sns_topic_arns: ['arn:aws:sns:eu-central-1:210987654321:pager'],
});

const budget = (arguments_: object) => ({
  aws_budgets_budget: {
    monthly: { name: 'movies', budget_type: 'COST', time_unit: 'MONTHLY', limit_unit: 'USD', ...arguments_ },
  },
});

describe('a budget', () => {
  let cloud: TestCloud;
  const key = { AccountId: '210987654321', BudgetName: 'movies' };

  beforeAll(async () => {
    cloud = await TestCloud.start();
  }, 120_000);
  afterAll(() => cloud.close());

  describeLife({
    cloud: () => cloud,
    resources: budget({
      limit_amount: '100',
      notification: [notice('ACTUAL', 80, ['a@example.com']), notice('FORECASTED', 100, ['a@example.com'])],
      cost_filter: [{ name: 'Service', values: ['Amazon S3'] }],
      tags: { a: '1' },
    }),
    created: async () => {
      const { Budget } = await cloud.call('budgets', 'DescribeBudget', key);
      expect(Budget).toMatchObject({
        BudgetLimit: { Amount: '100', Unit: 'USD' },
        CostFilters: { Service: ['Amazon S3'] },
        TimePeriod: { End: new Date('2087-06-15T00:00:00Z') },
      });
    },
    changed: budget({
      limit_amount: '250.50',
      notification: [notice('ACTUAL', 80, ['b@example.com']), notice('FORECASTED', 110, ['a@example.com'])],
      cost_filter: [{ name: 'Service', values: ['Amazon EC2'] }],
      cost_types: [{ include_tax: false }],
      time_period_end: '2030-01-01_00:00',
      tags: { b: '2' },
    }),
    changes: ['update aws_budgets_budget.monthly'],
    updated: async () => {
      const { Notifications } = await cloud.call('budgets', 'DescribeNotificationsForBudget', key);
      const thresholds = Notifications.map(({ Threshold }: { Threshold: number }) => Threshold);
      expect(thresholds.sort()).toEqual([110, 80]);
    },
    meddle: async () => {
      const Notification = { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 80 };
      await cloud.call('budgets', 'DeleteNotification', { ...key, Notification });
      const { Budget } = await cloud.call('budgets', 'DescribeBudget', key);
      Budget.BudgetLimit.Amount = '9999';
      await cloud.call('budgets', 'UpdateBudget', { AccountId: key.AccountId, NewBudget: Budget });
    },
    drift: { 'aws_budgets_budget.monthly': ['limit_amount', 'notification'] },
    imports: async () => ({ 'aws_budgets_budget.monthly': '210987654321:movies' }),
    destroyed: async () => {
      const { Budgets } = await cloud.call('budgets', 'DescribeBudgets', { AccountId: key.AccountId });
      expect(Budgets ?? []).toEqual([]);
    },
  });
});
