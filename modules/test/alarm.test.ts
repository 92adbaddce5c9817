import { describe, expect, it } from '@jest/globals';
import { Alarm, type AlarmDefinition, type Metric } from '../alarm.js';
import { Duration } from '../values/duration.js';
import { SynthesizedModule } from './fixtures/synthesized-module.js';

const errors: Metric = { namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'f' }, statistic: 'Sum' };

function synthesize(definition: Partial<AlarmDefinition>, region?: string) {
  const stack = new SynthesizedModule((scope) => {
    new Alarm(scope, 'alarm', {
      prefix: 'x-',
      topicArn: 'topic',
      region,
      definition: {
        name: 'errors',
        description: 'Look at the log.',
        metrics: { errors },
        comparison: 'above',
        threshold: 0,
        period: Duration.minutes(5),
        periods: 2,
        ...definition,
      },
    });
  });
  return stack.one('aws_cloudwatch_metric_alarm');
}

describe('alarm', () => {
  it('judges one series in the simple form and tells the topic of begin and end', () => {
    expect(synthesize({})).toMatchObject({
      alarm_name: 'x-errors',
      alarm_description: 'Look at the log.',
      namespace: 'AWS/Lambda',
      metric_name: 'Errors',
      dimensions: { FunctionName: 'f' },
      statistic: 'Sum',
      comparison_operator: 'GreaterThanThreshold',
      threshold: 0,
      period: 300,
      evaluation_periods: 2,
      datapoints_to_alarm: 2,
      treat_missing_data: 'notBreaching',
      alarm_actions: ['topic'],
      ok_actions: ['topic'],
    });
  });

  it('judges the result of metric math alone', () => {
    const { metric_query, metric_name } = synthesize({ metrics: { a: errors, b: errors }, expression: 'a + b' });
    expect(metric_name).toBeUndefined();
    expect(metric_query.map(({ id, return_data }: Record<string, unknown>) => [id, return_data])).toEqual([
      ['a', false],
      ['b', false],
      ['result', true],
    ]);
    expect(metric_query[2].expression).toBe('a + b');
  });

  it('compares with what is usual', () => {
    const alarm = synthesize({ comparison: 'above-usual', threshold: 4 });
    expect(alarm).toMatchObject({ comparison_operator: 'GreaterThanUpperThreshold', threshold_metric_id: 'usual' });
    expect(alarm).not.toHaveProperty('threshold');
    expect(alarm.metric_query[1]).toMatchObject({ id: 'usual', expression: 'ANOMALY_DETECTION_BAND(errors, 4)' });
  });

  it('can take silence as bad, look for low values and live in another region', () => {
    expect(synthesize({ comparison: 'below', missing: 'bad' }, 'us-east-1')).toMatchObject({
      comparison_operator: 'LessThanThreshold',
      treat_missing_data: 'breaching',
      region: 'us-east-1',
    });
  });
});
