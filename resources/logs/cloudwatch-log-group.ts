import { shell } from '../../modules/values/shell-quoted.js';
import type { Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { listed } from '../finder.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { resource } from '../resource-type.js';
import { arnVerdict } from '../stranger.js';

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

/** What is known of `aws_cloudwatch_log_group`. */
export default resource({
  type: 'aws_cloudwatch_log_group',
  holds: {
    lost: 'its log lines, which were promised to be kept',
    section: 'logs',
  },
  beside: [subscriptionFilters, metricFilters, logPolicies],
  find: listed({
    ask: 'logs:DescribeLogGroups',
    by: { logGroupNamePrefix: '{name}' },
    at: 'logGroups',
    same: { logGroupName: 'name' },
    id: 'logGroupName',
  }),
});
