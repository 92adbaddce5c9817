import { shell } from '../../../../modules/values/shell-quoted.js';
import type { ApiObject } from '../../../session/journal/outside/aws-calls.js';
import { type Attachments, keeping, type Look } from '../attachments.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { arnVerdict } from './stranger.js';

/** Where the lines of a log go. */
const subscriptionFilters: Look = {
  what: 'subscription filters',
  asks: ['logs:DescribeSubscriptionFilters'],
  find: async ({ values: { name: logGroupName } }, { ask, ours, accountId }) => {
    const answer = await ask('logs:DescribeSubscriptionFilters', { logGroupName });
    const all: { filterName: string; destinationArn: string }[] = answer?.subscriptionFilters ?? [];
    return all
      .filter(
        ({ filterName: name }) =>
          !ours.has('aws_cloudwatch_log_subscription_filter', { log_group_name: logGroupName, name }),
      )
      .map(({ filterName, destinationArn }) => ({
        what: 'subscription filter',
        name: filterName,
        ...arnVerdict(destinationArn, accountId, `each line goes to ${destinationArn}`),
        remove: shell`aws logs delete-subscription-filter --log-group-name ${logGroupName} --filter-name ${filterName}`,
      }));
  },
};

/** Metrics that are made of a log, and paid for. */
const metricFilters: Look = {
  what: 'metric filters',
  asks: ['logs:DescribeMetricFilters'],
  find: async ({ values: { name: logGroupName } }, { ask, ours }) => {
    const all: { filterName: string }[] =
      (await ask('logs:DescribeMetricFilters', { logGroupName }))?.metricFilters ?? [];
    return all
      .filter(
        ({ filterName: name }) => !ours.has('aws_cloudwatch_log_metric_filter', { log_group_name: logGroupName, name }),
      )
      .map(({ filterName }) => ({
        what: 'metric filter',
        name: filterName,
        severity: 'notice',
        remove: shell`aws logs delete-metric-filter --log-group-name ${logGroupName} --filter-name ${filterName}`,
      }));
  },
};

/** Who may write to a log, or have it read, by a policy of the region that names it. */
const logPolicies: Look = {
  what: 'resource policies of logs',
  asks: ['logs:DescribeResourcePolicies'],
  find: async ({ values: { arn } }, { ask, ours, accountId }) => {
    const answer = await ask('logs:DescribeResourcePolicies', {});
    const all: { policyName: string; policyDocument?: string }[] = answer?.resourcePolicies ?? [];
    return (
      all
        // AWS makes this one where a service delivers its own logs.
        .filter(({ policyName }) => !policyName.startsWith('AWSLogDeliveryWrite'))
        .filter(({ policyName: name }) => !ours.has('aws_cloudwatch_log_resource_policy', { policy_name: name }))
        .filter(({ policyDocument = '{}' }) => resourcesOf(policyDocument).some((pattern) => covers(pattern, arn)))
        .map(({ policyName, policyDocument }) => ({
          what: 'resource policy of logs',
          name: policyName,
          ...resourcePolicyVerdict(policyDocument, accountId),
          remove: shell`aws logs delete-resource-policy --policy-name ${policyName}`,
        }))
    );
  },
};

function resourcesOf(document: string): string[] {
  const { Statement = [] } = JSON.parse(document) as { Statement?: ApiObject | ApiObject[] };
  return [Statement].flat().flatMap(({ Resource = [] }) => Resource);
}

/** Whether a pattern with stars is about a log group, or about the streams in it. */
function covers(pattern: string, arn: string): boolean {
  const text = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${text}$`).test(arn) || new RegExp(`^${text}$`).test(`${arn}:log-stream:x`);
}

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

/** Distributions that read our buckets as ours do. */
const readers: Look = {
  what: 'distributions',
  asks: ['cloudfront:ListDistributions'],
  find: async ({ values: { id } }, { ask, ours }) => {
    const all: ApiObject[] = (await ask('cloudfront:ListDistributions', {}))?.DistributionList?.Items ?? [];
    return all
      .filter(({ Id, Origins }) => uses(Origins, id) && !ours.has('aws_cloudfront_distribution', { id: Id }))
      .map(({ Id, DomainName }) => ({
        what: 'distribution',
        name: `${Id} ${DomainName}`,
        severity: 'critical',
        says: 'serves what the access control lets it read',
        // A distribution must be disabled and have spread before it can be deleted: this shows what it is, and its ETag.
        remove: shell`aws cloudfront get-distribution-config --id ${Id}`,
      }));
  },
};

function uses(origins: ApiObject | undefined, accessControl: string): boolean {
  const items: { OriginAccessControlId?: string }[] = origins?.Items ?? [];
  return items.some(({ OriginAccessControlId }) => OriginAccessControlId === accessControl);
}

/** What a firewall of ours stands before, beside our distribution. */
const guarded: Look = {
  what: 'associations',
  asks: ['cloudfront:ListDistributionsByWebACLId', 'wafv2:ListResourcesForWebACL'],
  find: async ({ values: { arn, scope } }, { ask, ours }) => {
    if (scope !== 'CLOUDFRONT') {
      const arns: string[] = (await ask('wafv2:ListResourcesForWebACL', { WebACLArn: arn }))?.ResourceArns ?? [];
      return arns
        .filter((resource_arn) => !ours.has('aws_wafv2_web_acl_association', { resource_arn, web_acl_arn: arn }))
        .map((resource) => ({
          what: 'association',
          name: resource,
          severity: 'notice' as const,
          remove: shell`aws wafv2 disassociate-web-acl --resource-arn ${resource}`,
        }));
    }
    const answer = await ask('cloudfront:ListDistributionsByWebACLId', { WebACLId: arn });
    const all: ApiObject[] = answer?.DistributionList?.Items ?? [];
    return all
      .filter(({ Id: id }) => !ours.has('aws_cloudfront_distribution', { id }))
      .map(({ Id }) => ({
        what: 'association',
        name: `distribution ${Id}`,
        severity: 'notice' as const,
        remove: shell`aws cloudfront disassociate-distribution-web-acl --id ${Id}`,
      }));
  },
};

/** Where the requests that a firewall saw are written. */
const firewallLog: Look = {
  what: 'firewall logs',
  asks: ['wafv2:GetLoggingConfiguration'],
  find: async ({ values: { arn } }, { ask, ours, accountId }) => {
    if (ours.has('aws_wafv2_web_acl_logging_configuration', { resource_arn: arn })) return [];
    const answer = await ask('wafv2:GetLoggingConfiguration', { ResourceArn: arn });
    const destinations: string[] = answer?.LoggingConfiguration?.LogDestinationConfigs ?? [];
    return destinations.map((destination) => ({
      what: 'firewall log',
      name: destination,
      ...arnVerdict(destination, accountId, 'each request is written there'),
      remove: shell`aws wafv2 delete-logging-configuration --resource-arn ${arn}`,
    }));
  },
};

/** What can be attached to logs, budgets, and what stands before the distribution. */
export const watchingAttachments: Readonly<Record<string, Attachments>> = {
  aws_cloudwatch_log_group: [subscriptionFilters, metricFilters, logPolicies],
  aws_budgets_budget: [budgetActions],
  aws_cloudfront_origin_access_control: [readers],
  // DeleteWebACL refuses while something is behind it; a cluster takes its own load balancers away before.
  aws_wafv2_web_acl: [keeping(guarded, ({ scope }) => scope === 'CLOUDFRONT'), firewallLog],
};
