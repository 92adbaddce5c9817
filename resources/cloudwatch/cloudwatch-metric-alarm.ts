import { nothing } from '../attachments.js';
import { named } from '../finder.js';
import { resource } from '../resource-type.js';

/** What is known of `aws_cloudwatch_metric_alarm`. */
export default resource({
  type: 'aws_cloudwatch_metric_alarm',
  beside: nothing('whom it tells is an attribute'),
  find: named({
    ask: 'cloudwatch:DescribeAlarms',
    by: { AlarmNames: ['{alarm_name}'] },
    at: 'MetricAlarms.0',
    id: '{alarm_name}',
  }),
});
