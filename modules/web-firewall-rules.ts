/** What {@link webFirewallRules} are made from. */
export interface WebFirewallRulesProps {
  /** Starts the names of the metrics. */
  readonly metricPrefix: string;
  /** Requests per five minutes and address. */
  readonly rateLimit: number;
  /** Rules of the common rule set that only count what they find. @default none */
  readonly counted?: readonly string[];
}

/** Seconds over which WAF counts requests. */
const RATE_WINDOW = 300;

/** Rule groups that AWS keeps up to date, most general last. */
const MANAGED_GROUPS = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesCommonRuleSet',
] as const;

/**
 * The rules of the web ACL as WAF's own JSON, cheapest first: a flood is cut before anything else looks at it.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html
 */
export function webFirewallRules(props: WebFirewallRulesProps): string {
  const rate = {
    Name: 'rate-limit',
    Priority: 0,
    Action: { Block: {} },
    Statement: {
      RateBasedStatement: { Limit: props.rateLimit, EvaluationWindowSec: RATE_WINDOW, AggregateKeyType: 'IP' },
    },
    VisibilityConfig: visibility(`${props.metricPrefix}-rate-limit`),
  };
  const managed = MANAGED_GROUPS.map((group, index) => ({
    Name: group,
    Priority: index + 1,
    OverrideAction: { None: {} },
    Statement: {
      ManagedRuleGroupStatement: {
        VendorName: 'AWS',
        Name: group,
        ...(group === 'AWSManagedRulesCommonRuleSet' && props.counted
          ? { RuleActionOverrides: props.counted.map((Name) => ({ Name, ActionToUse: { Count: {} } })) }
          : {}),
      },
    },
    VisibilityConfig: visibility(`${props.metricPrefix}-${group}`),
  }));
  return JSON.stringify([rate, ...managed]);
}

function visibility(metric: string): Record<string, unknown> {
  return { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: metric };
}
