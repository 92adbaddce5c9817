import type { AlarmDefinition, Metric } from '../alarm.js';
import { Duration } from '../values/duration.js';

/** Requests in five minutes below which a share of errors says nothing. */
const FEWEST_REQUESTS = 100;

/** Alarm of a CloudFront distribution; its series are in us-east-1. */
export function deliveryAlarms(delivery: {
  readonly distributionId: string;
  /** Per cent of answers. */
  readonly errors: number;
}): AlarmDefinition[] {
  const { distributionId, errors } = delivery;
  return [
    {
      name: 'cdn-errors',
      description: `CDN ${distributionId}: more than ${errors} % of the answers are 5xx for 10 minutes. Look at the log in the bucket of logs (cdn/) for the paths; an origin is down, or its bucket policy or key was changed.`,
      metrics: {
        errors: deliveryMetric(distributionId, '5xxErrorRate', 'Average'),
        requests: deliveryMetric(distributionId, 'Requests', 'Sum'),
      },
      expression: `IF(requests > ${FEWEST_REQUESTS}, errors, 0)`,
      comparison: 'above',
      threshold: errors,
      period: Duration.minutes(5),
      periods: 2,
    },
  ];
}

/** A series of one distribution. */
export function deliveryMetric(distributionId: string, name: string, statistic: Metric['statistic']): Metric {
  return {
    namespace: 'AWS/CloudFront',
    name,
    dimensions: { DistributionId: distributionId, Region: 'Global' },
    statistic,
  };
}
