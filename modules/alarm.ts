import { CloudwatchMetricAlarm } from '@cdktn/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { Construct } from 'constructs';
import type { Duration } from './values/duration.js';

/** A series of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum';
}

/** When an alarm fires, and what the woken person does. */
export interface AlarmDefinition {
  /** Part of the alarm's name: what is wrong with what. */
  readonly name: string;
  /** What it means and what to do, for somebody who was asleep. */
  readonly description: string;
  /** Series by id, for the expression. With one series and no expression, that series is judged. */
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Metric math over the ids. @default the only series */
  readonly expression?: string;
  readonly comparison: 'above' | 'below' | 'above-usual';
  /** Value; for `above-usual` the width of the usual band in standard deviations. */
  readonly threshold: number;
  /** Length of one period. */
  readonly period: Duration;
  /** Periods in a row that must be bad. */
  readonly periods: number;
  /** What silence means. @default 'fine' */
  readonly missing?: 'fine' | 'bad';
}

/** What an {@link Alarm} is made from. */
export interface AlarmProps {
  readonly definition: AlarmDefinition;
  /** Start of the alarm's name, closing hyphen included. */
  readonly prefix: string;
  /** Told when it fires and when it is over; in the region of the alarm. */
  readonly topicArn: string;
  /** Region of the series when it is not the provider's. @default the provider's */
  readonly region?: string;
}

const COMPARISONS = {
  above: 'GreaterThanThreshold',
  below: 'LessThanThreshold',
  'above-usual': 'GreaterThanUpperThreshold',
} as const;

/** A CloudWatch alarm that pages. */
export class Alarm extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const { definition, prefix, topicArn, region } = props;
    const alarm = new CloudwatchMetricAlarm(this, 'Default', {
      alarmName: `${prefix}${definition.name}`,
      alarmDescription: definition.description,
      comparisonOperator: COMPARISONS[definition.comparison],
      evaluationPeriods: definition.periods,
      datapointsToAlarm: definition.periods,
      treatMissingData: definition.missing === 'bad' ? 'breaching' : 'notBreaching',
      alarmActions: [topicArn],
      okActions: [topicArn],
      region,
      ...judged(definition),
    });
    this.arn = alarm.arn;
  }
}

/** One series as CloudWatch's simple form, everything else as metric math, which has one result named `result`. */
function judged(definition: AlarmDefinition) {
  const { metrics, expression, comparison, threshold, period } = definition;
  const [[, only] = [], ...others] = Object.entries(metrics);
  if (only && others.length === 0 && !expression && comparison !== 'above-usual') {
    return {
      namespace: only.namespace,
      metricName: only.name,
      dimensions: { ...only.dimensions },
      statistic: only.statistic,
      period: period.toSeconds(),
      threshold,
    };
  }
  const series = Object.entries(metrics).map(([id, metric]) => ({
    id,
    returnData: comparison === 'above-usual',
    metric: {
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: { ...metric.dimensions },
      stat: metric.statistic,
      period: period.toSeconds(),
    },
  }));
  if (comparison === 'above-usual') {
    const band = { id: 'usual', label: 'usual', expression: `ANOMALY_DETECTION_BAND(${series[0]?.id}, ${threshold})` };
    return { metricQuery: [...series, { ...band, returnData: true }], thresholdMetricId: 'usual' };
  }
  const result = { id: 'result', label: definition.name, expression, returnData: true };
  return { metricQuery: [...series, result], threshold };
}
