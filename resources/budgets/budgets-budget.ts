import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What a budget does when it is passed: it may give policies to roles. */
const budgetActions: Look = {
  what: 'budget actions',
  asks: ['budgets:DescribeBudgetActionsForBudget'],
  find: async ({ values: { name: BudgetName } }, { ask, ours, accountId: AccountId }) => {
    const answer = await ask('budgets:DescribeBudgetActionsForBudget', { AccountId, BudgetName });
    const all: { ActionId: string; ActionType: string }[] = answer?.Actions ?? [];
    return all
      .filter(({ ActionId: action_id }) => !ours.has('aws_budgets_budget_action', { action_id }))
      .map(({ ActionId, ActionType }) => ({
        what: 'budget action',
        name: ActionId,
        severity: /POLICY/.test(ActionType) ? ('critical' as const) : ('high' as const),
        says: ActionType,
        remove: shell`aws budgets delete-budget-action --account-id ${AccountId} --budget-name ${BudgetName} --action-id ${ActionId}`,
      }));
  },
};

/** What is known of `aws_budgets_budget`. */
export default resource({
  type: 'aws_budgets_budget',
  beside: [budgetActions],
  find: named({
    ask: 'budgets:DescribeBudget',
    by: { AccountId: '{account}', BudgetName: '{name}' },
    id: '{account}:{name}',
  }),
});
