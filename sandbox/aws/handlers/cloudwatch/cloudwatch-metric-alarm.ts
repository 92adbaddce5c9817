import { type ApiObject, type Attributes, handler } from '../contract.js';

/** Dimensions are a map in Terraform and a list of pairs in CloudWatch. */
const dimensions = {
  to: (value: Attributes[string]): ApiObject[] => Object.entries(value ?? {}).map(([Name, Value]) => ({ Name, Value })),
  from: (value: ApiObject[string]): Attributes | null => {
    const pairs: ApiObject[] = value ?? [];
    return pairs.length === 0 ? null : Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value]));
  },
};

/** Arguments that `PutMetricAlarm` takes. */
const MEMBERS = [
  'actions_enabled',
  'alarm_actions',
  'alarm_description',
  'comparison_operator',
  'datapoints_to_alarm',
  'dimensions',
  'evaluation_periods',
  'evaluate_low_sample_count_percentiles',
  'extended_statistic',
  'insufficient_data_actions',
  'metric_name',
  'metric_query',
  'namespace',
  'ok_actions',
  'period',
  'statistic',
  'threshold',
  'threshold_metric_id',
  'treat_missing_data',
  'unit',
];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export default handler({
  type: 'aws_cloudwatch_metric_alarm',
  service: 'cloudwatch',
  id: '{alarm_name}',
  create: { call: 'PutMetricAlarm' },
  read: {
    call: 'DescribeAlarms',
    at: 'MetricAlarms.0',
    input: { AlarmNames: ['{id}'], AlarmTypes: ['MetricAlarm'] },
    // The emulator answers what is usual for an alarm on a metric where another one has nothing.
    set: ({ ExtendedStatistic: percentile, MetricName: metric, Period: period, Statistic: statistic }) => ({
      period: metric ? period : null,
      statistic: metric && !percentile ? statistic : null,
    }),
  },
  // An alarm is always put whole: what is left out would be reset.
  update: [{ call: 'PutMetricAlarm', send: 'all', when: MEMBERS }],
  delete: { call: 'DeleteAlarms', input: { AlarmNames: ['{id}'] } },
  names: {
    arn: 'AlarmArn',
    dimensions: { name: 'Dimensions', ...dimensions },
    evaluate_low_sample_count_percentiles: 'EvaluateLowSampleCountPercentile',
    metric_query: { name: 'Metrics', to: toMetrics, from: () => undefined },
    ok_actions: 'OKActions',
    threshold_metric_id: 'ThresholdMetricId',
  },
  defaults: { actions_enabled: true, treat_missing_data: 'missing' },
  immutable: ['alarm_name'],
  recordedAttributes: {
    metric_query: 'the emulator keeps no metric math of an alarm',
    evaluate_low_sample_count_percentiles: 'the emulator does not keep it',
    threshold_metric_id: 'the emulator keeps no metric math of an alarm',
  },
});

function toMetrics(queries: Attributes[string]): ApiObject[] | undefined {
  if (!queries?.length) return undefined;
  return queries.map((query: Attributes) => ({
    Id: query.id,
    AccountId: query.account_id || undefined,
    Expression: query.expression || undefined,
    Label: query.label || undefined,
    Period: query.period || undefined,
    ReturnData: query.return_data ?? false,
    MetricStat: query.metric?.[0] && {
      Metric: {
        MetricName: query.metric[0].metric_name,
        Namespace: query.metric[0].namespace,
        Dimensions: dimensions.to(query.metric[0].dimensions),
      },
      Period: query.metric[0].period,
      Stat: query.metric[0].stat,
      Unit: query.metric[0].unit || undefined,
    },
  }));
}
