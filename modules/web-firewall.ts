import { CloudwatchLogGroup } from '@cdktn/provider-aws/lib/cloudwatch-log-group/index.js';
import { Wafv2WebAcl } from '@cdktn/provider-aws/lib/wafv2-web-acl/index.js';
import { Wafv2WebAclLoggingConfiguration } from '@cdktn/provider-aws/lib/wafv2-web-acl-logging-configuration/index.js';
import { Construct } from 'constructs';
import { logRetentionDays } from './log-retention.js';
import type { Duration } from './values/duration.js';
import { webFirewallRules } from './web-firewall-rules.js';

/** Where CloudFront takes its web ACLs and certificates from, whatever the home region is. */
export const CLOUDFRONT_REGION = 'us-east-1';

/** What a {@link WebFirewall} is made from. */
export interface WebFirewallProps {
  readonly name: string;
  /** Requests per five minutes and address before they are blocked. */
  readonly rateLimit: number;
  readonly logRetention: Duration;
  /** Key that encrypts the log, in {@link CLOUDFRONT_REGION}. */
  readonly logKeyArn: string;
}

/** A web ACL for CloudFront: rate limit and the managed rule groups, every blocked request logged. */
export class WebFirewall extends Construct {
  readonly arn: string;
  /** Name of the log group; WAF only writes to names that start with `aws-waf-logs-`. */
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const acl = new Wafv2WebAcl(this, 'Default', {
      name: props.name,
      description: 'Rate limit and managed rules in front of the CDN',
      scope: 'CLOUDFRONT',
      region: CLOUDFRONT_REGION,
      defaultAction: { allow: {} },
      // As JSON, because the typed rules of the provider stop at three levels of statements.
      ruleJson: webFirewallRules({ metricPrefix: props.name, rateLimit: props.rateLimit }),
      visibilityConfig: { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: props.name },
    });
    this.arn = acl.arn;
    const log = new CloudwatchLogGroup(this, 'log', {
      name: `aws-waf-logs-${props.name}`,
      region: CLOUDFRONT_REGION,
      retentionInDays: logRetentionDays(props.logRetention),
      kmsKeyId: props.logKeyArn,
    });
    this.logGroupName = log.name;
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      region: CLOUDFRONT_REGION,
      resourceArn: acl.arn,
      logDestinationConfigs: [log.arn],
      // Signed cookies and bearer tokens open media: they must not be readable in a log.
      redactedFields: [{ singleHeader: { name: 'cookie' } }, { singleHeader: { name: 'authorization' } }],
      loggingFilter: {
        defaultBehavior: 'DROP',
        filter: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            condition: [{ actionCondition: { action: 'BLOCK' } }, { actionCondition: { action: 'COUNT' } }],
          },
        ],
      },
    });
  }
}
