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
  /** Key that encrypts the log, in the region of the web ACL. */
  readonly logKeyArn: string;
  /** What it stands in front of: the CDN, in {@link CLOUDFRONT_REGION}, or load balancers in the home region. @default cdn */
  readonly inFrontOf?: 'cdn' | 'load-balancers';
}

/** Bodies of requests to an API are longer than the common rules take for granted, which is 8 KiB. */
const COUNTED_FOR_APIS = ['SizeRestrictions_BODY'];

/** A web ACL: rate limit and the managed rule groups, every blocked request logged. */
export class WebFirewall extends Construct {
  readonly arn: string;
  /** Name of the log group; WAF only writes to names that start with `aws-waf-logs-`. */
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    const forCdn = (props.inFrontOf ?? 'cdn') === 'cdn';
    const region = forCdn ? CLOUDFRONT_REGION : undefined;
    const acl = new Wafv2WebAcl(this, 'Default', {
      name: props.name,
      description: `Rate limit and managed rules in front of ${forCdn ? 'the CDN' : 'load balancers'}`,
      scope: forCdn ? 'CLOUDFRONT' : 'REGIONAL',
      region,
      defaultAction: { allow: {} },
      // As JSON, because the typed rules of the provider stop at three levels of statements.
      ruleJson: webFirewallRules({
        metricPrefix: props.name,
        rateLimit: props.rateLimit,
        counted: forCdn ? undefined : COUNTED_FOR_APIS,
      }),
      visibilityConfig: { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName: props.name },
    });
    this.arn = acl.arn;
    const log = new CloudwatchLogGroup(this, 'log', {
      name: `aws-waf-logs-${props.name}`,
      region,
      retentionInDays: logRetentionDays(props.logRetention),
      kmsKeyId: props.logKeyArn,
    });
    this.logGroupName = log.name;
    new Wafv2WebAclLoggingConfiguration(this, 'logging', {
      region,
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
