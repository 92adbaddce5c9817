import { BudgetsBudget } from '@cdktn/provider-aws/lib/budgets-budget/index.js';
import { Construct } from 'constructs';

/** What a {@link Budget} is made from. */
export interface BudgetProps {
  readonly name: string;
  /** US dollars a month. */
  readonly monthlyUsd: number;
  /** Per cent of the limit that send a notice once spent. */
  readonly alertAt: readonly number[];
  readonly emails: readonly string[];
  /** Topic that is told too; `budgets` must be one of its publishers. */
  readonly topicArn: string;
}

/** A monthly cost limit of the account that sends notices: at each threshold once spent, and once when the forecast passes the limit. */
export class Budget extends Construct {
  constructor(scope: Construct, id: string, props: BudgetProps) {
    super(scope, id);
    const { name, monthlyUsd, alertAt, emails, topicArn } = props;
    const notice = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
      notificationType,
      threshold,
      thresholdType: 'PERCENTAGE',
      comparisonOperator: 'GREATER_THAN',
      subscriberEmailAddresses: [...emails],
      subscriberSnsTopicArns: [topicArn],
    });
    new BudgetsBudget(this, 'Default', {
      name,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(monthlyUsd),
      limitUnit: 'USD',
      notification: [...alertAt.map((threshold) => notice('ACTUAL', threshold)), notice('FORECASTED', 100)],
    });
  }
}
