import type { Rule } from './rule.js';

const MOST_NOTICES = 10;
const MOST_EMAILS = 10;

/** A budget has at most ten notices with ten addresses. https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html */
export const budgetAlerts: Rule = ({ foundation }) => {
  const budget = foundation.budget;
  if (!budget) return [];
  const path = ['foundation', 'budget'];
  return [
    ...(budget.alertAt.length > MOST_NOTICES
      ? [
          {
            path: [...path, 'alertAt'],
            message: `AWS Budgets sends at most ${MOST_NOTICES} notices, not ${budget.alertAt.length}`,
          },
        ]
      : []),
    ...(budget.emails.length > MOST_EMAILS
      ? [
          {
            path: [...path, 'emails'],
            message: `AWS Budgets tells at most ${MOST_EMAILS} addresses, not ${budget.emails.length}`,
          },
        ]
      : []),
    ...budget.alertAt.flatMap((percent, index) =>
      percent <= 0 || budget.alertAt.indexOf(percent) < index
        ? [
            {
              path: [...path, 'alertAt', index],
              message: percent <= 0 ? 'must be above 0' : `${percent} is in the list twice`,
            },
          ]
        : [],
    ),
  ];
};
