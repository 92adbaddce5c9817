import { afterAll, beforeAll, describe, expect, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const alarm = {
  alarm_name: 'queue-age',
  alarm_description: 'Oldest message',
  namespace: 'AWS/SQS',
  metric_name: 'ApproximateAgeOfOldestMessage',
  dimensions: { QueueName: 'jobs' },
  statistic: 'Maximum',
  period: 60,
  evaluation_periods: 5,
  datapoints_to_alarm: 3,
  threshold: 900,
  comparison_operator: 'GreaterThanThreshold',
  treat_missing_data: 'notBreaching',
  alarm_actions: [ref('aws_sns_topic.pager.arn')],
  ok_actions: [ref('aws_sns_topic.pager.arn')],
  tags: { team: 'ops' },
};

const expression = {
  alarm_name: 'errors',
  evaluation_periods: 3,
  threshold: 10,
  comparison_operator: 'GreaterThanThreshold',
  metric_query: [
    { id: 'result', expression: 'SUM([a, b])', label: 'errors', return_data: true },
    ...['a', 'b'].map((id) => ({
      id,
      metric: [
        { namespace: 'AWS/Lambda', metric_name: 'Errors', period: 60, stat: 'Sum', dimensions: { FunctionName: id } },
      ],
    })),
  ],
};

const band = {
  alarm_name: 'unusual',
  evaluation_periods: 3,
  comparison_operator: 'GreaterThanUpperThreshold',
  threshold_metric_id: 'usual',
  metric_query: [
    { id: 'usual', expression: 'ANOMALY_DETECTION_BAND(connections, 4)', return_data: true },
    {
      id: 'connections',
      return_data: true,
      metric: [{ namespace: 'AWS/RDS', metric_name: 'DatabaseConnections', period: 300, stat: 'Average' }],
    },
  ],
};

const percentile = {
  alarm_name: 'slow',
  namespace: 'App',
  metric_name: 'Latency',
  extended_statistic: 'p99',
  period: 300,
  evaluation_periods: 1,
  threshold: 2,
  unit: 'Seconds',
  comparison_operator: 'GreaterThanThreshold',
  actions_enabled: false,
  region: 'us-east-1',
};

const board = (title: string) =>
  JSON.stringify({ widgets: [{ type: 'text', x: 0, y: 0, width: 6, height: 3, properties: { markdown: title } }] });

const resources = {
  aws_sns_topic: { pager: { name: 'pager' } },
  aws_cloudwatch_metric_alarm: { age: alarm, errors: expression, unusual: band, slow: percentile },
  aws_cloudwatch_dashboard: { overview: { dashboard_name: 'overview', dashboard_body: board('first') } },
};

const changed = {
  ...resources,
  aws_cloudwatch_metric_alarm: {
    age: {
      ...alarm,
      threshold: 1800,
      dimensions: { QueueName: 'other' },
      datapoints_to_alarm: null,
      ok_actions: null,
      treat_missing_data: null,
      tags: { squad: 'ops' },
    },
    errors: {
      ...expression,
      metric_query: expression.metric_query.slice(1, 2).map((each) => ({ ...each, return_data: true })),
    },
    unusual: band,
    slow: { ...percentile, actions_enabled: true },
  },
  aws_cloudwatch_dashboard: { overview: { dashboard_name: 'overview', dashboard_body: board('second') } },
};

const alarms = async (region?: string) =>
  (await cloud.call('cloudwatch', 'DescribeAlarms', {}, region)).MetricAlarms ?? [];
const named = async (name: string) =>
  (await alarms()).find(({ AlarmName }: { AlarmName: string }) => AlarmName === name);

describe('alarms and dashboards', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    created: async () => {
      expect(await named('queue-age')).toMatchObject({
        Threshold: 900,
        EvaluationPeriods: 5,
        DatapointsToAlarm: 3,
        TreatMissingData: 'notBreaching',
        Dimensions: [{ Name: 'QueueName', Value: 'jobs' }],
        OKActions: [expect.stringContaining(':pager')],
      });
      expect(await alarms('us-east-1')).toMatchObject([{ ExtendedStatistic: 'p99', ActionsEnabled: false }]);
      const { DashboardBody } = await cloud.call('cloudwatch', 'GetDashboard', { DashboardName: 'overview' });
      expect(DashboardBody).toContain('first');
    },
    changed,
    changes: [
      'update aws_cloudwatch_metric_alarm.age',
      'update aws_cloudwatch_metric_alarm.errors',
      'update aws_cloudwatch_metric_alarm.slow',
      'update aws_cloudwatch_dashboard.overview',
    ],
    updated: async () => {
      expect(await named('queue-age')).toMatchObject({
        Threshold: 1800,
        TreatMissingData: 'missing',
        OKActions: [],
        Dimensions: [{ Name: 'QueueName', Value: 'other' }],
      });
      const ResourceARN = (await named('queue-age')).AlarmArn;
      expect((await cloud.call('cloudwatch', 'ListTagsForResource', { ResourceARN })).Tags).toHaveLength(2);
    },
    meddle: async () => {
      const { AlarmArn: ResourceARN } = await named('queue-age');
      await cloud.call('cloudwatch', 'TagResource', { ResourceARN, Tags: [{ Key: 'squad', Value: 'none' }] });
      await cloud.call('cloudwatch', 'DisableAlarmActions', { AlarmNames: ['queue-age'] });
      await cloud.call('cloudwatch', 'DeleteAlarms', { AlarmNames: ['unusual'] });
      await cloud.call('cloudwatch', 'PutDashboard', { DashboardName: 'overview', DashboardBody: board('third') });
    },
    drift: {
      'aws_cloudwatch_metric_alarm.age': ['actions_enabled', 'tags'],
      'aws_cloudwatch_metric_alarm.unusual': [],
      'aws_cloudwatch_dashboard.overview': ['dashboard_body'],
    },
    imports: async () => ({ ...(await cloud.ids(changed)), 'aws_cloudwatch_metric_alarm.slow': 'slow@us-east-1' }),
    unknownToImport: {
      'aws_cloudwatch_metric_alarm.errors': ['metric_query'],
      'aws_cloudwatch_metric_alarm.unusual': ['metric_query', 'threshold_metric_id'],
    },
    destroyed: async () => {
      expect([await alarms(), await alarms('us-east-1')]).toEqual([[], []]);
    },
  });
});
