import { type ApiObject, type Attributes, handler } from '../contract.js';
import { createNotifications, readNotifications, updateNotifications } from './budget-notifications.js';
import { fromBudgetTime, toBudgetTime } from './budget-time.js';

const CONTENT = [
  ...['name', 'auto_adjust_data', 'billing_view_arn', 'budget_type', 'cost_filter', 'cost_types', 'filter_expression'],
  ...['limit_amount', 'limit_unit', 'metrics', 'planned_limit', 'time_period_end', 'time_period_start', 'time_unit'],
];

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html */
export default handler({
  type: 'aws_budgets_budget',
  service: 'budgets',
  id: '{account}:{name}',
  key: { AccountId: '{account}', BudgetName: '{name}' },
  prefix: 'Budget',
  create: {
    call: 'CreateBudget',
    at: 'Budget',
    send: CONTENT,
    input: (state) => ({ NotificationsWithSubscribers: createNotifications(state) }),
  },
  read: [{ call: 'DescribeBudget', at: 'Budget', input: { ShowFilterExpression: true } }, { run: readNotifications }],
  update: [
    { call: 'UpdateBudget', at: 'NewBudget', send: CONTENT },
    { when: ['notification'], run: updateNotifications },
  ],
  delete: { call: 'DeleteBudget' },
  names: {
    limit_amount: 'BudgetLimit.Amount',
    limit_unit: 'BudgetLimit.Unit',
    time_period_start: { name: 'TimePeriod.Start', to: toBudgetTime, from: fromBudgetTime },
    time_period_end: { name: 'TimePeriod.End', to: toBudgetTime, from: fromBudgetTime },
    cost_filter: { name: 'CostFilters', to: toFilters, from: fromFilters },
    planned_limit: { name: 'PlannedBudgetLimits', to: toPlannedLimits, from: fromPlannedLimits },
    'auto_adjust_data.historical_options.lookback_available_periods': 'LookBackAvailablePeriods',
  },
  computed: {
    account_id: '{account}',
    arn: 'arn:{partition}:budgets::{account}:budget/{name}',
  },
  defaults: {
    time_period_end: '2087-06-15_00:00',
    'cost_types.include_credit': true,
    'cost_types.include_discount': true,
    'cost_types.include_other_subscription': true,
    'cost_types.include_recurring': true,
    'cost_types.include_refund': true,
    'cost_types.include_subscription': true,
    'cost_types.include_support': true,
    'cost_types.include_tax': true,
    'cost_types.include_upfront': true,
    'cost_types.use_amortized': false,
    'cost_types.use_blended': false,
  },
  immutable: ['account_id', 'name', 'name_prefix'],
  optionalComputed: ['cost_filter', 'cost_types'],
  equal: { limit_amount: (left, right) => Number(left) === Number(right) },
});

function toFilters(filters: readonly Attributes[]): ApiObject | undefined {
  return filters.length > 0 ? Object.fromEntries(filters.map(({ name, values }) => [name, values])) : undefined;
}

function fromFilters(filters: ApiObject | undefined): Attributes[] {
  return Object.entries(filters ?? {}).map(([name, values]) => ({ name, values }));
}

function toPlannedLimits(limits: readonly Attributes[]): ApiObject | undefined {
  if (limits.length === 0) return undefined;
  return Object.fromEntries(
    limits.map(({ start_time, amount, unit }) => [
      String(toBudgetTime(start_time).getTime() / 1000),
      { Amount: amount, Unit: unit },
    ]),
  );
}

function fromPlannedLimits(limits: ApiObject | undefined): Attributes[] {
  return Object.entries(limits ?? {}).map(([start, { Amount, Unit }]) => ({
    start_time: fromBudgetTime(new Date(Number(start) * 1000)),
    amount: Amount,
    unit: Unit,
  }));
}
