import type { AlarmDefinition, Metric } from '../alarm.js';
import { Duration } from '../values/duration.js';

/** A queue that is watched. */
export interface WatchedQueue {
  /** Name in the environment. */
  readonly name: string;
  readonly queueName: string;
  readonly deadLetterName: string;
  /** Age that the oldest message may have. */
  readonly age: Duration;
}

/** Alarms of an SQS queue with a dead-letter queue. */
export function queueAlarms(queue: WatchedQueue): AlarmDefinition[] {
  const { name, queueName, age } = queue;
  return [
    {
      name: `queue-${name}-age`,
      description: `Queue '${name}' (${queueName}): the oldest message waits for more than ${age}. Its consumers are down or too slow: look at their pods and errors, then scale them out.`,
      metrics: { age: queueMetric(queueName, 'ApproximateAgeOfOldestMessage', 'Maximum') },
      comparison: 'above',
      threshold: age.toSeconds(),
      period: Duration.minutes(1),
      periods: 5,
    },
    deadLetterAlarm(name, queue.deadLetterName),
  ];
}

/** The alarm that something was given up on: one message is enough. */
export function deadLetterAlarm(name: string, deadLetterName: string): AlarmDefinition {
  return {
    name: `dead-letters-${name}`,
    description: `Dead letters of '${name}' (${deadLetterName}): messages were given up on. Read one, find its correlation id in the consumer's log, repair the cause, then redrive the queue.`,
    metrics: { waiting: queueMetric(deadLetterName, 'ApproximateNumberOfMessagesVisible', 'Maximum') },
    comparison: 'above',
    threshold: 0,
    period: Duration.minutes(1),
    periods: 1,
  };
}

/** A series of one SQS queue. */
export function queueMetric(queueName: string, name: string, statistic: Metric['statistic']): Metric {
  return { namespace: 'AWS/SQS', name, dimensions: { QueueName: queueName }, statistic };
}
